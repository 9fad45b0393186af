import {captureOf} from "../../../core/evaluate/benchmark.js";
import {pairedReturns} from "../../../core/evaluate/returns.js";
import {noCapture} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * Up capture / down capture (empyrical's up_down_capture): above 1 where the account took more of what the benchmark
 * gained than of what it lost. `NaN` where the benchmark never rose or never fell.
 */
export const captureRatio = defineMetric("capture-ratio", {}, () => ({
  unit: "ratio",
  measure(result) {
    const pair = pairedReturns(result);
    const ratio = captureOf(pair, "up", result.periods) / captureOf(pair, "down", result.periods);
    return Number.isFinite(ratio) ? ratio : NaN;
  },
  undetermined: (result) =>
    Number.isNaN(captureOf(pairedReturns(result), "up", result.periods))
      ? noCapture(result, "up")
      : noCapture(result, "down")
}));
