import {captureOf} from "../../../core/evaluate/benchmark.js";
import {pairedReturns} from "../../../core/evaluate/returns.js";
import {noCapture} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * What the account earned a year on the bars on which the benchmark rose, as a multiple of what the benchmark did: both
 * compounded over the bars with f above 0 alone (empyrical's up_capture). Above 1 the account rose more. `NaN` where there are
 * no such bars.
 */
export const upCapture = defineMetric("up-capture", {}, () => ({
  unit: "ratio",
  measure: (result) => captureOf(pairedReturns(result), "up", result.periods),
  undetermined: (result) => noCapture(result, "up")
}));
