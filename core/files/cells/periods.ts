import type {Written} from "./formats.js";
import {parseWritten} from "./formats.js";
import {instantOf, offsetsOf} from "./zones.js";

const day = 86_400_000;

/** The lengths of the periods that figures are about; `instant` for none. */
export type Unit = "instant" | "day" | "month" | "quarter" | "year";

/** What a figure is about. */
export interface Period {
  readonly unit: Unit;
  /** Its start: midnight UTC of its first day, or the instant; epoch milliseconds. */
  readonly start: number;
}

/**
 * A period as written; null where it is none: a year (`2020`), a quarter (`2020Q1`, `2020-Q1`), a month (`202001`,
 * `2020-01`), a date or an instant as `parseWritten` has them. A time without an offset is one of the zone.
 */
export function parsePeriod(cell: unknown, format: string, zone: string): Period | null {
  if (cell instanceof Date) return {unit: "instant", start: cell.getTime()};
  if (typeof cell === "object" && cell !== null && "local" in cell) return periodOf(cell as Written, zone);
  const text = String(cell as string).trim();
  if (format === "") {
    const coarse = coarsePeriod(text);
    if (coarse) return coarse;
  }
  const written = parseWritten(text, format);
  return written && periodOf(written, zone);
}

function periodOf(written: Written, zone: string): Period | null {
  const {local, clock, offset} = written;
  if (!clock) return {unit: "day", start: local};
  const start = offset === undefined ? instantOf(local, offsetsOf(zone)) : local - offset;
  return Number.isNaN(start) ? null : {unit: "instant", start};
}

function coarsePeriod(text: string): Period | null {
  const match = /^(\d{4})(?:-?(\d{2})|-?[Qq]([1-4]))?$/.exec(text);
  if (!match) return null;
  const [, year, month, quarter] = match;
  const at = month !== undefined ? Number(month) - 1 : quarter !== undefined ? (Number(quarter) - 1) * 3 : 0;
  if (at < 0 || at > 11) return null;
  const unit = month !== undefined ? "month" : quarter !== undefined ? "quarter" : "year";
  return {unit, start: Date.UTC(Number(year), at, 1)};
}

const months = {month: 1, quarter: 3, year: 12} as const;

/**
 * The instant at which a period is over in a zone: of a day the midnight after it, of a month, quarter or year that
 * after its last day, of an instant the next midnight. Days begin in the zone, and where its clocks skip midnight, an
 * hour later.
 */
export function endOf({unit, start}: Period, zone: string): number {
  const offset = offsetsOf(zone);
  if (unit === "instant") return midnight(Math.floor((start + offset(start)) / day) * day + day, zone);
  if (unit === "day") return midnight(Math.floor(start / day) * day + day, zone);
  const at = new Date(start);
  return midnight(at.setUTCMonth(at.getUTCMonth() + months[unit]), zone);
}

/** The instant of a date's midnight in a zone. */
function midnight(local: number, zone: string): number {
  const offset = offsetsOf(zone);
  const instant = instantOf(local, offset);
  return Number.isNaN(instant) ? instantOf(local + 3_600_000, offset) : instant;
}

/** A span of time: milliseconds, and calendar months. */
export interface Span {
  readonly milliseconds: number;
  readonly months: number;
}

const units: Readonly<Record<string, number>> = {s: 1000, m: 60_000, h: 3_600_000, d: day, w: 7 * day};

/** A span as an option states it: `90s`, `15m`, `36h`, `45d`, `2w`, `1mo`, `1y`. Throws where it is none. */
export function parseSpan(text: string): Span {
  const [, count, unit] = /^(\d+)(s|m|h|d|w|mo|y)$/.exec(text) ?? [];
  if (count === undefined) throw new Error(`invalid lag: ${text}; write 36h, 1d, 45d or 1mo`);
  if (unit === "mo" || unit === "y") return {milliseconds: 0, months: Number(count) * (unit === "y" ? 12 : 1)};
  return {milliseconds: Number(count) * units[unit], months: 0};
}

/**
 * An instant and a span later. Days and months are counted on the zone's clock, a month later being the same day of the
 * month or its last one.
 */
export function later(instant: number, {milliseconds, months}: Span, zone: string): number {
  if (months === 0 && milliseconds % day !== 0) return instant + milliseconds;
  const offset = offsetsOf(zone);
  const local = new Date(instant + offset(instant) + milliseconds);
  const date = local.getUTCDate();
  local.setUTCDate(1);
  local.setUTCMonth(local.getUTCMonth() + months);
  const last = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate();
  local.setUTCDate(Math.min(date, last));
  const shown = instantOf(local.getTime(), offset);
  return Number.isNaN(shown) ? instantOf(local.getTime() + 3_600_000, offset) : shown;
}

/**
 * What the dates of a table's first rows are about: months, quarters or years where all are the first days of such,
 * `sparse` where they are five days or more apart in another way (weeks, month ends), else days.
 */
export function spacingOf(dates: readonly number[]): Unit | "sparse" {
  const sorted = [...new Set(dates)].sort((a, b) => a - b);
  if (sorted.length < 2) return "day";
  const gap = sorted.slice(1).reduce((least, date, i) => Math.min(least, date - sorted[i]), Infinity) / day;
  if (gap < 5) return "day";
  const all = (fits: (at: Date) => boolean) => sorted.every((date) => fits(new Date(date)));
  if (!all((at) => at.getUTCDate() === 1)) return "sparse";
  if (gap >= 360 && all((at) => at.getUTCMonth() === 0)) return "year";
  return gap >= 89 && all((at) => at.getUTCMonth() % 3 === 0) ? "quarter" : "month";
}
