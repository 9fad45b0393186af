import * as elementary from "../../base/elementary.js";
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
 * Replaces smoothed values, of which none is negative, by those with a start `span` rows before, whose seed is the sum of
 * `seeded` rows of x times `share`. It leaves those alone that would change by less than the part 1e-10, and takes for 0
 * what rounding leaves where all values cancel.
 */
export function restart(x: Series, out: Series, window: number, seeded: number, share: number, span: number): void {
  if (window === 1) return;
  const fade = elementary.power(1 - 1 / window, span - seeded);
  // No value weighs more in a seed than e times what it weighs in the smoothed value of that row.
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
