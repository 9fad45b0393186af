import {dayLength} from "./days.js";

/** Every session of a market over a span of days, in time order; each lies within the UTC day of its date. */
export interface SessionTable {
  /** The span, days since 1970-01-01: `first` ≤ day < `end`. */
  readonly first: number;
  readonly end: number;
  /** Midnight UTC of each session's date, its opening and its close, epoch milliseconds UTC. */
  readonly labels: Float64Array;
  readonly opens: Float64Array;
  readonly closes: Float64Array;
  /** The place of the first session on a day of the span or after it, `labels.length` for `end`. */
  at(day: number): number;
}

/** The table of sessions given by their days, openings and closes, which must ascend. */
export function sessionTable(
  first: number,
  end: number,
  days: readonly number[],
  opens: readonly number[],
  closes: readonly number[]
): SessionTable {
  const places = new Int32Array(end - first + 1);
  for (let day = first, place = 0; day <= end; ++day) {
    places[day - first] = place;
    if (days[place] === day) ++place;
  }
  return {
    first,
    end,
    labels: Float64Array.from(days, (day) => day * dayLength),
    opens: Float64Array.from(opens),
    closes: Float64Array.from(closes),
    at: (day) => places[day - first]
  };
}

/** A session on every day, from midnight to midnight UTC. */
export function everyDay(first: number, end: number): SessionTable {
  const days = Array.from({length: end - first}, (_, i) => first + i);
  const opens = days.map((day) => day * dayLength);
  return sessionTable(
    first,
    end,
    days,
    opens,
    opens.map((open) => open + dayLength)
  );
}
