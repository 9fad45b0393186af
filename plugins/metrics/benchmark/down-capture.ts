import {captureOf} from "../../../core/evaluate/benchmark.js";
import {pairedReturns} from "../../../core/evaluate/returns.js";
import {noCapture} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * What the account earned a year on the bars on which the benchmark fell, as a multiple of what the benchmark did: both
 * compounded over the bars with f below 0 alone (empyrical's down_capture). Below 1 the account fell less, below 0 it
 * rose. `NaN` where there are no such bars.
 */
export const downCapture = defineMetric("down-capture", {}, () => ({
  unit: "ratio",
  measure: (result) => captureOf(pairedReturns(result), "down", result.periods),
  undetermined: (result) => noCapture(result, "down")
}));
