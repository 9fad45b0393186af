import {memoryOf} from "../means.js";

/**
 * Wilder's smoothing as it would be, had the series begun `span` rows before each row. A ratio of two smoothed series needs
 * this: where a price stands still both fade alike, and their ratio would keep what lies ever so far back. The recursion is
 * linear, so its value with a later start differs from its value by the difference of the two seeds, faded since.
 */
type Series = Float64Array;

/**
 * A span so long that the smoothing differs from TA-Lib's, which forgets nothing, by no more than the part `share`, even
 * after 50 rows on which nothing moved.
 */
export function wilderSpan(window: number, share = 1e-10): number {
  return window + 51 + memoryOf(1 - 1 / window, share);
}

/**
 * The mean m_t = m_{t−1} + (x_t − m_{t−1}) / window of values from row 1 on, none negative, seeded on row `window` with the
 * plain mean; 0 before that.
 */
export function meanWithin(x: Series, window: number, span: number): Series {
  const out = new Float64Array(x.length);
  const share = 1 / window;
  const seeded = Math.min(window, x.length - 1);
  let mean = 0;
  for (let i = 1; i <= seeded; ++i) mean += x[i] * share;
  if (seeded === window) out[seeded] = mean;
  for (let i = seeded + 1; i < x.length; ++i) {
    mean += (x[i] - mean) * share;
    out[i] = mean;
  }
  restart(x, out, window, window, share, span);
  return out;
}

/**
 * The sum s_t = s_{t−1} − s_{t−1} / window + x_t of values from row 1 on, none negative, which begins on row `window` − 1
 * with the plain sum of the rows so far, and that before it.
 */
export function sumWithin(x: Series, window: number, span: number): Series {
  const out = new Float64Array(x.length);
  const left = 1 / window;
  const seeded = Math.min(window - 1, x.length - 1);
  let total = 0;
  for (let i = 1; i <= seeded; ++i) {
    total += x[i];
    out[i] = total;
  }
  for (let i = seeded + 1; i < x.length; ++i) {
    total += x[i] - total * left;
    out[i] = total;
  }
  if (window > 1) restart(x, out, window, window - 1, 1, span);
  return out;
}

/**
 * Replaces the values by those with a start `span` rows before, whose seed is the sum of `seeded` rows times `share`. It
 * leaves those alone that would change by less than the part 1e-10. What is left of values that all cancel is rounding.
 */
function restart(x: Series, out: Series, window: number, seeded: number, share: number, span: number): void {
  const fade = (1 - 1 / window) ** (span - seeded);
  // No value before a row weighs less in a seed than e times what it weighs in the smoothed value.
  const small = 1e-10 / (3 * fade);
  for (let i = x.length - 1; i > span; --i) {
    const row = i - span + seeded;
    if (out[row] <= small * out[i]) continue;
    let seed = 0;
    for (let k = row - seeded + 1; k <= row; ++k) seed += x[k];
    const value = out[i] + fade * (share * seed - out[row]);
    out[i] = value > 1e-12 * fade * out[row] ? value : 0;
  }
}
