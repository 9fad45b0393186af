import {between, whole} from "../../core/base/options.js";
import {mean, variance} from "../../core/base/stats.js";
import {defineOverlay} from "../../core/plugin.js";
import {enough, portfolioReturns} from "../../core/portfolio/history.js";
import {kellyWeight} from "../../core/portfolio/kelly.js";

/**
 * Scales all weights alike to the part `fraction` of what would have made wealth grow fastest over the last `window`
 * bars: times fraction · mean / variance of the returns of a portfolio that held them, put back to them at each close;
 * never more than `most`, and nothing where the mean is not above 0. Bars on which a symbol that is wanted has no return
 * are left out; where fewer than half of the window's are left, or the portfolio did not move, what is wanted is scaled
 * by 1, or `most` where that is less.
 */
export const kelly = defineOverlay("kelly", {fraction: 0.5, window: 120, most: 1}, ({fraction, window, most}) => {
  between("kelly fraction", fraction, 1e-9);
  whole("kelly window", window, 2);
  between("kelly most", most, 0);
  return {
    adjust(targets, now) {
      const returns = portfolioReturns(targets, now, window);
      const spread = enough(returns.length, window) ? variance(returns) : 0;
      const best = spread > 0 ? Math.max(0, kellyWeight(mean(returns), spread, fraction)) : 1;
      const scale = Math.min(most, best);
      return targets.map((weight) => weight * scale);
    }
  };
});
