import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {gainAndLoss, relativeStrength} from "../../../core/indicators/oscillators/strength.js";
import {wilderSpan} from "../../../core/indicators/oscillators/within.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Fires where the close and its RSI over `window` bars (the feature `rsi`) disagree: 1 where the close has made a lower
 * low and the RSI a higher one (bullish), −1 where the close has made a higher high and the RSI a lower one (bearish),
 * 0 on all others; 0 too where both are so at once.
 *
 * A low is a close below the `left` before it and not above the `right` after it; a high is the mirror image. Nobody
 * knows a low before those `right` bars have closed, and the signal stands on the last of them, not on the low. It is
 * compared with the latest low that lies `least` to `most` bars before it; the RSI must differ by more than a
 * millionth. `NaN` until all the bars that may matter are there, so that 0 says that there was none. It starts again
 * after a gap.
 */
export const rsiDivergence = defineFeature(
  "rsi-divergence",
  {window: 14, left: 5, right: 5, least: 5, most: 60},
  ({window, left, right, least, most}) => {
    whole("rsi-divergence window", window, 2);
    whole("rsi-divergence left", left);
    whole("rsi-divergence right", right);
    whole("rsi-divergence least", least);
    whole("rsi-divergence most", most, least);
    const span = wilderSpan(window);

    function signals(close: Float64Array): Float64Array {
      const strength = relativeStrength(gainAndLoss(close, window, span), window, NaN);
      const turned = close.map((price) => -price);
      const weakness = strength.map((value) => -value);
      const lows = pivots(close, left, right);
      const highs = pivots(turned, left, right);
      const out = new Float64Array(close.length).fill(NaN);
      for (let i = Math.max(window, left) + most + right; i < out.length; ++i) {
        const bullish = diverges(close, strength, lows, i - right, least, most);
        const bearish = diverges(turned, weakness, highs, i - right, least, most);
        out[i] = Number(bullish) - Number(bearish);
      }
      return out;
    }

    return {
      needs: ["close"],
      lookback: Math.max(span, left) + most + right,
      tolerance: 1e-9,
      compute: (panel) => eachRun(panel, ["close"], signals)
    };
  }
);

/** Which values lie below the `left` before them, and not above the `right` after them. */
function pivots(x: Float64Array, left: number, right: number): Uint8Array {
  const out = new Uint8Array(x.length);
  for (let p = left; p < x.length - right; ++p) {
    let low = true;
    for (let k = 1; low && k <= left; ++k) low = x[p] < x[p - k];
    for (let k = 1; low && k <= right; ++k) low = x[p] <= x[p + k];
    out[p] = Number(low);
  }
  return out;
}

/** Whether p is a low that lies below the latest one within reach while the other series lies above its value there. */
function diverges(
  x: Float64Array,
  other: Float64Array,
  lows: Uint8Array,
  p: number,
  least: number,
  most: number
): boolean {
  if (lows[p] === 0) return false;
  let q = p - least;
  while (q > p - most && lows[q] === 0) --q;
  return lows[q] === 1 && x[p] < x[q] && other[p] > other[q] + 1e-6;
}
