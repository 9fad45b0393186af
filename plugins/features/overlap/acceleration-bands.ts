import {oneOf, whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {sma} from "../../../core/indicators/means.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["upper", "middle", "lower"] as const;

/**
 * Headley's acceleration bands, in units of price, from row `window` of a run on (TA-Lib's ACCBANDS): `middle` is the
 * mean of the last `window` closes, `upper` that of high · (1 + w) and `lower` that of low · (1 − w), where w = 4 ·
 * (high − low) / (high + low). It starts again after a gap.
 */
export const accelerationBands = defineFeature(
  "acceleration-bands",
  {window: 20, output: "upper"},
  ({window, output}) => {
    whole("acceleration-bands window", window);
    const chosen = oneOf("acceleration-bands output", output, outputs);

    function edge(high: number, low: number): number {
      const width = high + low === 0 ? 0 : (4 * (high - low)) / (high + low);
      return chosen === "upper" ? high * (1 + width) : low * (1 - width);
    }

    return {
      needs: ["high", "low", "close"],
      lookback: window - 1,
      tolerance: 1e-12,
      compute: (panel) =>
        eachRun(panel, ["high", "low", "close"], (high, low, close) =>
          sma(chosen === "middle" ? close : high.map((value, i) => edge(value, low[i])), window)
        )
    };
  }
);
