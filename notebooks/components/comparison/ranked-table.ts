import {html} from "npm:htl";
import {count, decimal, duration, figureText, none, percent} from "../../../reports/components/format.js";
import {metricLabel, metricMeaning} from "../../../reports/components/metric-names.js";
import type {Shown} from "./candidates.js";
import {ranked} from "./candidates.js";

const columns = ["sharpe", "annual-return", "volatility", "max-drawdown"] as const;

/** A line in a run's colour. */
export function swatch({colour, dashed}: Shown): HTMLElement {
  return html`<i class=${dashed ? "swatch dashed" : "swatch"} style=${{color: colour}}></i>`;
}

/** Names of figures that are known well enough to be said in short. */
const short: Readonly<Record<string, string>> = {
  sharpe: "Sharpe",
  "annual-return": "Return",
  "max-drawdown": "Drawdown"
};

/** A cell for long names, which may be broken. */
export const wrapping = {minWidth: "10.5rem", whiteSpace: "normal"} as const;

/** The runs in the order of a figure, with what speaks for each and against it. */
export function rankedTable(list: readonly Shown[], by: string): HTMLElement {
  const shown = [by, ...columns.filter((name) => name !== by)];
  const trained = list.some(({run}) => run.accuracy !== null);
  const cell = ({run}: Shown, name: string) => {
    const value = run.metrics[name] ?? null;
    const negative = value !== null && value < 0 && name !== "max-drawdown";
    const text = figureText(value, name === "sharpe" || name === "ic" ? "ratio" : unitOf(name));
    return html`<td class=${negative ? "number negative" : "number"}>${name === by ? html`<b>${text}</b>` : text}</td>`;
  };
  return html`<div class="scroll">
    <table class="plain tight ranked">
      <thead>
        <tr>
          <th class="number">#</th>
          <th>Run</th>
          ${shown.map((name) => html`<th class="number" title=${metricMeaning(name)}>${short[name] ?? metricLabel(name)}</th>`)}
          ${trained ? html`<th class="number" title="Share of right classes or, where there are none, of right signs">Accuracy</th>` : null}
          <th class="number" title="The whole run: features, training and backtest">Took</th>
          <th class="number" title="All attempts at its experiment">Trials</th>
          <th class="number" title="How sure its Sharpe ratio is above what the best of all trials would show by luck">
            Deflated
          </th>
          <th>Lint</th>
          <th>Audit</th>
        </tr>
      </thead>
      <tbody>
        ${ranked(list, by).map(
          (each, place) =>
            html`<tr data-run=${each.id}>
              <td class="number">${place + 1}</td>
              <th style=${wrapping}>${nameOf(each)}</th>
              ${shown.map((name) => cell(each, name))}
              ${trained ? html`<td class="number">${figureText(each.run.accuracy, "percent")}</td>` : null}
              <td class="number">${each.run.seconds === null ? none : duration(each.run.seconds)}</td>
              <td class="number">${each.run.trials === null ? none : count(each.run.trials)}</td>
              <td class="number">${each.run.deflatedSharpe === null ? none : percent(each.run.deflatedSharpe, 0)}</td>
              <td>${lintOf(each)}</td>
              <td>${auditOf(each)}</td>
            </tr>`
        )}
      </tbody>
    </table>
  </div>`;
}

/** A run's name, with a link to its report; a benchmark has none. */
function nameOf(shown: Shown): Node {
  const {id, name, experiment, model, synthetic} = shown.run;
  if (experiment === null) return html`<span>${swatch(shown)}${name}</span>`;
  const about = [model, synthetic ? "made-up prices" : null].filter((each) => each !== null).join(", ");
  return html`<span
    >${swatch(shown)}<a href=${`../reports/${id}`}>${name}</a
    >${about === "" ? null : html`<small style="display: block">${about}</small>`}</span
  >`;
}

function lintOf({run: {lint}}: Shown): Node | string {
  if (!lint) return none;
  const {serious, warning} = lint;
  if (serious > 0) return html`<span class="mark bad">${serious} serious</span>`;
  return warning > 0
    ? html`<span class="mark doubtful">${warning} to heed</span>`
    : html`<span class="mark good">clean</span>`;
}

const kinds = {clean: "good", suspicious: "doubtful", broken: "bad", unaudited: ""} as const;

function auditOf({run: {audit}}: Shown): Node | string {
  return audit === null ? none : html`<span class=${`mark ${kinds[audit]}`}>${audit}</span>`;
}

function unitOf(name: string): "percent" | "ratio" {
  return ["calmar", "sortino", "omega"].includes(name) ? "ratio" : "percent";
}

/** A probability: below a thousandth it is said to be that. */
export function chance(p: number): string {
  return p < 0.001 ? "< 0.001" : decimal(p, 3);
}
