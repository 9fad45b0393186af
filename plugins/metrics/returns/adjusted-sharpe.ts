import {deviation, mean} from "../../../core/base/stats.js";
import {shapeOf} from "../../../core/evaluate/moments.js";
import {accountReturns, rounding} from "../../../core/evaluate/returns.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The Sharpe ratio with a penalty for what it does not see: S · (1 + skewness / 6 · S − kurtosis / 24 · S²) · √periods,
 * S = mean(r) / deviation(r, ddof 1) of the bars' returns and kurtosis the excess (Pézier and White, 2006). Rare large
 * losses and heavy tails lower it. `NaN` where the returns do not vary.
 */
export const adjustedSharpe = defineMetric("adjusted-sharpe", {}, () => ({
  unit: "ratio",
  measure({equity, periods}) {
    const returns = accountReturns(equity);
    const spread = deviation(returns);
    if (!(spread > rounding)) return NaN;
    const ratio = mean(returns) / spread;
    const {skewness, kurtosis} = shapeOf(returns);
    return ratio * (1 + (skewness / 6) * ratio - (kurtosis / 24) * ratio * ratio) * Math.sqrt(periods);
  },
  undetermined: (result) => fewReturns(result, 2) ?? "the returns do not vary"
}));
