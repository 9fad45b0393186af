import {html} from "npm:htl";
import type {Market} from "../../core/backtest/backtest.js";
import type {Panel} from "../../core/base/panel.js";
import type {Plan, PlanSpec} from "../../core/pipeline/plan.js";
import {lookupIn, revivePlan} from "../../core/pipeline/plan.js";
import {catalog} from "../../plugins/catalog.js";

/** A panel as JSON, each field an array with null where a value is missing, and the experiment that trades it. */
export interface BarsJson {
  readonly times: readonly number[];
  readonly symbols: readonly string[];
  readonly fields: Readonly<Record<string, readonly (number | null)[]>>;
  readonly benchmark: readonly (number | null)[];
  /** Bars a year. */
  readonly periods: number;
  readonly spec: PlanSpec;
}

/** Daily bars of stocks, a benchmark beside them, and the plan of the experiment that trades them. */
export interface Bars {
  readonly panel: Panel;
  readonly beside: Market;
  readonly plan: Plan;
}

/** Reads bars from their JSON. */
export function readBars({times, symbols, fields, benchmark, periods, spec}: BarsJson): Bars {
  const column = (values: readonly (number | null)[]) => Float64Array.from(values, (value) => value ?? NaN);
  const columns = Object.entries(fields).map(([name, values]) => [name, column(values)] as const);
  return {
    panel: {times: Float64Array.from(times), symbols, fields: Object.fromEntries(columns)},
    beside: {periods, benchmark: column(benchmark)},
    plan: revivePlan(spec, lookupIn(catalog))
  };
}

/** What a page shows that lacks its data: the commands that bring it. */
export function missingData(what: string, ...commands: readonly string[]): HTMLElement {
  return html`<div class="empty missing-data">
    <p><b>Nothing to show yet.</b> ${what} not in the store. This brings it:</p>
    <pre><code>${[...commands, "npx tapebook build"].join("\n")}</code></pre>
  </div>`;
}
