import {formatDate} from "../../base/timeframe.js";
import type {Action} from "../../plugin.js";

/** How prices are adjusted: not at all, for splits, or for splits and dividends. */
export const adjustments = ["none", "splits", "all"] as const;
export type Adjustment = (typeof adjustments)[number];

const priceFields = ["open", "high", "low", "close"] as const;

/**
 * Adjusts one symbol's raw bars in place as one who stands at the last of them would: each price before a split of s new
 * units for one is divided by s and each volume multiplied, and each price before an ex-date is multiplied by 1 − D/C,
 * where D is the dividend and C the last close before it, both in the units of the same day. Returns of adjusted closes
 * are then total returns, the dividend being put back in at C − D (the multiplier of the Center for Research in Security
 * Prices). Actions after the last bar are passed over: they were not known. Throws where a dividend is not below the close before it.
 *
 * @param times the bars' labels, ascending
 * @param raw their closes
 * @param columns the columns to be adjusted: `open`, `high`, `low`, `close`, `volume`
 */
export function adjustBars(
  times: Float64Array,
  raw: Float64Array,
  columns: Readonly<Record<string, Float64Array | undefined>>,
  actions: readonly Action[],
  adjustment: Adjustment
): void {
  const last = times[times.length - 1];
  const known = actions.filter(({t}) => t <= last).sort((a, b) => b.t - a.t);
  const splits = adjustment === "none" ? [] : known.filter(({action}) => action === "split");
  const dividends = adjustment === "all" ? known.filter(({action}) => action === "dividend") : [];
  const closes = raw.slice();
  let price = 1;
  let units = 1;
  for (let i = times.length - 1, s = 0, d = 0; i >= 0 && splits.length + dividends.length > 0; --i) {
    for (; d < dividends.length && dividends[d].t > times[i]; ++d) {
      const {t, value = NaN, symbol} = dividends[d];
      const between = splits.filter((split) => split.t > times[i] && split.t <= t);
      const part = between.reduce((cash, split) => cash * (split.value ?? NaN), value) / closes[i];
      if (!(part < 1)) throw tooLarge(symbol, t, value, closes[i]);
      price *= 1 - part;
    }
    for (; s < splits.length && splits[s].t > times[i]; ++s) {
      price /= splits[s].value ?? NaN;
      units *= splits[s].value ?? NaN;
    }
    for (const name of priceFields) {
      const column = columns[name];
      if (column) column[i] *= price;
    }
    if (columns.volume) columns.volume[i] *= units;
  }
}

function tooLarge(symbol: string, t: number, value: number, close: number): Error {
  return new Error(
    `invalid dividend: ${value} of ${symbol} on ${formatDate(t)} is not below the close before it, ${close}; correct it, or ` +
      `load prices adjusted for splits alone`
  );
}
