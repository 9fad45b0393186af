import type {View} from "../base/view.js";
import {completeRows} from "./covariance.js";
import {counts, enough, trailingReturns} from "./history.js";
import {comparable, lowerFactor} from "./matrix.js";
import type {shrinkages} from "./shrinkage.js";
import {covarianceOf} from "./shrinkage.js";

/** The covariance of some symbols, as far as it is known. */
export interface HeldCovariance {
  /** The places in the list of symbols of those that it is of, ascending; two or more. */
  readonly places: readonly number[];
  /** Rows × places, row-major, oldest first: the returns that it is made of, none missing. */
  readonly returns: Float64Array;
  /** Places × places, row-major. */
  readonly covariance: Float64Array;
}

/**
 * The covariance of the returns over the last `window` bars of those symbols that have at least half of them and whose
 * price moved; null where fewer than two are left, or where they have fewer than half of the bars in common, variances
 * more than 10¹⁰ times one another, or a covariance too near to one that cannot be inverted.
 */
export function heldCovariance(
  now: View,
  symbols: readonly number[],
  window: number,
  shrinkage: (typeof shrinkages)[number]
): HeldCovariance | null {
  const places = moving(trailingReturns(now, window, symbols), symbols.length, window);
  const n = places.length;
  if (n < 2) return null;
  const own = places.map((i) => symbols[i]);
  const returns = completeRows(trailingReturns(now, window, own), n);
  if (!enough(returns.length / n, window) || moving(returns, n, 2).length < n) return null;
  const covariance = covarianceOf(returns, n, shrinkage);
  if (!comparable(covariance, n, 1e10) || !lowerFactor(covariance, n, 1e-7)) return null;
  return {places, returns, covariance};
}

/** The columns with values enough that are not all the same. */
function moving(returns: Float64Array, n: number, window: number): readonly number[] {
  const known = counts(returns, n);
  return Array.from(known.keys()).filter((i) => {
    const own = returns.filter((value, at) => at % n === i && !Number.isNaN(value));
    return enough(known[i], window) && own.some((value) => value !== own[0]);
  });
}

/**
 * What each symbol is expected to return a bar: the mean of its column of returns, or, where a field is named, its value
 * over the `horizon` bars that it is of; `NaN` where that is missing.
 */
export function expectedReturns(
  now: View,
  symbols: readonly number[],
  returns: Float64Array,
  field: string,
  horizon: number
): Float64Array {
  if (field !== "") {
    const forecast = now.row(field);
    return Float64Array.from(symbols, (s) => (Number.isFinite(forecast[s]) ? forecast[s] / horizon : NaN));
  }
  const n = symbols.length;
  const out = new Float64Array(n);
  for (let i = 0; i < returns.length; ++i) out[i % n] += returns[i];
  return out.map((sum) => sum / (returns.length / n));
}
