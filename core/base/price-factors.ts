import type {Action} from "./market-data.js";
import {formatDate} from "./timeframe.js";

/** What one symbol's prices and volumes are multiplied by, a value a bar. */
export interface PriceFactors {
  readonly price: Float64Array;
  readonly units: Float64Array;
}

/**
 * The factors that adjust one symbol's raw bars as one who stands at the last of them would, where they are 1. Before a
 * split of s new units for one, prices are divided by s and volumes multiplied. Before an ex-date, prices are multiplied by
 * 1 − D/C, where D is the dividend and C the last close before it, both in the units of the same day. Returns of closes so
 * adjusted are total returns, the dividend being put back in at C − D (the multiplier of the Center for Research in
 * Security Prices). Actions after the last bar are passed over: they were not known. Throws where a dividend is not below
 * the close before it.
 *
 * @param times the bars' labels, ascending
 * @param raw their closes
 * @param adjustment for nothing, for splits, or for splits and dividends
 */
export function priceFactors(
  times: Float64Array,
  raw: Float64Array,
  actions: readonly Action[],
  adjustment: "none" | "splits" | "all"
): PriceFactors {
  const last = times[times.length - 1];
  const known = actions.filter(({t}) => t <= last).sort((a, b) => b.t - a.t);
  const splits = adjustment === "none" ? [] : known.filter(({action}) => action === "split");
  const dividends = adjustment === "all" ? known.filter(({action}) => action === "dividend") : [];
  const factors = {price: new Float64Array(times.length).fill(1), units: new Float64Array(times.length).fill(1)};
  let price = 1;
  let units = 1;
  for (let i = times.length - 1, s = 0, d = 0; i >= 0 && splits.length + dividends.length > 0; --i) {
    for (; d < dividends.length && dividends[d].t > times[i]; ++d) {
      const {t, value = NaN, symbol} = dividends[d];
      const between = splits.filter((split) => split.t > times[i] && split.t <= t);
      const part = between.reduce((cash, split) => cash * (split.value ?? NaN), value) / raw[i];
      if (!(part < 1)) throw tooLarge(symbol, t, value, raw[i]);
      price *= 1 - part;
    }
    for (; s < splits.length && splits[s].t > times[i]; ++s) {
      price /= splits[s].value ?? NaN;
      units *= splits[s].value ?? NaN;
    }
    factors.price[i] = price;
    factors.units[i] = units;
  }
  return factors;
}

function tooLarge(symbol: string, t: number, value: number, close: number): Error {
  return new Error(
    `invalid dividend: ${value} of ${symbol} on ${formatDate(t)} is not below the close before it, ${close}; correct it, or ` +
      `load prices adjusted for splits alone`
  );
}
