import {whole} from "../../core/base/options.js";
import {eachRun} from "../../core/indicators/each-run.js";
import {blank} from "../../core/indicators/room.js";
import {windowSums} from "../../core/indicators/sums.js";
import {defineFeature} from "../../core/plugin.js";

/**
 * Balance of volume, −1 … 1: the volume of the last `window` bars that closed higher, less that of the bars that closed
 * lower, over their whole volume. Granville's on-balance volume, and TA-Lib's, is instead a running total since the
 * series began, whose level means nothing; the numerator here is that total's change over `window` bars. `NaN` where
 * nothing was traded. It starts again after a gap.
 */
export const obv = defineFeature("obv", {window: 21}, ({window}) => {
  whole("obv window", window);
  return {
    needs: ["close", "volume"],
    lookback: window,
    compute: (panel) =>
      eachRun(panel, ["close", "volume"], (close, volume) => balance(signed(close, volume), volume, window))
  };
});

/** The volume of each bar, with the sign of the close's change; `NaN` on the first, which has none. */
function signed(close: Float64Array, volume: Float64Array): Float64Array {
  const out = blank(close.length).fill(NaN, 0, 1);
  for (let i = 1; i < out.length; ++i) {
    // −1, 0 or 1, without a branch: which way a price moves cannot be foretold.
    out[i] = volume[i] * (Number(close[i] > close[i - 1]) - Number(close[i] < close[i - 1]));
  }
  return out;
}

function balance(flow: Float64Array, volume: Float64Array, window: number): Float64Array {
  const [out] = windowSums(flow, [window]);
  const [total] = windowSums(volume, [window]);
  for (let i = 0; i < out.length; ++i) out[i] /= total[i];
  return out;
}
