import {oneOf, whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {less} from "../../../core/indicators/oscillators/convergence.js";
import {vortexLine} from "../../../core/indicators/oscillators/trendiness.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["plus", "minus", "difference"] as const;

/**
 * The vortex indicator of Botes and Siepman (2010): of the last `window` rows `plus` is Σ |high_t − low_{t−1}| and
 * `minus` Σ |low_t − high_{t−1}|, over the sum of the true range; `difference` is plus − minus. From row `window` on,
 * as TA-Lib's VORTEX; 0 where there was no range. It starts again after a gap.
 */
export const vortex = defineFeature("vortex", {window: 14, output: "difference"}, ({window, output}) => {
  whole("vortex window", window);
  const chosen = oneOf("vortex output", output, outputs);
  return {
    needs: ["high", "low", "close"],
    lookback: window,
    compute: (panel) =>
      eachRun(panel, ["high", "low", "close"], (high, low, close) => {
        if (chosen !== "difference") return vortexLine(high, low, close, window, chosen === "minus");
        return less(vortexLine(high, low, close, window, false), vortexLine(high, low, close, window, true));
      })
  };
});
