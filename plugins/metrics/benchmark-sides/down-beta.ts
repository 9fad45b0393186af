import {betaOf, onSide} from "../../../core/evaluate/benchmark.js";
import {pairedReturns} from "../../../core/evaluate/returns.js";
import {fewSide} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * How much the account moves with the benchmark on the bars on which the benchmark fell: beta over the bars with f below
 * 0 alone (empyrical's down_alpha_beta). `NaN` where there are fewer than two of them.
 */
export const downBeta = defineMetric("down-beta", {}, () => ({
  unit: "ratio",
  measure: (result) => betaOf(onSide(pairedReturns(result), "down")),
  undetermined: (result) => fewSide(result, "down") ?? "the benchmark does not vary on the bars on which it fell"
}));
