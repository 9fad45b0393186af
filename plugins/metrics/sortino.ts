import {mean, returns} from "../../core/base/stats.js";
import {fewReturns} from "../../core/evaluate/undetermined.js";
import {defineMetric} from "../../core/plugin.js";

/**
 * The annual Sortino ratio: mean(r − `required`) · periods / downside risk, which is √mean(min(r − `required`, 0)²) ·
 * √periods over all bars (empyrical). `NaN` of fewer than two bars and where none fell short.
 */
export const sortino = defineMetric("sortino", {required: 0}, ({required}) => ({
  unit: "ratio",
  measure({equity, periods}) {
    const excess = returns(equity)
      .filter((_, i) => equity[i] > 0)
      .map((r) => r - required);
    const downside = Math.sqrt(mean(excess.map((r) => Math.min(r, 0) * Math.min(r, 0)))) * Math.sqrt(periods);
    return excess.length > 1 && downside > 0 ? (mean(excess) * periods) / downside : NaN;
  },
  undetermined: (result) => fewReturns(result, 2) ?? "no return fell short of what is required"
}));
