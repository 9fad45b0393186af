import type {Chart, Row} from "./chart.js";
import {localDate} from "./days.js";

/** A split with its ex-date as midnight UTC. */
export interface Split {
  readonly t: number;
  /** New units for old ones. */
  readonly numerator: number;
  readonly denominator: number;
}

/** The splits of a chart by their exchange's dates, oldest first, those of one date as one. */
export function splitsOf({splits, timeZone}: Pick<Chart, "splits" | "timeZone">): Split[] {
  const dates = new Map<number, Split>();
  for (const {stamp, numerator, denominator} of splits) {
    const t = localDate(timeZone, stamp);
    const other = dates.get(t) ?? {numerator: 1, denominator: 1};
    dates.set(t, {t, numerator: numerator * other.numerator, denominator: denominator * other.denominator});
  }
  return [...dates.values()].sort((a, b) => a.t - b.t);
}

/** How many units of today one unit of a day is: the product of the ratios of all splits with a later ex-date. */
export function unitsAfter(splits: readonly Split[], date: number): readonly [numerator: number, denominator: number] {
  let [above, below] = [1, 1];
  for (const {t, numerator, denominator} of splits) {
    if (t <= date) continue;
    above *= numerator;
    below *= denominator;
  }
  return [above, below];
}

type Prices = {readonly [name in "open" | "high" | "low" | "close" | "volume"]: number};

/** A row without a hole. */
export type Whole = Row & Prices;

/** What the row lacks; empty for a row that is whole. */
export function missingIn(row: Row): string[] {
  return (["open", "high", "low", "close", "volume"] as const).filter((name) => row[name] === null);
}

/**
 * A row's prices and volume in the units that one had on a date. The order of prices is kept: all are multiplied alike.
 */
export function asTraded(row: Whole, splits: readonly Split[], date: number): Prices {
  const [above, below] = unitsAfter(splits, date);
  const price = (value: number) => (value * above) / below;
  return {
    open: price(row.open),
    high: price(row.high),
    low: price(row.low),
    close: price(row.close),
    volume: (row.volume * below) / above
  };
}

/** Rows in time order as one: the first's open, the last's close, the sum of volumes. */
export function merged(rows: readonly Whole[]): Whole {
  const [first] = rows;
  if (rows.length === 1) return first;
  const {close, adjusted} = rows[rows.length - 1];
  return {
    stamp: first.stamp,
    open: first.open,
    high: Math.max(...rows.map(({high}) => high)),
    low: Math.min(...rows.map(({low}) => low)),
    close,
    volume: rows.reduce((sum, {volume}) => sum + volume, 0),
    ...(adjusted !== undefined && {adjusted})
  };
}
