import {whole} from "../../core/base/options.js";
import {deviation} from "../../core/base/stats.js";
import {enough, reweighed, trailingReturns} from "../../core/portfolio/history.js";
import {defineOverlay} from "../../core/plugin.js";

/**
 * Weighs what is held, the long and the short side each on its own, in inverse proportion to the deviation of each
 * symbol's returns over the last `window` bars; each side keeps the sum of its weights. A symbol with fewer than half
 * of the window's returns, or whose price did not move, keeps its weight.
 */
export const inverseVolatility = defineOverlay("inverse-volatility", {window: 60}, ({window}) => {
  whole("inverse-volatility window", window, 2);
  return {
    adjust: (targets, now) =>
      reweighed(targets, (symbols) => {
        const n = symbols.length;
        const returns = trailingReturns(now, window, symbols);
        const parts = Float64Array.from(symbols, (_, i) => {
          const own = returns.filter((value, at) => at % n === i && !Number.isNaN(value));
          const spread = enough(own.length, window) ? deviation(own) : 0;
          return spread > 0 ? 1 / spread : NaN;
        });
        const total = parts.reduce((sum, value) => (Number.isNaN(value) ? sum : sum + value), 0);
        return parts.map((value) => value / total);
      })
  };
});
