import {backtestFigures} from "../../../core/pipeline/pipeline.js";
import type {Figures} from "../../../core/evaluate/signal-metrics.js";
import type {Result} from "../../../core/plugin.js";
import {beta} from "../../../plugins/metrics/benchmark/beta.js";
import {kurtosis} from "../../../plugins/metrics/returns/kurtosis.js";
import {skewness} from "../../../plugins/metrics/returns/skewness.js";
import {conditionalValueAtRisk} from "../../../plugins/metrics/risk/conditional-value-at-risk.js";
import {drawdownDuration} from "../../../plugins/metrics/risk/drawdown-duration.js";
import {grossExposure} from "../../../plugins/metrics/risk/gross-exposure.js";
import {maxLeverage} from "../../../plugins/metrics/risk/max-leverage.js";
import {netExposure} from "../../../plugins/metrics/risk/net-exposure.js";
import {valueAtRisk} from "../../../plugins/metrics/risk/value-at-risk.js";

const metrics = [
  valueAtRisk(),
  conditionalValueAtRisk(),
  maxLeverage(),
  grossExposure(),
  netExposure(),
  drawdownDuration(),
  beta(),
  skewness(),
  kurtosis()
];

/** What could be lost on a day, and how much was at stake. */
export function riskFigures(result: Result): Figures {
  return {
    ...backtestFigures({metrics}, result),
    "time-in-market": {value: timeInMarket(result), unit: "percent"}
  };
}

/** The share of the bars at whose close anything was held. */
export function timeInMarket({gross}: Pick<Result, "gross">): number {
  return gross.reduce((bars, value) => bars + Number(value > 0), 0) / gross.length;
}
