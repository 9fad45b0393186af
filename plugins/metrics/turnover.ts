import {mean} from "../../core/base/stats.js";
import {fewReturns} from "../../core/evaluate/undetermined.js";
import {defineMetric} from "../../core/plugin.js";

/**
 * How often equity is traded in a year: Σ |quantity · price| of all fills / mean equity / years. A full swap counts 2.
 * `NaN` of a single bar, and where equity is no more than 0 on average.
 */
export const turnover = defineMetric("turnover", {}, () => ({
  unit: "ratio",
  measure({equity, fills, periods}) {
    let traded = 0;
    for (const {quantity, price} of fills) traded += Math.abs(quantity * price);
    const average = mean(equity);
    return average > 0 && equity.length > 1 ? traded / average / ((equity.length - 1) / periods) : NaN;
  },
  undetermined: (result) => fewReturns(result) ?? "the account owed more than it had, on average"
}));
