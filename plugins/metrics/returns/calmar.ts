import {drawdowns, longestDrawdown} from "../../../core/evaluate/drawdown.js";
import {accountReturns, compounded} from "../../../core/evaluate/returns.js";
import {beyond, fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The Calmar ratio: the compound return of a year / |max drawdown|, over the whole backtest (empyrical's calmar_ratio).
 * `NaN` where equity never fell.
 */
export const calmar = defineMetric("calmar", {}, () => ({
  unit: "ratio",
  measure({equity, periods}) {
    const worst = drawdowns(equity).reduce((least, depth) => Math.min(least, depth), 0);
    return worst < 0 ? compounded(accountReturns(equity), periods) / -worst : NaN;
  },
  undetermined: (result) => fewReturns(result) ?? (longestDrawdown(result.equity) > 0 ? beyond : "equity never fell")
}));
