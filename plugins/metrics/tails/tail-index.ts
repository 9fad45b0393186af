import {accountReturns} from "../../../core/evaluate/returns.js";
import {checkCutoff, paretoTail} from "../../../core/evaluate/tail.js";
import {fewReturns, noTail} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * How heavy the tail of the losses is: the shape ξ of a generalised Pareto distribution, P(y > x) = (1 + ξ x / σ)^(−1/ξ),
 * of what losses are beyond the `tail`-quantile of the returns, by maximum likelihood (McNeil and Frey, 2000). About 0 of
 * normal returns, 0.2 to 0.4 of stocks; from ½ on it has no variance, from 1 on no mean. empyrical's gpd_risk_estimates fits
 * the losses themselves and not what they are beyond the threshold; it is not followed. `NaN` of fewer than ten losses
 * beyond it, and where no such tail fits.
 */
export const tailIndex = defineMetric("tail-index", {tail: 0.1}, ({tail}) => {
  checkCutoff(tail);
  return {
    unit: "ratio",
    measure: ({equity}) => paretoTail(accountReturns(equity).sort(), tail)?.shape ?? NaN,
    undetermined: (result) => fewReturns(result) ?? noTail(result, tail)
  };
});
