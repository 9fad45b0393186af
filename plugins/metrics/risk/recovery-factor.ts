import {drawdowns} from "../../../core/evaluate/drawdown.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The recovery factor: total return / |max drawdown|, over the whole backtest: how often the worst fall was earned back.
 * `NaN` where equity never fell.
 */
export const recoveryFactor = defineMetric("recovery-factor", {}, () => ({
  unit: "ratio",
  measure({equity}) {
    const worst = drawdowns(equity).reduce((least, depth) => Math.min(least, depth), 0);
    return worst < 0 ? (equity[equity.length - 1] / equity[0] - 1) / -worst : NaN;
  },
  undetermined: (result) => fewReturns(result) ?? "equity never fell"
}));
