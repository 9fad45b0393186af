import {html, svg} from "npm:htl";
import type {RunPage} from "../../core/site/payload.js";
import {count, day, decimal, none, percent} from "./format.js";

type Contest = NonNullable<RunPage["run"]["contest"]>;
type Contender = Contest[number];

/** All that learned from the same samples, in the same folds, beside one another: a row each, with a bar for each fold. */
export function contestTable(contest: Contest): HTMLElement {
  const most = Math.max(0.01, ...contest.flatMap(({folds}) => folds.map(({ic}) => Math.abs(ic ?? 0))));
  const daily = contest.some(({metrics}) => "ic-t" in metrics);
  return html`<div class="scroll">
    <table class="plain contest">
      <thead>
        <tr>
          <th>Learned by</th>
          <th class="number">Horizon</th>
          <th class="number" title="Rank correlation of signal and outcome">IC</th>
          ${daily ? html`<th class="number" title="Newey–West t of the mean daily IC, for overlapping labels">t</th>` : null}
          ${daily ? html`<th class="number" title="Mean daily IC over its deviation">IC ratio</th>` : null}
          <th class="number" title="Squared error saved against the mean of the past">R²</th>
          <th class="number" title="Share of cells with the label's sign">Sign hits</th>
          <th title="The IC of each fold's test span, up where it is positive">IC by fold</th>
        </tr>
      </thead>
      <tbody>
        ${contest.map(
          (each) =>
            html`<tr data-contender=${each.name} data-shuffled=${each.shuffled}>
              <th>${contenderTitle(each)}<small>${madeBy(each)}</small></th>
              <td class="number">${count(each.horizon)}</td>
              <td class="number">${figure(each, "ic", 3)}</td>
              ${daily ? html`<td class="number">${figure(each, "ic-t", 1)}</td>` : null}
              ${daily ? html`<td class="number">${figure(each, "ic-ratio", 2)}</td>` : null}
              <td class="number">${share(each, "r2")}</td>
              <td class="number">${share(each, "sign-hits")}</td>
              <td>${foldBars(each, most)}</td>
            </tr>`
        )}
      </tbody>
    </table>
  </div>`;
}

function madeBy({name, model, shuffled}: Contender): string {
  if (name === "model") return "the experiment's own";
  return shuffled ? `${model}, labels shuffled` : model;
}

/** What a contender is called: the rival's name, `baseline`, or the name of the experiment's own model. */
export function contenderTitle({name, model}: Contender): string {
  if (name === "model") return model;
  return name === "baseline" ? "baseline" : name;
}

function figure({metrics}: Contender, name: string, digits: number): string {
  const value = metrics[name] ?? null;
  return value === null ? none : decimal(value, digits);
}

function share({metrics}: Contender, name: string): string {
  const value = metrics[name] ?? null;
  return value === null ? none : percent(value, 2);
}

/** A bar for each fold, above the line where its information coefficient is positive; all on one scale. */
function foldBars({folds}: Contender, most: number): SVGElement {
  const [width, height] = [Math.max(40, Math.min(160, folds.length * 8)), 26];
  const step = width / folds.length;
  const bars = folds.map(({ic, from, to}, i) => {
    const size = ((ic ?? 0) / most) * (height / 2 - 1);
    return svg`<rect x=${i * step + step * 0.15} y=${size > 0 ? height / 2 - size : height / 2} width=${step * 0.7} height=${Math.abs(size)} fill=${size > 0 ? "var(--up)" : "var(--down)"}><title>${`${day(from)} – ${day(to)}: ${ic === null ? none : decimal(ic, 3)}`}</title></rect>`;
  });
  return svg`<svg class="fold-bars" width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`} role="img" aria-label="IC by fold">
    <line x1="0" x2=${width} y1=${height / 2} y2=${height / 2} stroke="var(--hairline-strong)"></line>${bars}</svg>`;
}
