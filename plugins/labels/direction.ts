import {between, whole} from "../../core/base/options.js";
import {eachSymbol, field} from "../../core/base/panel.js";
import {rollingDeviation} from "../../core/base/rolling.js";
import {defineLabel} from "../../core/plugin.js";

/**
 * Whether to buy, hold or sell on row t: 1 where close_{t+delay+horizon} / close_{t+delay} − 1 is above `buy`, −1 where
 * it is below −`sell`, 0 between and on the thresholds, known when row t + delay + horizon is. With `window` 0 the
 * thresholds are returns. With `window` rows they are multiples of the move that is usual over the horizon: the sample
 * deviation of the last `window` returns from bar to bar, as known on t, times √horizon. `NaN` where either close is
 * missing, or one of the window's.
 */
export const direction = defineLabel(
  "direction",
  {horizon: 5, delay: 1, buy: 0.01, sell: 0.01, window: 0},
  ({horizon, delay, buy, sell, window}) => {
    whole("direction horizon", horizon);
    whole("direction delay", delay, 0);
    between("direction buy", buy, 0);
    between("direction sell", sell, 0);
    whole("direction window", window, 0);
    if (window === 1) throw new Error("invalid direction window: 1; a deviation needs 2, and 0 stands for none");
    return {
      needs: ["close"],
      compute(panel) {
        const close = field(panel, "close");
        const n = panel.symbols.length;
        const size = close.length;
        const unit =
          window === 0
            ? new Float64Array(size).fill(1)
            : eachSymbol(panel, ["close"], (prices) =>
                rollingDeviation(
                  prices.map((price, i) => price / prices[i - 1] - 1),
                  window,
                  1
                ).map((deviation) => deviation * Math.sqrt(horizon))
              );
        const y = new Float64Array(size).fill(NaN);
        const until = new Float64Array(size).fill(Infinity);
        const ahead = (delay + horizon) * n;
        for (let cell = 0; cell + ahead < size; ++cell) {
          until[cell] = panel.times[Math.floor((cell + ahead) / n)];
          const earned = close[cell + ahead] / close[cell + delay * n] - 1;
          if (Number.isNaN(earned) || Number.isNaN(unit[cell])) continue;
          y[cell] = earned > buy * unit[cell] ? 1 : earned < -sell * unit[cell] ? -1 : 0;
        }
        return {y, until};
      }
    };
  }
);
