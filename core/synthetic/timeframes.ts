import type {Calendar} from "../base/calendar.js";
import type {Random} from "../base/random.js";
import type {Timeframe} from "../base/timeframe.js";
import type {BarColumns} from "./bars.js";
import {join, toTick} from "./bars.js";
import {minutesOf} from "./minutes.js";
import {monthOf, weekOf} from "./sessions.js";
import type {Days} from "./stock.js";

const lengths: Readonly<Partial<Record<Timeframe, number>>> = {
  "1m": 60_000,
  "5m": 300_000,
  "15m": 900_000,
  "30m": 1_800_000,
  "1h": 3_600_000,
  "4h": 14_400_000
};

/** Whether bars of a timeframe are parts of a session. */
export function isIntraday(timeframe: Timeframe): boolean {
  return timeframe in lengths;
}

/** A stock's sessions as bars. */
export function dailyBars(days: Days, labels: Float64Array): BarColumns {
  const price = (values: Float64Array) => values.subarray(0, days.length).map(toTick);
  return {
    length: days.length,
    t: labels.subarray(0, days.length),
    open: price(days.open),
    high: price(days.high),
    low: price(days.low),
    close: price(days.close),
    volume: days.volume.subarray(0, days.length)
  };
}

/** Weekly or monthly bars of daily ones; `units` as in `join`. */
export function longerBars(daily: BarColumns, timeframe: "1w" | "1mo", units?: Float64Array): BarColumns {
  return join(daily, timeframe === "1w" ? weekOf : monthOf, units);
}

/**
 * The bars within the sessions that a span touches, session by session; each session's are drawn by a stream of its
 * own, so that they do not depend on the span.
 */
export function* intradayBars(
  daily: BarColumns,
  timeframe: Timeframe,
  hours: Calendar,
  [from, to]: readonly [from: number, to: number],
  r: Random
): Generator<BarColumns> {
  const length = lengths[timeframe]!;
  const crowded = hours.name !== "24/7";
  for (let i = 0; i < daily.length; ++i) {
    const session = hours.hours(daily.t[i])!;
    if (session.close <= from || session.open >= to) continue;
    const [open, high, low, close, volume] = [daily.open, daily.high, daily.low, daily.close, daily.volume].map(
      (column) => column[i]
    );
    const day = {opens: session.open, closes: session.close, open, high, low, close, volume, crowded};
    const minutes = minutesOf(day, r.fork(`session ${i}`));
    yield length === 60_000 ? minutes : join(minutes, (t) => t - ((t - session.open) % length));
  }
}
