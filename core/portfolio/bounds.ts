import type {Constraint} from "./quadratic.js";

/** The least and the most that an asset's weight may be, one for all assets or one each; infinite for no bound. */
export interface Bounds {
  /** 0 where left out. */
  readonly lower?: number | ArrayLike<number>;
  /** Without a bound where left out. */
  readonly upper?: number | ArrayLike<number>;
}

/** Each asset's bounds. Throws where there is not one each, or one's lower is above its upper. */
export function boundsOf({lower = 0, upper = Infinity}: Bounds, n: number) {
  const each = (bound: number | ArrayLike<number>) =>
    typeof bound === "number" ? new Float64Array(n).fill(bound) : Float64Array.from(bound);
  const low = each(lower);
  const high = each(upper);
  if (low.length !== n || high.length !== n)
    throw new Error(`invalid bounds: ${low.length} lower and ${high.length} upper; give one for each of ${n} assets`);
  const odd = low.findIndex((value, i) => !(value <= high[i]) || value === Infinity || high[i] === -Infinity);
  if (odd >= 0)
    throw new Error(
      `invalid bounds: ${low[odd]} to ${high[odd]} of asset ${odd}; give a lower that is not above the upper`
    );
  return {low, high};
}

/** Σ w = total, and each weight within its bounds. */
export function within(bounds: Bounds, n: number, total: number | null): readonly Constraint[] {
  const {low, high} = boundsOf(bounds, n);
  const constraints: Constraint[] = [];
  if (total !== null) constraints.push({normal: new Float64Array(n).fill(1), least: total, equal: true});
  const unit = (i: number, value: number) => {
    const normal = new Float64Array(n);
    normal[i] = value;
    return normal;
  };
  for (let i = 0; i < n; ++i) {
    if (low[i] > -Infinity) constraints.push({normal: unit(i, 1), least: low[i]});
    if (high[i] < Infinity) constraints.push({normal: unit(i, -1), least: -high[i]});
  }
  return constraints;
}

/** The weights moved onto the bounds that rounding has left them a hair beyond or before. */
export function snapped(weights: Float64Array, bounds: Bounds): Float64Array {
  const {low, high} = boundsOf(bounds, weights.length);
  const hair = 1e-13 * weights.reduce((sum, value) => sum + Math.abs(value), 0);
  return weights.map((value, i) => {
    if (value < low[i] + hair) return low[i];
    return value > high[i] - hair ? high[i] : value;
  });
}
