import {alphaOf, betaOf, onSide} from "../../../core/evaluate/benchmark.js";
import {pairedReturns} from "../../../core/evaluate/returns.js";
import {beyond, fewSide} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * What the account earns a year beside what its beta explains, if every bar were one on which the benchmark fell: alpha
 * over the bars with f below 0 alone, with the beta of those (empyrical's down_alpha_beta). `riskFree` is a bar's
 * return. `NaN` where there are fewer than two such bars.
 */
export const downAlpha = defineMetric("down-alpha", {riskFree: 0}, ({riskFree}) => ({
  unit: "percent",
  measure: (result) => alphaOf(onSide(pairedReturns(result), "down"), result.periods, riskFree),
  undetermined: (result) =>
    fewSide(result, "down") ??
    (Number.isNaN(betaOf(onSide(pairedReturns(result), "down")))
      ? "the benchmark does not vary on the bars on which it fell"
      : beyond)
}));
