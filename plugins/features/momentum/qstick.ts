import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {sma} from "../../../core/indicators/means.js";
import {less} from "../../../core/indicators/oscillators/convergence.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Chande's QStick (1994), in units of price: the mean of close − open over the last `window` rows, as TA-Lib's QSTICK.
 * It starts again after a gap.
 */
export const qstick = defineFeature("qstick", {window: 10}, ({window}) => {
  whole("qstick window", window);
  return {
    needs: ["open", "close"],
    lookback: window - 1,
    tolerance: 1e-12,
    compute: (panel) => eachRun(panel, ["open", "close"], (open, close) => sma(less(close, open), window))
  };
});
