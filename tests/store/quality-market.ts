import {calendar as calendarOf} from "../../core/base/calendar.js";
import type {CalendarName} from "../../core/base/calendar.js";
import {random} from "../../core/base/random.js";
import type {Timeframe} from "../../core/base/timeframe.js";
import {parseDate} from "../../core/base/timeframe.js";
import type {Bar} from "../../core/plugin.js";

export interface Market {
  readonly symbols?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly timeframe?: Timeframe;
  readonly calendar?: CalendarName;
  readonly seed?: number;
  /** The standard deviation of a bar's return. */
  readonly deviation?: number;
}

/** Bars without a fault: a random walk of each symbol over every label of a calendar, to the cent, traded at all times. */
export function cleanBars({
  symbols = ["AAA", "BBB", "CCC"],
  from = "2019-01-02",
  to = "2019-12-31",
  timeframe = "1d",
  calendar = "XNYS",
  seed = 1,
  deviation = 0.015
}: Market = {}): Bar[] {
  const labels = calendarOf(calendar).labels(timeframe, parseDate(from), parseDate(to));
  return symbols.flatMap((symbol, i) => {
    const source = random(seed).fork(symbol);
    let price = 40 + 35 * i;
    return Array.from(labels, (t) => {
      const open = price * Math.exp(0.3 * deviation * source.normal());
      const close = open * Math.exp(deviation * source.normal());
      const high = Math.max(open, close) * (1 + 0.5 * deviation * source.uniform());
      const low = Math.min(open, close) * (1 - 0.5 * deviation * source.uniform());
      price = close;
      return {
        t,
        symbol,
        open: cents(open),
        high: cents(high),
        low: cents(low),
        close: cents(close),
        volume: Math.round(1e6 * Math.exp(0.3 * source.normal()))
      };
    });
  });
}

/** Bars of a symbol changed from one place in its series to another, that one left out. */
export function changed(
  bars: readonly Bar[],
  symbol: string,
  [from, to]: readonly [number, number],
  change: (bar: Bar, i: number) => Bar | null
): Bar[] {
  let i = -1;
  return bars.flatMap((bar) => {
    if (bar.symbol !== symbol) return [bar];
    ++i;
    const after = i >= from && i < to ? change(bar, i) : bar;
    return after === null ? [] : [after];
  });
}

/** A bar whose prices are multiplied. */
export function scaled(bar: Bar, by: number): Bar {
  const times = (value: number) => cents(value * by);
  return {...bar, open: times(bar.open), high: times(bar.high), low: times(bar.low), close: times(bar.close)};
}

function cents(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
