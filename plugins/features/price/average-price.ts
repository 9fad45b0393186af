import {field} from "../../../core/base/panel.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The mean of a bar's open, high, low and close (TA-Lib's AVGPRICE).
 */
export const averagePrice = defineFeature("average-price", {}, () => {
  const needs = ["open", "high", "low", "close"];
  return {
    needs,
    lookback: 0,
    compute(panel) {
      const [open, high, low, close] = needs.map((name) => field(panel, name));
      const out = new Float64Array(open.length);
      for (let i = 0; i < out.length; ++i) out[i] = (open[i] + high[i] + low[i] + close[i]) / 4;
      return out;
    }
  };
});
