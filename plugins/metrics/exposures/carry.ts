import {defineMetric} from "../../../core/plugin.js";

/**
 * What holding positions and cash earned over the whole backtest, or cost where it is negative: Σ amounts of dividends,
 * interest, borrow fees and all else that changed the cash without a trade / first equity.
 */
export const carry = defineMetric("carry", {}, () => ({
  unit: "percent",
  measure: ({equity, postings = []}) => postings.reduce((sum, {amount}) => sum + amount, 0) / equity[0]
}));
