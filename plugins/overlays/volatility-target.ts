import {between, whole} from "../../core/base/options.js";
import {deviation} from "../../core/base/stats.js";
import {enough, portfolioReturns} from "../../core/portfolio/history.js";
import {defineOverlay} from "../../core/plugin.js";

/**
 * Scales all weights alike so that a portfolio that had held them over the last `window` bars, put back to them at each
 * close, would have had a volatility of `target` a year: times target / (deviation of its returns · √`periods`), and
 * never more than `most`. Bars on which a symbol that is wanted has no return are left out; where fewer than half of
 * the window's are left, or the portfolio did not move, what is wanted is scaled by 1, or `most` where that is less.
 */
export const volatilityTarget = defineOverlay(
  "volatility-target",
  {target: 0.1, window: 60, most: 1, periods: 252},
  ({target, window, most, periods}) => {
    between("volatility-target target", target, 0);
    whole("volatility-target window", window, 2);
    between("volatility-target most", most, 0);
    between("volatility-target periods", periods, 1);
    return {
      adjust(targets, now) {
        const returns = portfolioReturns(targets, now, window);
        const volatility = enough(returns.length, window) ? deviation(returns) * Math.sqrt(periods) : 0;
        const scale = Math.min(most, volatility > 0 ? target / volatility : 1);
        return targets.map((weight) => weight * scale);
      }
    };
  }
);
