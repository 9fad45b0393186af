import {between, oneOf, whole} from "../../../core/base/options.js";
import {sidesToHold} from "../../../core/portfolio/holding.js";
import {defineStrategy} from "../../../core/plugin.js";

/**
 * Trades the return into Bollinger's bands ("Bollinger on Bollinger Bands", 2001), which lie `width` population deviations
 * about the mean of the last `window` closes. It goes long on the bar whose close is within its bands after one below
 * its lower band and, where `short`, short after one above its upper band; without `short` that closes what is long. A
 * position is closed once the close has reached the mean or, where `exit` is `opposite`, the band on the other side. A
 * close upon a band is within. `weight` of equity is shared among all symbols in equal parts.
 *
 * A missing close is passed over in the bands; a return counts from one row to the next only where both have a close. A
 * symbol without a close on this bar, or with fewer than half of the window's, is left as it is. A position worth less
 * than half of its part, as a partly filled order leaves it, is filled up.
 */
export const bollingerReversal = defineStrategy(
  "bollinger-reversal",
  {window: 20, width: 2, exit: "middle", short: true, weight: 1},
  ({window, width, exit, short, weight}) => {
    whole("bollinger-reversal window", window, 3);
    between("bollinger-reversal width", width, 0);
    between("bollinger-reversal weight", weight, 0);
    const far = oneOf("bollinger-reversal exit", exit, ["middle", "opposite"]) === "opposite";
    return {
      needs: ["close"],
      lookback: window,
      targets(now, book) {
        const rows = Array.from({length: window + 1}, (_, ago) => now.row("close", ago));
        const sides = rows[0].map((_, s) => {
          const {away, reach} = bandsOf(rows, s, 0, window, width);
          if (Number.isNaN(away)) return NaN;
          const outside = placeOf(bandsOf(rows, s, 1, window, width));
          if (placeOf({away, reach}) === 0 && outside !== 0) return outside < 0 ? 1 : short ? -1 : 0;
          const end = far ? reach : 0;
          if (book.position[s] > 0 && away < end) return 1;
          return book.position[s] < 0 && away > -end && short ? -1 : 0;
        });
        return sidesToHold(sides, weight / sides.length, book);
      }
    };
  }
);

/** How far a close lies above the mean of its window, and how far its bands do. */
interface Bands {
  readonly away: number;
  readonly reach: number;
}

/** A symbol's bands `ago` rows earlier; `NaN` where the close is missing there, or too many of the window's others are. */
function bandsOf(rows: readonly Float64Array[], s: number, ago: number, window: number, width: number): Bands {
  const latest = rows[ago][s];
  let count = 0;
  let mean = 0;
  for (let k = ago; k < ago + window; ++k) if (rows[k][s] > 0) mean += (rows[k][s] - latest - mean) / ++count;
  if (!(latest > 0) || count < 2 || 2 * count < window) return {away: NaN, reach: NaN};
  let squares = 0;
  for (let k = ago; k < ago + window; ++k) if (rows[k][s] > 0) squares += (rows[k][s] - latest - mean) ** 2;
  return {away: 0 - mean, reach: width * Math.sqrt(squares / count)};
}

/** −1 below the bands, 1 above them, 0 within or where there are none. */
function placeOf({away, reach}: Bands): number {
  return away > reach ? 1 : away < -reach ? -1 : 0;
}
