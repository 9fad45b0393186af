import {field} from "../../../core/base/panel.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The mean of a bar's high, low and close, the close counted twice (TA-Lib's WCLPRICE).
 */
export const weightedClose = defineFeature("weighted-close", {}, () => {
  const needs = ["high", "low", "close"];
  return {
    needs,
    lookback: 0,
    compute(panel) {
      const [high, low, close] = needs.map((name) => field(panel, name));
      const out = new Float64Array(high.length);
      for (let i = 0; i < out.length; ++i) out[i] = (high[i] + low[i] + 2 * close[i]) / 4;
      return out;
    }
  };
});
