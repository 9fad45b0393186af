import {shapeOf} from "../../../core/evaluate/moments.js";
import {accountReturns} from "../../../core/evaluate/returns.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The excess kurtosis of the bars' returns: m₄ / m₂² − 3, m_k the mean of (r − mean r)^k (pyfolio's kurtosis): 0 of a
 * normal distribution, above 0 where the tails are heavier. `NaN` where returns do not vary.
 */
export const kurtosis = defineMetric("kurtosis", {}, () => ({
  unit: "ratio",
  measure: ({equity}) => shapeOf(accountReturns(equity)).kurtosis,
  undetermined: (result) => fewReturns(result, 2) ?? "the returns do not vary"
}));
