import {alphaOf, betaOf} from "../../../core/evaluate/benchmark.js";
import {pairedReturns} from "../../../core/evaluate/returns.js";
import {beyond, fewPairs} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * What the account earns a year beside what its beta explains: (1 + mean((r − `riskFree`) − β (f − `riskFree`)))^periods
 * − 1, over the bars on which both returns are known, `riskFree` a bar's return (empyrical's alpha). `NaN` without a
 * benchmark.
 */
export const alpha = defineMetric("alpha", {riskFree: 0}, ({riskFree}) => ({
  unit: "percent",
  measure: (result) => alphaOf(pairedReturns(result), result.periods, riskFree),
  undetermined: (result) =>
    fewPairs(result, 2) ?? (Number.isNaN(betaOf(pairedReturns(result))) ? "the benchmark does not vary" : beyond)
}));
