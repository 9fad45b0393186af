import {oneOf, whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {ema, memoryOf} from "../../../core/indicators/means.js";
import {less} from "../../../core/indicators/oscillators/convergence.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["bull", "bear"] as const;

/**
 * Elder's ray (1989), in units of price: `bull` is the high less the exponential mean of the close over `window` rows,
 * `bear` the low less the same, as TA-Lib's ERI. It starts again after a gap.
 */
export const elderRay = defineFeature("elder-ray", {window: 13, output: "bull"}, ({window, output}) => {
  whole("elder-ray window", window);
  const chosen = oneOf("elder-ray output", output, outputs);
  const price = chosen === "bull" ? "high" : "low";
  return {
    needs: ["close", price],
    lookback: window + memoryOf(1 - 2 / (window + 1), 1e-12),
    tolerance: 1e-9,
    compute: (panel) => eachRun(panel, ["close", price], (close, extreme) => less(extreme, ema(close, window)))
  };
});
