import {html} from "npm:htl";
import type {HorizonFigures} from "../../core/evaluate/signals/figures.js";
import {count, decimal, none, percent, signedPercent} from "./format.js";

const text = (value: number | null, digits: number) => (value === null ? none : decimal(value, digits));

/** The figures of each horizon, one a row, the chosen one's in bold; a dash says on hovering why there is none. */
export function horizonTable(all: readonly HorizonFigures[], chosen: number | null, across: boolean): HTMLElement {
  const headings: readonly (readonly [name: string, meaning: string])[] = [
    ["Rows", "How many rows the return spans"],
    ["IC", "Mean rank correlation of the signal with what followed"],
    ["ICIR", "Mean over deviation of the daily coefficients"],
    ["t plain", "As if days had nothing to do with one another"],
    ["t", "Newey and West's: returns that overlap are allowed for"],
    ["Spread", "Highest quantile less lowest, over the whole horizon"],
    ["t of it", "Newey and West's"],
    ["Order", "Rank correlation of the quantiles' means with their numbers"],
    ["Turnover", "Share of the end quantiles' names that are new after a horizon"],
    ["Memory", "Correlation of ranks with those a horizon before"],
    ["Dies at", "Cost of a trade at which the spread is gone"]
  ];
  const row = (each: HorizonFigures) => {
    const {horizon, ic, throughTime, spread, turnover, autocorrelation, costs, reasons} = each;
    const ends = [turnover[0], turnover.at(-1) ?? null];
    const traded = ends[0] === null || ends[1] === null ? null : (ends[0] + ends[1]) / 2;
    const cells: readonly (readonly [value: string, path: string])[] = [
      [text(across ? ic.mean : (throughTime?.ic ?? null), 4), "ic.mean"],
      [text(ic.ratio, 3), "ic.ratio"],
      [text(ic.t, 1), "ic.t"],
      [text(across ? ic.robustT : (throughTime?.t ?? null), 1), "ic.robustT"],
      [spread.mean === null ? none : signedPercent(spread.mean, 2), "spread.mean"],
      [text(spread.t, 1), "spread.t"],
      [text(order(each), 2), "monotonicity.order"],
      [traded === null ? none : percent(traded, 0), "turnover.0"],
      [text(autocorrelation, 2), "autocorrelation"],
      [costs.breakEven === null ? none : `${decimal(costs.breakEven, 1)} bp`, "costs.breakEven"]
    ];
    return html`<tr class=${each.horizon === chosen ? "chosen" : null}>
      <th class="number">${each.horizon === chosen ? html`<b>${count(horizon)}</b>` : count(horizon)}</th>
      ${cells.map(([value, path]) => html`<td class="number" title=${value === none ? (reasons[path] ?? null) : null}>${value}</td>`)}
    </tr>`;
  };
  return html`<div class="scroll">
    <table class="plain">
      <thead>
        <tr>
          ${headings.map(([name, meaning]) => html`<th class="number" title=${meaning}>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${all.map(row)}
      </tbody>
    </table>
  </div>`;
}

/** The order of the quantiles' means, by themselves: the bootstrap is of the chosen horizon alone. */
function order({quantiles, monotonicity}: HorizonFigures): number | null {
  if (monotonicity.order !== null) return monotonicity.order;
  const means = quantiles.map(({mean}) => mean);
  if (means.some((mean) => mean === null)) return null;
  const n = means.length;
  const ranks = means.map((mean) => means.filter((other) => other! < mean!).length);
  const squares = ranks.reduce((sum, rank, q) => sum + (rank - q) * (rank - q), 0);
  return 1 - (6 * squares) / (n * (n * n - 1));
}
