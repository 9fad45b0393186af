import {oneOf, whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {rateOver} from "../../../core/indicators/oscillators/convergence.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["percent", "fraction", "ratio", "hundredfold"] as const;

/**
 * The close over that of `window` rows before: `percent` is 100 · (close_t / close_{t−window} − 1), `fraction` close_t
 * / close_{t−window} − 1, `ratio` close_t / close_{t−window} and `hundredfold` 100 times this: TA-Lib's ROC, ROCP,
 * ROCR and ROCR100. 0 where the earlier close is 0, as there. It starts again after a gap.
 */
export const rateOfChange = defineFeature("rate-of-change", {window: 10, output: "percent"}, ({window, output}) => {
  whole("rate-of-change window", window);
  const chosen = oneOf("rate-of-change output", output, outputs);
  const factor = chosen === "percent" || chosen === "hundredfold" ? 100 : 1;
  const base = chosen === "percent" || chosen === "fraction" ? 1 : 0;
  return {
    needs: ["close"],
    lookback: window,
    compute: (panel) => eachRun(panel, ["close"], (close) => rateOver(close, window, base, factor))
  };
});
