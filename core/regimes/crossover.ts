import {exponentialMean} from "../base/rolling.js";

/**
 * 1 where the exponential mean of a series over `fast` rows comes to lie above that over `slow` rows, −1 where it comes
 * to lie below, 0 on other rows; `NaN` until both have two values. Means that differ by less than the part 1e-12 touch.
 * Each is begun anew `span` rows before each row, so that a signal depends on `span` rows before its own.
 */
export function crossovers(x: Float64Array, fast: number, slow: number, span: number): Float64Array {
  const [quick, late] = [fast, slow].map((rows) => exponentialMean(x, rows, 2 / (rows + 1), span));
  const side = quick.map((mean, i) => {
    const apart = mean - late[i];
    return Math.abs(apart) <= 1e-12 * Math.abs(late[i]) ? 0 : Math.sign(apart);
  });
  return side.map((now, i) => {
    const before = i > 0 ? side[i - 1] : NaN;
    if (Number.isNaN(now) || Number.isNaN(before)) return NaN;
    return now === before ? 0 : now;
  });
}
