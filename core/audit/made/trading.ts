import type {Market} from "../../backtest/backtest.js";
import {backtest} from "../../backtest/backtest.js";
import {later} from "../../backtest/late.js";
import type {Dataset} from "../../plugin.js";
import type {Outcome} from "../../pipeline/pipeline.js";
import {firstRow} from "../../pipeline/pipeline.js";
import type {Plan} from "../../pipeline/plan.js";
import {deviation, mean} from "../../base/stats.js";
import type {Audit, Finding} from "../verdict.js";

/**
 * Whether what a label foretells is over before its order is filled: an order decided on row t is filled at the close of
 * row t + 1 + delay (`next-close`), or at its open.
 */
export function auditForecast({learn, backtest}: Plan, dataset: Dataset, times: Float64Array): Audit {
  if (!learn || !backtest) return {checked: [], findings: []};
  const {fill, delay} = backtest;
  const rows = labelRows(dataset, times);
  const filled = fill === "next-close" ? 1 + delay : delay;
  const price = {"next-open": "open", "next-vwap": "average price", "next-close": "close", "same-close": "close"}[fill];
  const where = `the ${price} of row ${fill.endsWith("close") ? filled : 1 + delay}`;
  const findings: Finding[] = [];
  if (rows <= filled) {
    const message = `labels of row 0 are known on row ${rows}; an order of row 0 is filled at ${where}`;
    findings.push({rule: "lapsed-forecast", message});
  }
  return {checked: ["lapsed-forecast"], findings};
}

/** Whether orders are filled at a price that was not known when they were decided. */
export function auditFills({backtest}: Plan): Audit {
  if (!backtest) return {checked: [], findings: []};
  const message = "orders are sized on a bar's close and filled at that same close, by the fill rule same-close";
  const findings: Finding[] = backtest.fill === "same-close" ? [{rule: "same-bar-fill", message, suspicion: true}] : [];
  return {checked: ["same-bar-fill"], findings};
}

/** The median number of rows from a sample to the row on which its label is known. */
export function labelRows({t, until}: Pick<Dataset, "t" | "until">, times: Float64Array): number {
  const row = new Map(Array.from(times, (time, i) => [time, i]));
  const lengths: number[] = [];
  for (let i = 0; i < t.length; ++i) {
    const end = row.get(until[i]);
    if (end !== undefined) lengths.push(end - row.get(t[i])!);
  }
  lengths.sort((a, b) => a - b);
  return lengths[lengths.length >> 1] ?? Infinity;
}

/** The Sharpe ratio below which a loss by waiting says nothing, and the part of it that waiting must leave. */
const waiting = {sharpe: 1, left: 0.25} as const;

/** Trades the experiment once more by what was known a bar before, and says where little of a good result is left. */
export function auditDelay(plan: Plan, {panel, result}: Outcome, beside: Market): Audit {
  if (!plan.backtest || !result) return {checked: [], findings: []};
  const before = sharpeOf(result.equity, beside.periods);
  const late = backtest(panel, later(plan.backtest), beside, firstRow(panel, plan));
  const after = sharpeOf(late.equity, beside.periods);
  const findings: Finding[] = [];
  if (before > waiting.sharpe && after < waiting.left * before) {
    const message = `the Sharpe ratio is ${before.toFixed(2)}, and ${after.toFixed(2)} when every decision goes by what was known one bar before`;
    findings.push({rule: "one-bar-late", message, suspicion: true});
  }
  return {checked: ["one-bar-late"], findings};
}

function sharpeOf(equity: Float64Array, periods: number): number {
  const returns = equity.subarray(1).map((value, i) => value / equity[i] - 1);
  const spread = deviation(returns);
  return spread > 0 ? (mean(returns) / spread) * Math.sqrt(periods) : 0;
}
