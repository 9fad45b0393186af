import {compounded, pairedReturns} from "../../../core/evaluate/returns.js";
import {beyond, fewPairs} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The compound return of a year of the benchmark: Π (1 + f)^(periods / bars) − 1, over the bars on which the returns of
 * account and benchmark are known. `NaN` without a benchmark.
 */
export const benchmarkReturn = defineMetric("benchmark-return", {}, () => ({
  unit: "percent",
  measure: (result) => compounded(pairedReturns(result).benchmark, result.periods),
  undetermined: (result) => fewPairs(result) ?? beyond
}));
