import {readFileSync} from "node:fs";
import {gunzipSync} from "node:zlib";
import type {Panel} from "../../../core/base/panel.js";
import type {Action} from "../../../core/plugin.js";

const fields = ["open", "high", "low", "close", "volume"] as const;

/** A price set of the golden runs: `prices.json`, or the symbols of the real data that `price_sets.py` names. */
export interface PriceSet {
  readonly days: readonly string[];
  /** Of each symbol its fields, in whole cents and units; null where there is no bar. */
  readonly symbols: Readonly<Record<string, Readonly<Record<(typeof fields)[number], readonly (number | null)[]>>>>;
  readonly actions: readonly Action[];
}

interface Made extends PriceSet {
  readonly splits: readonly {readonly symbol: string; readonly row: number; readonly ratio: number}[];
  readonly dividends: readonly {
    readonly symbol: string;
    readonly row: number;
    readonly paid: number;
    readonly amount: number;
  }[];
  readonly delistings: readonly {readonly symbol: string; readonly row: number}[];
}

export function readJson<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8")) as T;
}

/** The made-up set, and what befell its symbols. */
export function madePrices(): PriceSet {
  const {days, symbols, splits, dividends, delistings} = readJson<Made>("prices.json");
  const time = (row: number) => Date.parse(days[row]);
  return {
    days,
    symbols,
    actions: [
      ...splits.map(({symbol, row, ratio}): Action => ({action: "split", symbol, t: time(row), value: 1 / ratio})),
      ...dividends.map(({symbol, row, paid, amount}): Action => ({
        action: "dividend",
        symbol,
        t: time(row),
        paid: time(paid),
        value: amount
      })),
      ...delistings.map(({symbol, row}): Action => ({action: "delisting", symbol, t: time(row)}))
    ]
  };
}

/** The real set, of the file `all_stocks_5yr.csv.gz`: two years of the symbols given, prices rounded to the cent. */
export function realPrices(file: string, names: readonly string[]): PriceSet {
  const rows = new Map(names.map((name) => [name, [] as (readonly string[])[]]));
  for (const line of gunzipSync(readFileSync(file)).toString().split("\n")) {
    const bars = rows.get(line.slice(line.lastIndexOf(",") + 1).trimEnd());
    if (bars && line >= "2014-01-02" && line < "2016") bars.push(line.split(","));
  }
  const first = rows.get(names[0])!;
  return {
    days: first.map(([day]) => day),
    symbols: Object.fromEntries(
      Array.from(rows, ([name, bars]) => [
        name,
        Object.fromEntries(
          fields.map((field, k) => [
            field,
            bars.map((bar) => Math.floor(Number(bar[k + 1]) * (field === "volume" ? 1 : 100) + 0.5))
          ])
        ) as Record<(typeof fields)[number], number[]>
      ])
    ),
    actions: []
  };
}

/**
 * The panel of some symbols of a set, in units of the currency.
 *
 * @param flat whether each bar has but one price, its close
 */
export function panelOf({days, symbols}: PriceSet, universe: readonly string[], flat = false): Panel {
  const column = (field: (typeof fields)[number]) => {
    const source = flat && field !== "volume" ? "close" : field;
    const scale = field === "volume" ? 1 : 100;
    return Float64Array.from({length: days.length * universe.length}, (_, cell) => {
      const value = symbols[universe[cell % universe.length]][source][Math.floor(cell / universe.length)];
      return value === null ? NaN : value / scale;
    });
  };
  return {
    times: Float64Array.from(days, (day) => Date.parse(day)),
    symbols: universe,
    fields: Object.fromEntries(fields.map((field) => [field, column(field)]))
  };
}
