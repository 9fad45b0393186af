import {oneOf, whole} from "../../core/base/options.js";
import {field} from "../../core/base/panel.js";
import {defineLabel} from "../../core/plugin.js";

const fills = ["close", "next-open"] as const;

/**
 * What buying on row t and selling `horizon` bars later gains beyond the market:
 *
 *     (P_{t+horizon} / P_t − 1) − (M_{t+horizon} / M_t − 1)
 *
 * P is the close; with `fill` `next-open` it is the open of the bar after, at both ends. M is the field that `market`
 * names, the market's level beside each symbol, on the rows that P is taken from; where no field is named, the market's
 * gain is the mean gain of all of the row's symbols that have one, this one included. Known when the later price is: it
 * is `NaN` on the last `horizon` rows, and with `next-open` on one more. `NaN` where a price is missing. Costs are not
 * taken off.
 */
export const swing = defineLabel("swing", {horizon: 20, fill: "close", market: ""}, ({horizon, fill, market}) => {
  whole("swing horizon", horizon);
  const delay = oneOf("swing fill", fill, fills) === "close" ? 0 : 1;
  const traded = delay === 0 ? "close" : "open";
  return {
    needs: market === "" ? [traded] : [traded, market],
    compute(panel) {
      const price = field(panel, traded);
      const level = market === "" ? undefined : field(panel, market);
      const n = panel.symbols.length;
      const rows = panel.times.length;
      const y = new Float64Array(rows * n).fill(NaN);
      const until = new Float64Array(rows * n).fill(Infinity);
      for (let i = 0; i + delay + horizon < rows; ++i) {
        until.fill(panel.times[i + delay + horizon], i * n, (i + 1) * n);
        const [start, end] = [(i + delay) * n, (i + delay + horizon) * n];
        let sum = 0;
        let count = 0;
        for (let s = 0; s < n; ++s) {
          const gain = price[end + s] / price[start + s] - 1;
          y[i * n + s] = gain;
          if (Number.isNaN(gain)) continue;
          sum += gain;
          ++count;
        }
        for (let s = 0; s < n; ++s) y[i * n + s] -= level ? level[end + s] / level[start + s] - 1 : sum / count;
      }
      return {y, until};
    }
  };
});
