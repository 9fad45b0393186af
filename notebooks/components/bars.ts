import {html} from "npm:htl";
import type {Market} from "../../core/backtest/backtest.js";
import type {Panel} from "../../core/base/panel.js";
import {barsPerYear} from "../../core/base/timeframe.js";

/** A panel as JSON: each field an array, null where a value is missing. */
export interface BarsJson {
  readonly times: readonly number[];
  readonly symbols: readonly string[];
  readonly fields: Readonly<Record<string, readonly (number | null)[]>>;
  readonly benchmark: readonly (number | null)[];
}

/** Daily bars of stocks, and a benchmark beside them. */
export interface Bars {
  readonly panel: Panel;
  readonly beside: Market;
}

/** Reads a panel from its JSON. */
export function readBars({times, symbols, fields, benchmark}: BarsJson): Bars {
  const column = (values: readonly (number | null)[]) => Float64Array.from(values, (value) => value ?? NaN);
  const columns = Object.entries(fields).map(([name, values]) => [name, column(values)] as const);
  return {
    panel: {times: Float64Array.from(times), symbols, fields: Object.fromEntries(columns)},
    beside: {periods: barsPerYear("1d", "stocks"), benchmark: column(benchmark)}
  };
}

/** What a page shows that lacks its data: the command that brings it. */
export function missingData(what: string, command: string): HTMLElement {
  return html`<div class="empty">
    <p><b>${what}</b> is not in the store yet. Bring it with</p>
    <pre><code>${command}
npx tapebook build</code></pre>
  </div>`;
}
