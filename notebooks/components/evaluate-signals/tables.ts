import {html} from "npm:htl";
import type {HorizonFigures} from "../../../core/evaluate/signals/figures.js";
import {count, decimal, none, percent, signedPercent} from "../../../reports/components/format.js";
import type {Study} from "./study.js";

const text = (value: number | null, digits: number) => (value === null ? none : decimal(value, digits));

/** Coefficients within each group. */
export function groupTable({figures}: Study, nameOf: (group: number) => string): HTMLElement {
  const {groups, neutral} = figures;
  const row = (name: string, each: HorizonFigures["ic"]) =>
    html`<tr>
      <th>${name}</th>
      <td class="number">${text(each.mean, 4)}</td>
      <td class="number">${text(each.ratio, 3)}</td>
      <td class="number">${text(each.robustT, 1)}</td>
      <td class="number">${each.positive === null ? none : percent(each.positive, 0)}</td>
      <td class="number">${count(each.rows)}</td>
    </tr>`;
  return html`<div class="scroll">
    <table class="plain">
      <thead>
        <tr>
          <th>Within</th>
          <th class="number">IC</th>
          <th class="number">ICIR</th>
          <th class="number">t</th>
          <th class="number">IC above 0</th>
          <th class="number">Rows</th>
        </tr>
      </thead>
      <tbody>
        ${groups.map(({group, ic}) => row(nameOf(group), ic))}
        ${neutral ? row("all, beyond their group's mean", neutral) : null}
      </tbody>
    </table>
  </div>`;
}

/** What it comes to, in words. */
export function verdict({figures, prepared: {across}}: Study, cost: number): HTMLElement {
  const {horizon, ic, throughTime, spread, costs, monotonicity} = figures;
  const rows = horizon === 1 ? "the next row" : `the next ${horizon} rows`;
  const [mean, t] = across ? [ic.mean, ic.robustT] : [throughTime?.ic ?? null, throughTime?.t ?? null];
  if (mean === null || t === null)
    return html`<p class="verdict-line">
      There is no coefficient with the return of ${rows}: ${Object.values(figures.reasons)[0]}.
    </p>`;
  const sure = Math.abs(t) >= 2;
  const known = html`The rank IC with the return of ${rows} is <b>${decimal(mean, 4)}</b>, with a t of
    <b>${decimal(t, 1)}</b> once overlap is allowed
    for${ic.t !== null && across ? html` (plainly it would be ${decimal(ic.t, 1)})` : ""}.`;
  const rises = monotonicity.p !== null && monotonicity.p < 0.05 ? " Returns rise from quantile to quantile." : "";
  const worth =
    !across || spread.mean === null || costs.breakEven === null
      ? ""
      : spread.mean <= 0
        ? " There is no spread for costs to take."
        : html` The spread of <b>${signedPercent(spread.mean, 2)}</b> dies at
            <b>${decimal(costs.breakEven, 1)}</b> basis points a
            trade${costs.low !== null && costs.low > 0 ? `, and at its lower end at ${decimal(costs.low, 1)}` : ""}; at
            ${decimal(cost, 1)} ${costs.breakEven > cost ? "something is left" : "nothing is left"}.`;
  return html`<p class="verdict-line">
    ${known}
    ${sure ? (mean > 0 ? "That is more than chance does." : "It is found with the wrong sign.") : "That cannot be told from chance."}${rises}${worth}
  </p>`;
}
