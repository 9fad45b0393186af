import {html} from "npm:htl";
import {monthlyReturns, yearlyReturns} from "../../core/evaluate/periods.js";
import type {Result} from "../../core/plugin.js";
import {percent, signedPercent} from "./format.js";
import {months} from "./performance/months-plot.js";

/** Returns by month as a heat map, with each year's total and the benchmark's beside it. */
export function monthlyTable({times, equity, benchmark}: Result): HTMLElement {
  const own = monthlyReturns(times, equity);
  const years = yearlyReturns(own);
  const others = benchmark && yearlyReturns(monthlyReturns(times, benchmark));
  const byMonth = new Map(own.map(({year, month, value}) => [year * 12 + month, value]));
  const largest = Math.max(...own.map(({value}) => Math.abs(value)), 0.01);
  const cell = (value: number | undefined) => {
    if (value === undefined) return html`<td></td>`;
    const share = Math.min(1, Math.abs(value) / largest);
    const colour = `color-mix(in srgb, var(${value < 0 ? "--down" : "--up"}) ${Math.round(8 + 52 * share)}%, transparent)`;
    return html`<td class="heat" style=${{background: colour}} title=${signedPercent(value, 2)}>
      ${signedPercent(value, 1).replace("%", "")}
    </td>`;
  };
  const total = (value: number | undefined) =>
    html`<td class=${(value ?? 0) < 0 ? "total negative" : "total"}>${value === undefined ? "" : percent(value)}</td>`;
  const rows = [...years].map(
    ([year, value]) =>
      html`<tr>
        <th>${year}</th>
        ${months.map((_, i) => cell(byMonth.get(year * 12 + i + 1)))} ${total(value)}
        ${others ? total(others.get(year)) : null}
      </tr>`
  );
  return html`<div class="scroll">
    <table class="monthly">
      <thead>
        <tr>
          <th></th>
          ${months.map((name) => html`<th>${name}</th>`)}
          <th>Year</th>
          ${others ? html`<th>Benchmark</th>` : null}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
