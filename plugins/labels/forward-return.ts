import type {Column} from "../../core/base/panel.js";
import {field} from "../../core/base/panel.js";
import {whole} from "../../core/base/options.js";
import {mean} from "../../core/base/stats.js";
import {defineLabel} from "../../core/plugin.js";

/**
 * The return that a decision of row t can still earn: close_{t+delay+horizon} / close_{t+delay} − 1, known when row
 * t + delay + horizon is. With `delay` 1 it begins at the close of the next bar, the first at which an order decided on t
 * is filled. `NaN` where either close is missing. Where `excess`, the mean over the row's symbols is taken off: what a
 * name did beyond the others.
 */
export const forwardReturn = defineLabel("forward-return", {horizon: 5, delay: 1, excess: false}, (options) => {
  const {horizon, delay, excess} = options;
  whole("forward-return horizon", horizon);
  whole("forward-return delay", delay, 0);
  return {
    needs: ["close"],
    compute(panel) {
      const close = field(panel, "close");
      const n = panel.symbols.length;
      const rows = panel.times.length;
      const y = new Float64Array(rows * n).fill(NaN);
      const until = new Float64Array(rows * n).fill(Infinity);
      for (let i = 0; i + delay + horizon < rows; ++i) {
        const start = (i + delay) * n;
        const end = (i + delay + horizon) * n;
        until.fill(panel.times[i + delay + horizon], i * n, (i + 1) * n);
        for (let s = 0; s < n; ++s) y[i * n + s] = close[end + s] / close[start + s] - 1;
        if (excess) takeOffMean(y.subarray(i * n, (i + 1) * n));
      }
      return {y, until};
    }
  };
});

function takeOffMean(row: Column): void {
  const level = mean(row.filter((value) => !Number.isNaN(value)));
  for (let s = 0; s < row.length; ++s) row[s] -= level;
}
