import {backtest} from "../backtest/backtest.js";
import {rows} from "../base/panel.js";
import type {Metric, Result} from "../plugin.js";
import {shown} from "./findings.js";
import {auditPanel} from "./panels.js";
import type {Audit} from "./verdict.js";
import {putToTest} from "./verdict.js";

/**
 * Audits a metric on backtests of 300 bars, 3 bars and one, beside a benchmark: a number for the long one, the same
 * whatever was measured before, the result left as it is, and a known unit.
 */
export function auditMetric(metric: Metric): Promise<Audit> {
  return putToTest([
    [
      "hidden-state",
      () => {
        const result = traded(300);
        const before = JSON.stringify(result);
        metric.measure(result);
        return JSON.stringify(result) === before ? null : "it writes over the result; change a copy";
      }
    ],
    [
      "hidden-state",
      () => {
        const results = [-0.01, 0, 0.01].map((drift) => drifting(traded(300), drift));
        const [worse, middle, better] = results.map((result) => () => metric.measure(result));
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
        for (const count of [3, 1]) metric.measure(traded(count));
        const value = metric.measure(traded(300));
        if (!Number.isFinite(value)) return `${value} for 300 bars`;
        return ["percent", "ratio", "count"].includes(metric.unit)
          ? null
          : `its unit is ${String(metric.unit)}; units are percent, ratio and count`;
      }
    ]
  ]);
}

/** The result with so much more return on each bar. */
function drifting(result: Result, drift: number): Result {
  const factor = (i: number) => (1 + drift) ** i;
  return {...result, equity: result.equity.map((value, i) => value * factor(i))};
}

function traded(count: number): Result {
  const panel = rows(auditPanel({gaps: false}), 0, count);
  const n = panel.symbols.length;
  return backtest(
    panel,
    {
      strategy: {needs: [], lookback: 0, targets: (now) => now.row("signal").map((s) => Math.sign(s || 0) / 5)},
      slippage: {fill: ({quantity}, price) => ({price: price * (1 + 0.001 * Math.sign(quantity)), quantity})},
      commission: {cost: () => 1},
      fill: "next-open",
      delay: 0,
      cash: 1e6,
      shares: "whole"
    },
    {periods: 252, benchmark: panel.fields.close.filter((_, i) => i % n === 0)}
  );
}
