import {field} from "../../../core/base/panel.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The middle of a bar, (high + low) / 2 (TA-Lib's MEDPRICE).
 */
export const medianPrice = defineFeature("median-price", {}, () => {
  const needs = ["high", "low"];
  return {
    needs,
    lookback: 0,
    compute(panel) {
      const [high, low] = needs.map((name) => field(panel, name));
      const out = new Float64Array(high.length);
      for (let i = 0; i < out.length; ++i) out[i] = (high[i] + low[i]) / 2;
      return out;
    }
  };
});
