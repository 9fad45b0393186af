import {between, oneOf, whole} from "../../core/base/options.js";
import {defineOverlay} from "../../core/plugin.js";
import {blackLitterman as posteriorOf, impliedReturns} from "../../core/portfolio/black-litterman.js";
import {expectedReturns, heldCovariance} from "../../core/portfolio/held-covariance.js";
import {kellyWeights} from "../../core/portfolio/kelly.js";
import {shrinkages} from "../../core/portfolio/shrinkage.js";

/**
 * Moves what is held towards views of it, as Black and Litterman do: the targets are taken for the portfolio that is best
 * without views, by an aversion to risk of `aversion`; the field `views` says what symbols return over `horizon` bars,
 * each with an error `doubt` times as variable as `tau` of the symbol's own variance; and held is what is best by the
 * returns and the covariance that follow, none of it on the other side than its target, with the same sum of weights
 * without signs as before. The covariance is that of the last `window` bars, with the choices of `shrinkage` of
 * `covariance-weights` and the same symbols that keep their weight. Without a view nothing is changed; where all views
 * are against what is held, nothing of it is.
 */
export const blackLitterman = defineOverlay(
  "black-litterman",
  {views: "signal", horizon: 1, doubt: 1, aversion: 2.5, tau: 0.05, window: 120, shrinkage: "identity"},
  ({views, horizon, doubt, aversion, tau, window, shrinkage}) => {
    const towards = oneOf("black-litterman shrinkage", shrinkage, shrinkages);
    whole("black-litterman horizon", horizon);
    between("black-litterman doubt", doubt, 1e-9);
    between("black-litterman aversion", aversion, 1e-9);
    between("black-litterman tau", tau, 1e-9);
    whole("black-litterman window", window, 2);
    return {
      adjust(targets, now) {
        const held = Array.from(targets.keys()).filter((s) => targets[s] !== 0);
        const known = heldCovariance(now, held, window, towards);
        if (!known) return targets.slice();
        const {returns, covariance} = known;
        const symbols = known.places.map((i) => held[i]);
        const n = symbols.length;
        const expected = expectedReturns(now, symbols, returns, views, horizon);
        const seen = Array.from(expected.keys()).filter((i) => !Number.isNaN(expected[i]));
        if (seen.length === 0) return targets.slice();
        const pick = new Float64Array(seen.length * n);
        for (const [v, i] of seen.entries()) pick[v * n + i] = 1;
        const weights = symbols.map((s) => targets[s]);
        const {mean, covariance: risk} = posteriorOf(
          impliedReturns(weights, covariance, aversion),
          covariance,
          {
            pick,
            value: seen.map((i) => expected[i]),
            doubt: seen.map((i) => doubt * tau * covariance[i * n + i])
          },
          tau
        );
        const best = kellyWeights(mean, risk, 1 / aversion, 0, {
          lower: weights.map((weight) => (weight < 0 ? -Infinity : 0)),
          upper: weights.map((weight) => (weight < 0 ? 0 : Infinity))
        });
        const size = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + Math.abs(value), 0);
        const total = size(best);
        const scale = total > 0 ? size(weights) / total : 0;
        const out = targets.slice();
        for (const [i, s] of symbols.entries()) out[s] = best[i] * scale;
        return out;
      }
    };
  }
);
