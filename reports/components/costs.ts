import {html} from "npm:htl";
import type {Result} from "../../core/plugin.js";
import {count, money, percent} from "./format.js";

interface Year {
  readonly year: number;
  fills: number;
  traded: number;
  commission: number;
  slippage: number;
  /** Equity on the first bar of the year. */
  readonly equity: number;
}

/** What trading cost, by year: in the account's currency, and against equity. */
export function costs({times, equity, fills}: Result, cash: number): HTMLElement {
  if (fills.length === 0) return html`<p class="empty">Nothing was traded, so nothing was paid.</p>`;
  const years = new Map<number, Year>();
  times.forEach((t, i) => {
    const year = new Date(t).getUTCFullYear();
    if (!years.has(year)) years.set(year, {year, fills: 0, traded: 0, commission: 0, slippage: 0, equity: equity[i]});
  });
  for (const {t, quantity, price, commission, slippage} of fills) {
    const year = years.get(new Date(t).getUTCFullYear());
    if (!year) continue;
    ++year.fills;
    year.traded += Math.abs(quantity * price);
    year.commission += commission;
    year.slippage += slippage;
  }
  const list = [...years.values()];
  const all = list.reduce(
    (sum, year) => ({
      ...sum,
      fills: sum.fills + year.fills,
      traded: sum.traded + year.traded,
      commission: sum.commission + year.commission,
      slippage: sum.slippage + year.slippage
    }),
    {year: 0, fills: 0, traded: 0, commission: 0, slippage: 0, equity: cash}
  );
  const paid = (value: number) => money(value, all.commission + all.slippage);
  const row = (year: Year, name: string) =>
    html`<tr>
      <th>${name}</th>
      <td class="number">${count(year.fills)}</td>
      <td class="number">${money(year.traded, all.traded)}</td>
      <td class="number">${paid(year.commission)}</td>
      <td class="number">${paid(year.slippage)}</td>
      <td class="number">${paid(year.commission + year.slippage)}</td>
      <td class="number">${percent((year.commission + year.slippage) / year.equity, 2)}</td>
    </tr>`;
  return html`<div class="scroll">
    <table class="plain">
      <thead>
        <tr>
          <th>Year</th>
          <th class="number">Fills</th>
          <th class="number">Value traded</th>
          <th class="number">Commission</th>
          <th class="number">Slippage</th>
          <th class="number">Together</th>
          <th class="number" title="Of equity at the start of the year; in the last row, of the cash at the start">
            Of equity
          </th>
        </tr>
      </thead>
      <tbody>
        ${list.map((year) => row(year, String(year.year)))}
      </tbody>
      <tfoot>
        ${row(all, "All")}
      </tfoot>
    </table>
  </div>`;
}
