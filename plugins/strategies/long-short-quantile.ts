import {between, oneOf, whole} from "../../core/base/options.js";
import {beginsPeriod, periods} from "../../core/base/period.js";
import {weightsToHold} from "../../core/portfolio/holding.js";
import {defineStrategy} from "../../core/plugin.js";

/**
 * Long the best of `quantiles` equal parts of the symbols by a field, `signal`, and, where `short`, short the worst, as
 * Fama and French's portfolios and Alphalens' quantile spread. A part has ⌊symbols / quantiles⌋ of them, one at least, and
 * no symbol is on both sides. Where `sector` names a field, the symbols are ranked in each of its groups apart, so that
 * each group is held as much long as short.
 *
 * Without signs the weights add up to `gross`. With `weighting` `equal` all are the same; with `signal` they are in
 * proportion to the distance of a symbol's signal from the median of its group, where each side of a group keeps what it
 * has with equal weights. It decides on the first bar of each `rebalance` period (a week begins on Monday; all in UTC),
 * and leaves the book alone on others.
 *
 * Symbols without a close, a finite signal or a group are not wanted, nor are those of a group of one, or of one whose
 * signals are all the same. Of other equals the one that comes first counts as better. A weight that is off by less than
 * the part `band` of what is wanted is left as it is, so that costs are not paid for every move of a price.
 */
export const longShortQuantile = defineStrategy(
  "long-short-quantile",
  {
    signal: "signal",
    quantiles: 5,
    weighting: "equal",
    sector: "",
    short: true,
    gross: 1,
    rebalance: "bar",
    band: 0.25
  },
  ({signal, quantiles, weighting, sector, short, gross, rebalance, band}) => {
    whole("long-short-quantile quantiles", quantiles, 2);
    const bySignal = oneOf("long-short-quantile weighting", weighting, ["equal", "signal"]) === "signal";
    const period = oneOf("long-short-quantile rebalance", rebalance, periods);
    between("long-short-quantile gross", gross, 0);
    between("long-short-quantile band", band, 0, 1);
    return {
      needs: sector ? [signal, "close", sector] : [signal, "close"],
      lookback: period === "bar" ? 0 : 1,
      bookless: band === 0,
      targets(now, book) {
        if (!beginsPeriod(period, now)) return null;
        const score = now.row(signal);
        const close = now.row("close");
        const group = sector ? now.row(sector) : new Float64Array(score.length);
        const groups = new Map<number, number[]>();
        for (const [s, value] of score.entries()) {
          if (!Number.isFinite(value) || !(close[s] > 0) || Number.isNaN(group[s])) continue;
          const members = groups.get(group[s]);
          if (members) members.push(s);
          else groups.set(group[s], [s]);
        }
        const sides = Array.from(groups.values())
          .map((members) => members.sort((a, b) => score[b] - score[a] || a - b))
          .filter((order) => score[order[0]] > score[order.at(-1)!])
          .map((order) => sidesOf(order, quantiles));
        const total = sides.reduce((sum, {best}) => sum + best.length, 0);
        const wanted = new Float64Array(score.length);
        const weigh = (side: readonly number[], median: number, sum: number) => {
          const away = side.map((s) => (bySignal ? Math.abs(score[s] - median) : 1));
          const whole = away.reduce((a, b) => a + b, 0);
          for (const [i, s] of side.entries()) wanted[s] = sum * (whole > 0 ? away[i] / whole : 1 / side.length);
        };
        for (const {order, best, worst} of sides) {
          const median = (score[order[(order.length - 1) >> 1]] + score[order[order.length >> 1]]) / 2;
          const sum = (gross * best.length) / (short ? 2 * total : total);
          weigh(best, median, sum);
          if (short) weigh(worst, median, -sum);
        }
        return weightsToHold(wanted, band, book);
      }
    };
  }
);

/** The best and the worst of symbols in descending order. */
function sidesOf(order: readonly number[], quantiles: number) {
  const count = Math.max(1, Math.floor(order.length / quantiles));
  return {order, best: order.slice(0, count), worst: order.slice(-count)};
}
