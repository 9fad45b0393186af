import type {Random} from "../base/random.js";
import type {Action} from "../base/market-data.js";
import {toTick} from "./bars.js";
import type {Days} from "./stock.js";

/** A stock's sessions in prices as they were traded, and what befell it. */
export interface Traded {
  readonly days: Days;
  readonly actions: readonly Action[];
  /** How many units of each session one unit of the first session has become. */
  readonly units: Float64Array;
}

/** From the ex-date to the payment: three weeks, in milliseconds. */
const untilPaid = 21 * 86_400_000;

/**
 * Gives a stock dividends, splits and its delisting. Three stocks of five pay 1 to 4 % a year in four parts; with
 * a chance of 15 % a year a stock is split, 2, 3 or 4 to one where it costs 40 or more, 1 to 10 where it costs less than
 * 5. The prices then fall as they do: adjusted by 1 − dividend / close before and by the splits, they are those that
 * the stock had without. Who holds a stock that ends gets its last close.
 */
export function withActions(symbol: string, given: Days, labels: Float64Array, periods: number, r: Random): Traded {
  const {length, ends} = given;
  const part = r.uniform() < 0.6 ? (0.01 + 0.03 * r.uniform()) / 4 : 0;
  const quarter = Math.round(periods / 4);
  const payday = r.integer(quarter);
  const factor = new Float64Array(length).fill(1);
  const units = new Float64Array(length).fill(1);
  const actions: Action[] = [];
  for (let i = 1; i < length; ++i) {
    const before = toTick(given.close[i - 1] * factor[i - 1]);
    const t = labels[i];
    factor[i] = factor[i - 1];
    units[i] = units[i - 1];
    const ratio = r.uniform() < 0.15 / periods ? ratioAt(before, r) : 1;
    const cash = i % quarter === payday ? toCents(part * before) : 0;
    if (ratio !== 1) {
      factor[i] /= ratio;
      units[i] *= ratio;
      actions.push({action: "split", t, symbol, value: ratio});
    } else if (cash > 0) {
      factor[i] *= 1 - cash / before;
      actions.push({action: "dividend", t, symbol, value: cash, paid: t + untilPaid});
    }
  }
  if (ends) actions.push({action: "delisting", t: labels[length], symbol, value: 0});
  const price = (values: Float64Array) => Float64Array.from(factor, (each, i) => values[i] * each);
  const days: Days = {
    length,
    ends,
    open: price(given.open),
    high: price(given.high),
    low: price(given.low),
    close: price(given.close),
    volume: Float64Array.from(units, (each, i) => Math.round(given.volume[i] * each))
  };
  return {days, actions, units};
}

function ratioAt(price: number, r: Random): number {
  const ratio = 2 + r.integer(3);
  if (price >= 40) return ratio;
  return price < 5 ? 0.1 : 1;
}

/** A dividend in hundredths. */
function toCents(cash: number): number {
  return Math.round(cash * 100) / 100;
}
