import type {Column} from "../../core/base/panel.js";
import {field} from "../../core/base/panel.js";
import {checkWindow} from "../../core/base/rolling.js";
import {mean} from "../../core/base/stats.js";
import {defineLabel} from "../../core/plugin.js";

/**
 * The simple return over `horizon` rows, from `delay` rows ahead: close[t + delay + horizon] / close[t + delay] − 1. A
 * decision of row t fills on row t + 1 at the earliest, so the return before that is nobody's to earn: `delay` is 1.
 * It becomes known with the last of these closes. Where `excess`, the mean over the row's symbols is taken off: what a
 * name did beyond the others.
 */
export const forwardReturn = defineLabel("forward-return", {horizon: 5, delay: 1, excess: false}, (options) => {
  const {horizon, delay, excess} = options;
  checkWindow(horizon);
  if (!(Number.isInteger(delay) && delay >= 0)) throw new Error(`invalid delay: ${delay}; expected 0 or more rows`);
  return {
    needs: ["close"],
    compute(panel) {
      const close = field(panel, "close");
      const n = panel.symbols.length;
      const ahead = delay + horizon;
      const until = close.map((_, i) => panel.times[Math.floor(i / n) + ahead] ?? Infinity);
      const y = close.map((_, i) => (close[i + ahead * n] ?? NaN) / (close[i + delay * n] ?? NaN) - 1);
      return {y: excess ? withoutMean(y, n) : y, until};
    }
  };
});

/** Takes off each row's mean over the symbols that have a value. */
function withoutMean(y: Column, n: number): Column {
  const out = y.slice();
  for (let start = 0; start < y.length; start += n) {
    const row = out.subarray(start, start + n);
    const level = mean(row.filter((value) => !Number.isNaN(value)));
    for (let s = 0; s < n; ++s) row[s] -= level;
  }
  return out;
}
