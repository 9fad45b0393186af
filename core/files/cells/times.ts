import type {Timeframe} from "../../base/timeframe.js";
import type {Written} from "./formats.js";
import {parseWritten} from "./formats.js";
import {instantOf, offsetsOf} from "./zones.js";

const day = 86_400_000;

/** How the times of a file are written and what they are to become. */
export interface TimeStyle {
  /** As `parseWritten` takes it; empty to tell from each cell. */
  readonly format: string;
  /** The IANA time zone of times without an offset, and the one whose dates count; empty where none is given. */
  readonly zone: string;
  /** The market's time zone, whose dates count for instants in UTC. */
  readonly market: string;
}

/** Reads a cell's time; `NaN` where it holds none. */
export type TimeReader = (cell: unknown) => number;

/**
 * Reads the label of a bar.
 *
 * Intraday, the label is the instant: a time without an offset is one of `zone`, or else of UTC. For daily and longer
 * bars it is midnight UTC of the session's date, of its week's Monday, or of its month's first day. The date is the one
 * that is written, in the offset that is written beside it: `2020-01-02 00:00:00-05:00` is of 2020-01-02. Instants in
 * UTC (epochs, `Z`, `+00:00`) are of the date that they have in the market's time zone, and where `zone` is given, all
 * times with an offset are of the date that they have there; but at midnight UTC an instant is a date itself.
 */
export function labelReader(style: TimeStyle, timeframe: Timeframe): TimeReader {
  const instant = instantReader(style);
  if (timeframe.endsWith("m") || timeframe.endsWith("h")) return instant;
  const date = dateReader(style);
  if (timeframe === "1d") return date;
  return remembered((cell) => startOf(date(cell), timeframe));
}

/** Reads the session's date as `labelReader` does for daily bars. */
export function dateReader({format, zone, market}: TimeStyle): TimeReader {
  const zoned = zone === "" ? null : offsetsOf(zone);
  const there = offsetsOf(market);
  return remembered((cell) => {
    const written = writtenOf(cell, format);
    if (written === null) return NaN;
    const {local, clock, offset} = written;
    if (offset === undefined || !clock) return floor(local);
    const instant = local - offset;
    if (instant % day === 0) return instant;
    if (zoned) return floor(instant + zoned(instant));
    return floor(offset === 0 ? instant + there(instant) : local);
  });
}

/** Reads an instant: a time without an offset is one of `zone`, or else of UTC; a date is its midnight. */
export function instantReader({format, zone}: TimeStyle): TimeReader {
  const zoned = zone === "" ? null : offsetsOf(zone);
  return remembered((cell) => {
    const written = writtenOf(cell, format);
    if (written === null) return NaN;
    const {local, offset} = written;
    if (offset !== undefined) return local - offset;
    return zoned ? instantOf(local, zoned) : local;
  });
}

/** The label of the week or month that a date lies in. */
function startOf(date: number, timeframe: Timeframe): number {
  if (Number.isNaN(date)) return NaN;
  const at = new Date(date);
  if (timeframe === "1mo") return at.setUTCDate(1);
  return date - ((at.getUTCDay() + 6) % 7) * day;
}

function writtenOf(cell: unknown, format: string): Written | null {
  if (cell instanceof Date) {
    const local = cell.getTime();
    return Number.isNaN(local) ? null : {local, clock: true, offset: 0};
  }
  if (isWritten(cell)) return cell;
  return typeof cell === "string" ? parseWritten(cell, format) : parseWritten(String(cell), format);
}

function isWritten(cell: unknown): cell is Written {
  return typeof cell === "object" && cell !== null && "local" in cell;
}

function floor(t: number): number {
  return Math.floor(t / day) * day;
}

/** Many rows have the same time, and reading one costs more than finding it. */
function remembered(read: TimeReader): TimeReader {
  const known = new Map<unknown, number>();
  return (cell) => {
    const found = known.get(cell);
    if (found !== undefined) return found;
    const t = read(cell);
    if (typeof cell !== "object") {
      if (known.size >= 100_000) known.clear();
      known.set(cell, t);
    }
    return t;
  };
}
