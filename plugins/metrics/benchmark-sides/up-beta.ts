import {betaOf, onSide} from "../../../core/evaluate/benchmark.js";
import {pairedReturns} from "../../../core/evaluate/returns.js";
import {fewSide} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * How much the account moves with the benchmark on the bars on which the benchmark rose: beta over the bars with f above
 * 0 alone (empyrical's up_alpha_beta). `NaN` where there are fewer than two of them.
 */
export const upBeta = defineMetric("up-beta", {}, () => ({
  unit: "ratio",
  measure: (result) => betaOf(onSide(pairedReturns(result), "up")),
  undetermined: (result) => fewSide(result, "up") ?? "the benchmark does not vary on the bars on which it rose"
}));
