import {between, whole} from "../../core/base/options.js";
import {defineStrategy} from "../../core/plugin.js";

/**
 * Holds what a model foretells, as much as it is sure of: a symbol's score is its signal over the root mean square of its
 * own last `window` signals, cut to −`limit` … `limit`, and its weight is that share of `limit` of its equal part of
 * `weight`. Below `dead` in size the score counts as 0, and without `short` so does one below 0. Such are the scaled and
 * capped forecasts of Carver's "Systematic Trading" (2015), with a dead zone; sizes by the volatility of prices are the
 * overlays' affair.
 *
 * The mean square is taken about 0, so that a signal keeps its sign, over the signals there are, half of the window at
 * least. A symbol without enough of them, without a signal or without a close on this bar is left as it is. A weight that
 * is off by less than `band` of the symbol's equal part is left as it is, but where nothing or the other side is wanted,
 * so that costs are not paid for every move of a signal or a price.
 */
export const model = defineStrategy(
  "model",
  {signal: "signal", window: 60, dead: 0.5, limit: 2, short: true, weight: 1, band: 0.1},
  ({signal, window, dead, limit, short, weight, band}) => {
    whole("model window", window);
    if (!(limit > 0)) throw new Error(`invalid model limit: ${limit}; expected more than 0`);
    between("model dead", dead, 0, limit);
    between("model weight", weight, 0);
    between("model band", band, 0, 1);
    return {
      needs: [signal, "close"],
      lookback: window - 1,
      targets(now, {position, price, equity}) {
        const latest = now.row(signal);
        const close = now.row("close");
        const n = latest.length;
        const count = new Uint32Array(n);
        const squares = new Float64Array(n);
        for (let ago = 0; ago < window; ++ago) {
          const values = now.row(signal, ago);
          for (let s = 0; s < n; ++s) {
            if (!Number.isFinite(values[s])) continue;
            ++count[s];
            squares[s] += values[s] * values[s];
          }
        }
        const part = weight / n;
        let changed = false;
        const targets = latest.map((value, s) => {
          const worth = position[s] === 0 ? 0 : (position[s] * price[s]) / equity;
          if (!Number.isFinite(value) || !(close[s] > 0) || 2 * count[s] < window) return worth;
          const score = squares[s] > 0 ? value / Math.sqrt(squares[s] / count[s]) : 0;
          const counts = Math.abs(score) >= dead && (short || score > 0);
          const wanted = counts ? (part * Math.max(-limit, Math.min(limit, score))) / limit : 0;
          const near = wanted * worth > 0 && Math.abs(worth - wanted) < band * part;
          if (near || worth === wanted) return worth;
          changed = true;
          return wanted;
        });
        return changed ? targets : null;
      }
    };
  }
);
