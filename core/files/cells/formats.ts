const day = 86_400_000;
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** A time as a file states it: an instant, or what a clock showed. */
export interface Written {
  /** What the calendar and the clock show where it was written, as if it were UTC; epoch milliseconds. */
  readonly local: number;
  /** Whether there was a clock beside the date. */
  readonly clock: boolean;
  /** The offset from UTC that is written beside it, in milliseconds; 0 for UTC and epochs; left out where none is. */
  readonly offset?: number;
}

/** Epochs by their unit: how many make a millisecond, or how many milliseconds they make. */
const epochs: Readonly<Record<string, (count: number) => number>> = {
  "epoch s": (count) => count * 1000,
  "epoch ms": (count) => count,
  "epoch us": (count) => count / 1000,
  "epoch µs": (count) => count / 1000,
  "epoch ns": (count) => count / 1e6
};

/** What the letters of a format stand for. */
const tokens: Readonly<Record<string, string>> = {
  YYYY: "(?<year>\\d{4})",
  YY: "(?<short>\\d{2})",
  MMM: "(?<name>[A-Za-z]{3})[A-Za-z]*\\.?",
  MM: "(?<month>\\d{2})",
  M: "(?<month>\\d{1,2})",
  DD: "(?<day>\\d{2})",
  D: "(?<day>\\d{1,2})",
  HH: "(?<hour>\\d{2})",
  H: "(?<hour>\\d{1,2})",
  mm: "(?<minute>\\d{2})",
  ss: "(?<second>\\d{2})",
  S: "(?<fraction>\\d+)",
  A: "(?<half>[AaPp])\\.?[Mm]\\.?",
  Z: "(?<zone>Z|[+-]\\d{2}:?\\d{0,2})"
};

const iso = /^(\d{4})([-/.]?)(\d{2})\2(\d{2})(?:[T ,;]?\s*(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)?(.*)$/;
const compiled = new Map<string, RegExp>();

/**
 * A time as written; null where it is none. The format is empty, for what can be told from the text alone, or one of
 *
 * - `ISO`: 2020-01-31, 2020/01/31, 2020.01.31 or 20200131, with or without a clock (`T09:30`, ` 09:30:00.5`, ` 093000`)
 *   and an offset behind it (`Z`, `+02:00`, `-0500`);
 * - `epoch s`, `epoch ms`, `epoch µs`, `epoch ns`; told from its digits they are seconds of 9 or 10, milliseconds of 12
 *   or 13, microseconds of 15 or 16, nanoseconds of 18 or 19;
 * - a pattern of YYYY, YY (1970 to 2069), MM or M, MMM (Jan), DD or D, HH or H, mm, ss, S (fractions), A (AM, PM) and
 *   Z (an offset): `DD/MM/YYYY`, `MM/DD/YYYY HH:mm`, `YYYYMMDD HHmmss`.
 */
export function parseWritten(given: string, format: string): Written | null {
  const text = given.trim();
  if (format === "" || format === "ISO") {
    const epoch = format === "" ? epochOf(text) : null;
    return epoch ?? parseIso(text);
  }
  if (Object.hasOwn(epochs, format))
    return /^-?\d+(\.\d+)?$/.test(text) ? at(Math.floor(epochs[format](Number(text)))) : null;
  const match = patternOf(format).exec(text);
  return match?.groups ? assemble(match.groups) : null;
}

/** Throws where a format is none. */
export function checkFormat(format: string): void {
  if (format !== "" && format !== "ISO" && !Object.hasOwn(epochs, format)) patternOf(format);
}

function epochOf(text: string): Written | null {
  if (!/^\d{9,19}(\.\d+)?$/.test(text)) return null;
  const whole = text.indexOf(".") < 0 ? text.length : text.indexOf(".");
  if (whole <= 10) return at(Math.round(Number(text) * 1000));
  if (whole === 12 || whole === 13) return at(Math.floor(Number(text)));
  if (whole === 15 || whole === 16) return at(Math.floor(Number(text) / 1000));
  return whole >= 18 ? at(Number(BigInt(text.slice(0, whole)) / 1_000_000n)) : null;
}

function at(local: number): Written {
  return {local, clock: true, offset: 0};
}

function parseIso(text: string): Written | null {
  const match = iso.exec(text);
  if (!match) return null;
  const [, year, , month, date, hour, minute, second, fraction, tail] = match;
  const zone = tail.trim();
  if (zone !== "" && hour === undefined) return null;
  return assemble({year, month, day: date, hour, minute, second, fraction, zone});
}

function patternOf(format: string): RegExp {
  const known = compiled.get(format);
  if (known) return known;
  const seen = new Set<string>();
  const pattern = format.replaceAll(/YYYY|YY|MMM|MM|M|DD|D|HH|H|mm|ss|S|A|Z|[^\w\s]|\s+|\w/g, (part) => {
    if (!Object.hasOwn(tokens, part)) return /^\s/.test(part) ? "\\s+" : part === "T" ? part : escaped(part, format);
    seen.add(part[0] === "M" ? "month" : part[0]);
    return tokens[part];
  });
  if (!seen.has("Y") || !seen.has("month") || !seen.has("D"))
    throw new Error(`invalid format: ${format}; it names no year, month and day, as DD/MM/YYYY does`);
  const made = new RegExp(`^${pattern}$`);
  compiled.set(format, made);
  return made;
}

function escaped(part: string, format: string): string {
  if (/\w/.test(part))
    throw new Error(
      `invalid format: ${format}; its letters are ${Object.keys(tokens).join(", ")}, or it is ISO or epoch s`
    );
  return `\\${part}`;
}

type Parts = Readonly<Record<string, string | undefined>>;

/** The time of the parts; null where a part is none. */
function assemble(parts: Parts): Written | null {
  const {short, name, half, zone = ""} = parts;
  const year = short === undefined ? Number(parts.year) : Number(short) + (Number(short) < 70 ? 2000 : 1900);
  const month = name === undefined ? Number(parts.month) : months.indexOf(name.toLowerCase()) + 1;
  const date = Number(parts.day);
  const [minute, second] = [Number(parts.minute ?? 0), Number(parts.second ?? 0)];
  const hour = hourOf(Number(parts.hour ?? 0), half);
  const milliseconds = Number((parts.fraction ?? "").padEnd(3, "0").slice(0, 3));
  const local = Date.UTC(year, month - 1, date, hour, minute, second, milliseconds);
  const back = new Date(local);
  const whole = back.getUTCFullYear() === year && back.getUTCMonth() === month - 1 && back.getUTCDate() === date;
  if (!whole || hour > 23 || minute > 59 || second > 59) return null;
  const clock = parts.hour !== undefined;
  if (zone === "") return {local, clock};
  const offset = offsetOf(zone);
  return offset === null ? null : {local, clock, offset};
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return hour > 12 ? NaN : (hour % 12) + (/p/i.test(half) ? 12 : 0);
}

function offsetOf(zone: string): number | null {
  if (/^(?:Z|UTC|GMT)$/i.test(zone)) return 0;
  const match = /^([+-])(\d{2}):?(\d{2})?(?::?\d{2})?$/.exec(zone);
  if (!match) return null;
  const span = (Number(match[2]) * 60 + Number(match[3] ?? 0)) * 60_000;
  return span >= day ? null : match[1] === "-" ? -span : span;
}
