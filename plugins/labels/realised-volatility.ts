import * as elementary from "../../core/base/elementary.js";
import {whole} from "../../core/base/options.js";
import {eachSymbol} from "../../core/base/panel.js";
import {defineLabel} from "../../core/plugin.js";

/**
 * How much the price will move: √(Σ r² / horizon) of the `horizon` logarithmic returns from bar to bar that begin at
 * the close of row t + delay, r being log(close_u / close_{u−1}) of rows u = t + delay + 1 … t + delay + horizon, known
 * when the last of them is. It is a bar's, not a year's, and is taken about zero and not about the mean. `NaN` where
 * one of these closes is missing.
 */
export const realisedVolatility = defineLabel("realised-volatility", {horizon: 21, delay: 0}, ({horizon, delay}) => {
  whole("realised-volatility horizon", horizon);
  whole("realised-volatility delay", delay, 0);
  return {
    needs: ["close"],
    compute(panel) {
      const rows = panel.times.length;
      const n = panel.symbols.length;
      const until = new Float64Array(rows * n).fill(Infinity);
      for (let i = 0; i + delay + horizon < rows; ++i) until.fill(panel.times[i + delay + horizon], i * n, (i + 1) * n);
      const y = eachSymbol(panel, ["close"], (close) => {
        const squares = close.map((price, i) => elementary.log(price / close[i - 1]) ** 2);
        const out = new Float64Array(rows).fill(NaN);
        for (let i = 0; i + delay + horizon < rows; ++i) {
          let sum = 0;
          for (let u = i + delay + 1; u <= i + delay + horizon; ++u) sum += squares[u];
          out[i] = Math.sqrt(sum / horizon);
        }
        return out;
      });
      return {y, until};
    }
  };
});
