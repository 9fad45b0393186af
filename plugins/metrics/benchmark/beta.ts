import {betaOf} from "../../../core/evaluate/benchmark.js";
import {pairedReturns} from "../../../core/evaluate/returns.js";
import {fewPairs} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * How much the account moves with the benchmark: Σ (f − mean f) · r / Σ (f − mean f)², over the bars on which both
 * returns are known (empyrical's beta). `NaN` without a benchmark, or with one that does not vary.
 */
export const beta = defineMetric("beta", {}, () => ({
  unit: "ratio",
  measure: (result) => betaOf(pairedReturns(result)),
  undetermined: (result) => fewPairs(result, 2) ?? "the benchmark does not vary"
}));
