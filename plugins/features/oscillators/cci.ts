import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {commodityChannel} from "../../../core/indicators/oscillators/pressure.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Lambert's commodity channel index (1980): the typical price p = (high + low + close) / 3 less its mean over `window`
 * rows, over 0.015 times the mean absolute distance of these rows' prices from that mean. From row `window` − 1 on, as
 * TA-Lib's CCI; 0 where the price is its mean or nothing moved. Its time grows with `window`. It starts again after a
 * gap.
 */
export const cci = defineFeature("cci", {window: 14}, ({window}) => {
  whole("cci window", window, 2);
  return {
    needs: ["high", "low", "close"],
    lookback: window - 1,
    compute: (panel) =>
      eachRun(panel, ["high", "low", "close"], (high, low, close) => commodityChannel(high, low, close, window))
  };
});
