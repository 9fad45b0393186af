import {shapeOf} from "../../../core/evaluate/moments.js";
import {accountReturns} from "../../../core/evaluate/returns.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The skewness of the bars' returns: m₃ / m₂^1.5, m_k the mean of (r − mean r)^k (pyfolio's skew). Below 0 the losses are
 * rare and large. `NaN` where returns do not vary.
 */
export const skewness = defineMetric("skewness", {}, () => ({
  unit: "ratio",
  measure: ({equity}) => shapeOf(accountReturns(equity)).skewness,
  undetermined: (result) => fewReturns(result, 2) ?? "the returns do not vary"
}));
