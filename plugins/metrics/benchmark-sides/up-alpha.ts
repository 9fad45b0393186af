import {alphaOf, betaOf, onSide} from "../../../core/evaluate/benchmark.js";
import {pairedReturns} from "../../../core/evaluate/returns.js";
import {beyond, fewSide} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * What the account earns a year beside what its beta explains, if every bar were one on which the benchmark rose: alpha
 * over the bars with f above 0 alone, with the beta of those (empyrical's up_alpha_beta). `riskFree` is a bar's
 * return. `NaN` where there are fewer than two such bars.
 */
export const upAlpha = defineMetric("up-alpha", {riskFree: 0}, ({riskFree}) => ({
  unit: "percent",
  measure: (result) => alphaOf(onSide(pairedReturns(result), "up"), result.periods, riskFree),
  undetermined: (result) =>
    fewSide(result, "up") ??
    (Number.isNaN(betaOf(onSide(pairedReturns(result), "up")))
      ? "the benchmark does not vary on the bars on which it rose"
      : beyond)
}));
