import {field} from "../../../core/base/panel.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The mean of a bar's high, low and close (TA-Lib's TYPPRICE).
 */
export const typicalPrice = defineFeature("typical-price", {}, () => {
  const needs = ["high", "low", "close"];
  return {
    needs,
    lookback: 0,
    compute(panel) {
      const [high, low, close] = needs.map((name) => field(panel, name));
      const out = new Float64Array(high.length);
      for (let i = 0; i < out.length; ++i) out[i] = (high[i] + low[i] + close[i]) / 3;
      return out;
    }
  };
});
