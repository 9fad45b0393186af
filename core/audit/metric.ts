import {backtest} from "../backtest/backtest.js";
import {power} from "../base/elementary.js";
import type {Panel} from "../base/panel.js";
import {field, rows} from "../base/panel.js";
import type {Metric, Result} from "../plugin.js";
import {shown} from "./findings.js";
import {auditPanel} from "./panels.js";
import type {Audit} from "./verdict.js";
import {putToTest} from "./verdict.js";

/** Amounts are this many times as large in the currency of another country. */
const currency = 1024;

/**
 * Audits a metric on backtests of 300 bars, 3 bars and one, beside a benchmark and without one, of an account that never
 * traded and of one that lost all it had, with the bars that were traded and without them: a number for the long one, the
 * same whatever was measured before and whatever currency is counted in, never an infinity, a reason in words where it
 * gives one for what it cannot say, the result left as it is, and a known unit.
 */
export function auditMetric(metric: Metric): Promise<Audit> {
  return putToTest([
    [
      "hidden-state",
      () => {
        const {result, bars} = traded(300);
        const before = JSON.stringify(result);
        metric.measure(result, bars);
        metric.undetermined?.(result, bars);
        return JSON.stringify(result) === before ? null : "it writes over the result; change a copy";
      }
    ],
    [
      "hidden-state",
      () => {
        const {result: long, bars} = traded(300);
        const results = [-0.01, 0, 0.01].map((drift) => drifting(long, drift));
        const [worse, middle, better] = results.map((result) => () => metric.measure(result, bars));
        const first = middle();
        for (const other of [better, worse]) {
          other();
          const again = middle();
          if (!Object.is(again, first))
            return `${shown(first, again)}, and ${shown(again, first)} for the same backtest after another was measured`;
        }
        return null;
      }
    ],
    [
      "broken-form",
      () => {
        const {result, bars} = traded(300);
        for (const [what, odd] of Object.entries(oddities(result, bars)))
          for (const given of [odd.bars, undefined]) {
            const value = metric.measure(odd.result, given);
            if (typeof value !== "number" || Math.abs(value) === Infinity)
              return `${String(value)} for ${what}; NaN says that a result does not determine the figure`;
            const reason = Number.isNaN(value) ? (metric.undetermined?.(odd.result, given) ?? null) : null;
            if (reason !== null && !(typeof reason === "string" && reason.trim() !== ""))
              return `the reason ${JSON.stringify(reason)} for ${what}; say in a few words why there is no figure`;
          }
        const value = metric.measure(result, bars);
        if (!Number.isFinite(value)) return `${value} for 300 bars`;
        if (!["percent", "ratio", "count"].includes(metric.unit))
          return `its unit is ${String(metric.unit)}; units are percent, ratio and count`;
        const elsewhere = metric.measure(exchanged(result), exchangedBars(bars));
        return Math.abs(elsewhere - value) <= 1e-9 * Math.max(1e-3, Math.abs(value))
          ? null
          : `${shown(value, elsewhere)}, and ${shown(elsewhere, value)} in a currency of which one is 1/${currency}; ` +
              `divide amounts by an amount`;
      }
    ]
  ]);
}

/** Results that determine few figures, or none. */
function oddities(result: Result, bars: Panel): Readonly<Record<string, Traded>> {
  const {benchmark: _, ...alone} = result;
  const {equity, gross} = result;
  const none = gross.map(() => 0);
  const idle = {
    fills: [],
    equity: equity.map(() => equity[0]),
    cash: equity.map(() => equity[0]),
    gross: none,
    net: none
  };
  const ruined = (left: number) => equity.map((value, i) => (i < 200 ? value : left));
  const odd: Readonly<Record<string, Result>> = {
    "a backtest without a benchmark": alone,
    "a benchmark with gaps": {...result, benchmark: result.benchmark?.map((level, i) => (i % 9 < 3 ? NaN : level))},
    "a benchmark that stands still": {...result, benchmark: result.benchmark?.map(() => 100)},
    "an account that never traded": {...result, ...idle},
    "an account with nothing left": {...result, equity: ruined(0)},
    "an account in debt": {...result, equity: ruined(-1000)}
  };
  return {
    "3 bars": traded(3),
    "one bar": traded(1),
    ...Object.fromEntries(Object.entries(odd).map(([what, each]) => [what, {result: each, bars}]))
  };
}

/** The bars with their prices in the other currency. */
function exchangedBars(bars: Panel): Panel {
  const prices = ["open", "high", "low", "close"].map((name) => [name, field(bars, name).map((p) => p * currency)]);
  return {...bars, fields: {...bars.fields, ...(Object.fromEntries(prices) as Panel["fields"])}};
}

/** The result with its amounts, and apart from them the benchmark, in another currency. */
function exchanged(result: Result): Result {
  const scaled = (values: Float64Array) => values.map((value) => value * currency);
  return {
    ...result,
    equity: scaled(result.equity),
    cash: scaled(result.cash),
    ...(result.benchmark && {benchmark: scaled(scaled(result.benchmark))}),
    ...(result.postings && {
      postings: result.postings.map((posting) => ({...posting, amount: posting.amount * currency}))
    }),
    fills: result.fills.map((fill) => ({
      ...fill,
      price: fill.price * currency,
      commission: fill.commission * currency,
      slippage: fill.slippage * currency
    }))
  };
}

/** The result with so much more return on each bar. */
function drifting(result: Result, drift: number): Result {
  const factor = (i: number) => power(1 + drift, i);
  return {...result, equity: result.equity.map((value, i) => value * factor(i))};
}

/** A backtest, and the bars that were traded. */
interface Traded {
  readonly result: Result;
  readonly bars: Panel;
}

function traded(count: number): Traded {
  const bars = rows(auditPanel({gaps: false}), 0, count);
  const n = bars.symbols.length;
  const result = backtest(
    bars,
    {
      strategy: {needs: [], lookback: 0, targets: (now) => now.row("signal").map((s) => Math.sign(s || 0) / 5)},
      slippage: {fill: ({quantity}, price) => ({price: price * (1 + 0.001 * Math.sign(quantity)), quantity})},
      commission: {cost: () => 1},
      fill: "next-open",
      delay: 0,
      cash: 1e6,
      shares: "whole"
    },
    {periods: 252, benchmark: bars.fields.close.filter((_, i) => i % n === 0)}
  );
  return {result, bars};
}
