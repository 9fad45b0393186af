import {between, oneOf, whole} from "../../core/base/options.js";
import {defineOverlay} from "../../core/plugin.js";
import {expectedReturns, heldCovariance} from "../../core/portfolio/held-covariance.js";
import {reweighed} from "../../core/portfolio/history.js";
import {maximumSharpe as tangency} from "../../core/portfolio/maximum-sharpe.js";
import {shrinkages} from "../../core/portfolio/shrinkage.js";

/**
 * Weighs what is held, the long and the short side each on its own, so that its Sharpe ratio is largest by what its
 * symbols are expected to return; each side keeps the sum of its weights, and no symbol is given more than `most` of its
 * side, or an equal part where that is more. Expected is the mean of the last `window` bars' returns, or what the field
 * `returns` says, over `horizon` bars; of a short position the opposite. The covariance is that of `covariance-weights`,
 * with the same choices of `shrinkage` and the same symbols that keep their weight; so does a symbol of which nothing is
 * expected, and a side that cannot be expected to earn anything.
 */
export const maximumSharpe = defineOverlay(
  "maximum-sharpe",
  {window: 120, returns: "", horizon: 1, shrinkage: "identity", most: 1},
  ({window, returns: field, horizon, shrinkage, most: cap}) => {
    const towards = oneOf("maximum-sharpe shrinkage", shrinkage, shrinkages);
    whole("maximum-sharpe window", window, 2);
    whole("maximum-sharpe horizon", horizon);
    between("maximum-sharpe most", cap, 0, 1);
    return {
      adjust: (targets, now) =>
        reweighed(targets, (side) => {
          const forecast = field === "" ? null : now.row(field);
          const given = Array.from(side.keys()).filter((i) => !forecast || Number.isFinite(forecast[side[i]]));
          const symbols = given.map((i) => side[i]);
          const known = heldCovariance(now, symbols, window, towards);
          if (!known) return null;
          const {places, returns, covariance} = known;
          const own = places.map((i) => symbols[i]);
          const sign = Math.sign(targets[side[0]]);
          const mean = expectedReturns(now, own, returns, field, horizon).map((value) => sign * value);
          const upper = Math.max(cap, 1 / places.length);
          const size = mean.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
          if (!(mostOf(mean, upper) > 1e-6 * size)) return null;
          const shares = tangency(mean, covariance, {upper});
          const out = new Float64Array(side.length).fill(NaN);
          for (const [k, i] of places.entries()) out[given[i]] = shares[k];
          return out;
        })
    };
  }
);

/** The largest mean that weights up to `upper`, which add up to 1, can have. */
function mostOf(mean: Float64Array, upper: number): number {
  let left = 1;
  let sum = 0;
  for (const value of mean.toSorted((a, b) => b - a)) {
    const part = Math.min(left, upper);
    sum += part * value;
    left -= part;
  }
  return sum;
}
