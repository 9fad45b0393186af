import type {Timeframe} from "../timeframe.js";
import {formatDate} from "../timeframe.js";
import {dayLength, dayOf, weekday} from "./days.js";
import type {SessionTable} from "./session-table.js";

/** The length of an intraday bar in milliseconds; null for bars of days, weeks and months. */
export function intradayLength(timeframe: Timeframe): number | null {
  return lengths[timeframe];
}

const minute = 60_000;
const lengths: Readonly<Record<Timeframe, number | null>> = {
  "1m": minute,
  "5m": 5 * minute,
  "15m": 15 * minute,
  "30m": 30 * minute,
  "1h": 60 * minute,
  "4h": 240 * minute,
  "1d": null,
  "1w": null,
  "1mo": null
};

/** The bars of a table of sessions: the functions of `Calendar` that follow from when sessions are. */
export function sessionBars(table: SessionTable, name: string) {
  const begin = table.first * dayLength;
  const end = table.end * dayLength;

  /** The day of an instant that the table covers. */
  function dayAt(instant: number): number {
    if (instant >= begin && instant < end) return Math.floor(instant / dayLength);
    const text = Math.abs(instant) <= 8.64e15 ? formatDate(instant) : String(instant);
    const span = `${formatDate(begin)} to ${formatDate(end - 1)}`;
    throw new Error(`invalid time: ${text} is outside the calendar ${name}, ${span}; leave it out`);
  }

  /** The place of the first session that begins at a day or later, also beyond the table. */
  const placeAt = (day: number) => table.at(Math.min(Math.max(day, table.first), table.end));
  const cut = (from: number, to: number): [number, number] => [Math.max(from, begin), Math.min(to, end)];

  /** The place of the first session that closes after an instant. */
  function placeAfter(instant: number): number {
    const place = table.at(dayAt(instant));
    return table.closes[place] <= instant ? place + 1 : place;
  }

  /** The label of the bar of days that a day lies in. */
  function labelOf(timeframe: Timeframe, day: number): number {
    return dayLength * (timeframe === "1d" ? day : timeframe === "1w" ? day - weekday(day) : monthAt(day, 0));
  }

  /** The day after the last one of the bar of days that a day lies in. */
  function dayAfter(timeframe: Timeframe, day: number): number {
    return timeframe === "1d" ? day + 1 : timeframe === "1w" ? day - weekday(day) + 7 : monthAt(day, 1);
  }

  return {
    sessions(from: number, to: number): Float64Array {
      const [start, stop] = cut(from, to);
      if (!(start < stop)) return new Float64Array();
      return table.labels.slice(placeAt(Math.ceil(start / dayLength)), placeAt(Math.ceil(stop / dayLength)));
    },

    hours(session: number): {readonly open: number; readonly close: number} | null {
      const day = dayAt(session);
      const place = table.at(day);
      if (table.labels[place] !== day * dayLength) return null;
      return {open: table.opens[place], close: table.closes[place]};
    },

    labels(timeframe: Timeframe, from: number, to: number): Float64Array {
      const [start, stop] = cut(from, to);
      if (!(start < stop)) return new Float64Array();
      const length = lengths[timeframe];
      const labels: number[] = [];
      for (let place = placeAt(Math.floor(start / dayLength)); place < table.labels.length; ++place) {
        if (length === null) {
          const label = labelOf(timeframe, table.labels[place] / dayLength);
          if (label >= stop) break;
          if (label >= start && label !== labels.at(-1)) labels.push(label);
        } else {
          const open = table.opens[place];
          if (open >= stop) break;
          const skipped = Math.max(0, Math.ceil((start - open) / length));
          const close = Math.min(table.closes[place], stop);
          for (let label = open + skipped * length; label < close; label += length) labels.push(label);
        }
      }
      return Float64Array.from(labels);
    },

    labelAt(timeframe: Timeframe, instant: number): number {
      const day = dayAt(instant);
      const place = table.at(day);
      const open = table.opens[place];
      if (!(instant >= open && instant < table.closes[place])) return NaN;
      const length = lengths[timeframe];
      return length === null ? labelOf(timeframe, day) : instant - ((instant - open) % length);
    },

    closeOf(timeframe: Timeframe, label: number): number {
      const day = dayAt(label);
      const length = lengths[timeframe];
      if (length !== null) {
        const place = table.at(day);
        const within = label >= table.opens[place] && label < table.closes[place];
        return within ? Math.min(label + length, table.closes[place]) : label + length;
      }
      const after = dayAfter(timeframe, day);
      const place = placeAt(after) - 1;
      return place >= 0 && table.labels[place] >= labelOf(timeframe, day) ? table.closes[place] : after * dayLength;
    },

    firstOpen(timeframe: Timeframe, instant: number): number {
      const place = placeAfter(instant);
      if (place >= table.labels.length) return end;
      const length = lengths[timeframe];
      if (length === null) return labelOf(timeframe, table.labels[place] / dayLength);
      const open = table.opens[place];
      return instant < open ? open : instant - ((instant - open) % length);
    }
  };
}

/** The first day of the month of a day, or of a month `ahead`. */
function monthAt(day: number, ahead: number): number {
  const date = new Date(day * dayLength);
  return dayOf(date.getUTCFullYear(), date.getUTCMonth() + 1 + ahead, 1);
}
