import {between, oneOf, whole} from "../../core/base/options.js";
import {beginsPeriod, periods} from "../../core/base/period.js";
import {weightsToHold} from "../../core/portfolio/holding.js";
import {defineStrategy} from "../../core/plugin.js";

const modes = ["cross-section", "time-series"] as const;

/**
 * Holds what has risen. The past return of a symbol is close(t − `skip`) / close(t − `window`) − 1: with a year of days
 * and a month left out, the 12 − 1 momentum of the literature. It decides on the first bar of each `rebalance` period (a
 * week begins on Monday; all in UTC), and leaves the book alone on others.
 *
 * In `cross-section` it is long the share `part` of the symbols with the highest past return and, where `short`, short as
 * many with the lowest, in equal weights that add up to `gross` without signs: at least one, and no symbol on both sides
 * (Jegadeesh and Titman, "Returns to Buying Winners and Selling Losers", 1993). Of equals the one that comes first
 * counts as higher. In `time-series` each symbol has the weight `gross` / symbols, long after a rise and, where `short`,
 * short after a fall (Moskowitz, Ooi and Pedersen, "Time Series Momentum", 2012; their sizes by volatility are the
 * overlay `inverse-volatility`'s affair).
 *
 * A symbol without a close on this bar or on the two that its return is made of is not wanted. A weight that is off by
 * less than the part `band` of what is wanted is left as it is, so that costs are not paid for every move of a price.
 */
export const momentum = defineStrategy(
  "momentum",
  {
    mode: "cross-section",
    window: 252,
    skip: 21,
    part: 0.1,
    short: true,
    gross: 1,
    rebalance: "month",
    band: 0.25
  },
  ({mode, window, skip, part, short, gross, rebalance, band}) => {
    const across = oneOf("momentum mode", mode, modes) === "cross-section";
    const period = oneOf("momentum rebalance", rebalance, periods);
    whole("momentum skip", skip, 0);
    whole("momentum window", window, skip + 1);
    between("momentum part", part, 0, 1);
    between("momentum gross", gross, 0);
    between("momentum band", band, 0, 1);
    return {
      needs: ["close"],
      lookback: window,
      bookless: band === 0,
      targets(now, book) {
        if (!beginsPeriod(period, now)) return null;
        const close = now.row("close");
        const before = now.row("close", window);
        const past = now.row("close", skip).map((price, s) => {
          return close[s] > 0 && before[s] > 0 && price > 0 ? price / before[s] - 1 : NaN;
        });
        const wanted = across ? ranked(past, part, short, gross) : signed(past, short, gross);
        return weightsToHold(wanted, band, book);
      }
    };
  }
);

function ranked(past: Float64Array, part: number, short: boolean, gross: number): Float64Array {
  const weights = new Float64Array(past.length);
  const order = Array.from(past.keys()).filter((s) => !Number.isNaN(past[s]));
  order.sort((a, b) => past[b] - past[a] || a - b);
  const most = short ? order.length >> 1 : order.length;
  const count = Math.min(most, Math.max(1, Math.floor(part * order.length + 1e-9)));
  for (let k = 0; k < count; ++k) {
    weights[order[k]] = gross / (short ? 2 * count : count);
    if (short) weights[order[order.length - 1 - k]] = -gross / (2 * count);
  }
  return weights;
}

function signed(past: Float64Array, short: boolean, gross: number): Float64Array {
  return past.map((rise) => (rise > 0 ? gross / past.length : rise < 0 && short ? -gross / past.length : 0));
}
