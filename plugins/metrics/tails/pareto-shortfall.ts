import {accountReturns} from "../../../core/evaluate/returns.js";
import {checkTail, paretoShortfall as estimate, paretoTail} from "../../../core/evaluate/tail.js";
import {determined, fewReturns, noTail} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The expected shortfall of one bar by the shape of the tail: −(VaR + σ − ξ u) / (1 − ξ), VaR the loss of
 * pareto-value-at-risk and ξ, σ, u as there (McNeil and Frey, 2000). `NaN` where no such tail fits, or one so heavy that it
 * has no mean.
 */
export const paretoShortfall = defineMetric("pareto-shortfall", {cutoff: 0.01, tail: 0.1}, ({cutoff, tail}) => {
  checkTail(cutoff, tail);
  return {
    unit: "percent",
    measure({equity}) {
      const found = paretoTail(accountReturns(equity).sort(), tail);
      return found ? determined(estimate(found, cutoff)) : NaN;
    },
    undetermined: (result) => fewReturns(result) ?? noTail(result, tail) ?? "the tail is so heavy that it has no mean"
  };
});
