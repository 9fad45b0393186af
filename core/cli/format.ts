import {formatDate} from "../base/timeframe.js";
import {styleText} from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Text in a style where standard output is a terminal that shows it and `NO_COLOR` is not set, else as it is. */
export function styled(style: Style, text: string): string {
  return styleText(style, text, {stream: process.stdout});
}

/** A figure in its unit: `12.3 %`, `1.42`, `1,258`; a dash where it is not determined. */
export function figure(value: number | null, unit: "percent" | "ratio" | "count"): string {
  if (value === null) return "–";
  if (unit === "percent") return `${(value * 100).toFixed(2)} %`;
  return unit === "count" ? count(value) : value.toFixed(3);
}

/** A whole number with its thousands marked. */
export function count(value: number): string {
  return value.toLocaleString("en-US", {maximumFractionDigits: 0});
}

/** A rate or a size to three digits: `4.21`, `1,340,000`. */
export function rough(value: number): string {
  return value.toLocaleString("en-US", {maximumSignificantDigits: 3});
}

/** Seconds: `0.42 s`, `2 min 5 s`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** Bytes: `812 B`, `3.4 MB`. */
export function bytes(size: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, size)) / 3));
  return `${power === 0 ? size : (size / 1000 ** power).toFixed(1)} ${units[power]}`;
}

/** An instant in UTC to the minute: `2020-01-31 09:30`. */
export function instant(iso: string): string {
  return iso.slice(0, 16).replace("T", " ");
}

/** The UTC date of an instant, an open end in words. */
export function day(t: number): string {
  if (t === -Infinity) return "the beginning";
  return t === Infinity ? "the end" : formatDate(t);
}
