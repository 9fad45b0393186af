import {accountReturns} from "../../../core/evaluate/returns.js";
import {checkTail, paretoValueAtRisk as estimate, paretoTail} from "../../../core/evaluate/tail.js";
import {determined, fewReturns, noTail} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The value at risk of one bar by the shape of the tail, for a `cutoff` so far out that few bars were there or none: −(u +
 * σ / ξ · ((`cutoff` / share)^−ξ − 1)), u the loss at the `tail`-quantile, share that of the returns beyond it, and ξ, σ those
 * of a generalised Pareto distribution of what losses are beyond u (McNeil and Frey, 2000; see tail-index). A return,
 * negative where it is a loss. `NaN` where no such tail fits.
 */
export const paretoValueAtRisk = defineMetric("pareto-value-at-risk", {cutoff: 0.01, tail: 0.1}, ({cutoff, tail}) => {
  checkTail(cutoff, tail);
  return {
    unit: "percent",
    measure({equity}) {
      const found = paretoTail(accountReturns(equity).sort(), tail);
      return found ? determined(estimate(found, cutoff)) : NaN;
    },
    undetermined: (result) => fewReturns(result) ?? noTail(result, tail)
  };
});
