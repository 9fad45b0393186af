import {between, oneOf, whole} from "../../core/base/options.js";
import {heldCovariance} from "../../core/portfolio/held-covariance.js";
import {hierarchicalRiskParity} from "../../core/portfolio/hierarchical-risk-parity.js";
import {reweighed} from "../../core/portfolio/history.js";
import {minimumVariance} from "../../core/portfolio/minimum-variance.js";
import {riskParity} from "../../core/portfolio/risk-parity.js";
import {shrinkages} from "../../core/portfolio/shrinkage.js";
import {defineOverlay} from "../../core/plugin.js";

/**
 * Weighs what is held, the long and the short side each on its own, by the covariance of its symbols' returns over the
 * last `window` bars; each side keeps the sum of its weights. `method` is `minimum-variance`, `risk-parity` or
 * `hierarchical-risk-parity`; with the first, no symbol is given more than `most` of its side, or an equal part where
 * that is more. `shrinkage` draws the covariance towards `identity`, `constant-correlation` or (`oracle`) the identity
 * by another formula; `none` takes it as it is. A symbol with fewer than half of the window's returns, or whose price
 * did not move, keeps its weight, and a side is left alone where its symbols have fewer than half of the bars in
 * common, variances more than 10¹⁰ times one another, or a covariance too near to one that cannot be inverted.
 */
export const covarianceWeights = defineOverlay(
  "covariance-weights",
  {method: "minimum-variance", window: 120, shrinkage: "identity", most: 1},
  ({method, window, shrinkage, most}) => {
    const by = oneOf("covariance-weights method", method, methods);
    const towards = oneOf("covariance-weights shrinkage", shrinkage, shrinkages);
    whole("covariance-weights window", window, 2);
    between("covariance-weights most", most, 0, 1);
    return {
      adjust: (targets, now) =>
        reweighed(targets, (symbols) => {
          const known = heldCovariance(now, symbols, window, towards);
          if (!known) return null;
          const {places, covariance} = known;
          const shares = weigh(by, covariance, Math.max(most, 1 / places.length));
          const out = new Float64Array(symbols.length).fill(NaN);
          for (const [k, i] of places.entries()) out[i] = shares[k];
          return out;
        })
    };
  }
);

const methods = ["minimum-variance", "risk-parity", "hierarchical-risk-parity"] as const;

function weigh(method: (typeof methods)[number], covariance: Float64Array, most: number): Float64Array {
  switch (method) {
    case "minimum-variance":
      return minimumVariance(covariance, {upper: most});
    case "risk-parity":
      return riskParity(covariance);
    case "hierarchical-risk-parity":
      return hierarchicalRiskParity(covariance);
  }
}
