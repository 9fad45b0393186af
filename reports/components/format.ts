import type {Metric} from "../../core/plugin.js";

/** How a figure is written. */
export type Unit = Metric["unit"];

/** What stands where a figure is not determined. */
export const none = "–";

const minus = "\u2212";

/** Formats by their number of digits, since each takes long to make. */
const formats = new Map<number, Intl.NumberFormat>();

function formatOf(digits: number): Intl.NumberFormat {
  const known = formats.get(digits);
  if (known) return known;
  const made = new Intl.NumberFormat("en-US", {minimumFractionDigits: digits, maximumFractionDigits: digits});
  formats.set(digits, made);
  return made;
}

/** A number with a true minus sign, grouped by thousands. */
export function decimal(value: number, digits: number): string {
  if (!Number.isFinite(value)) return none;
  const text = formatOf(digits).format(Math.abs(value));
  return value < 0 && /[1-9]/.test(text) ? `${minus}${text}` : text;
}

/** A fraction in percent: one decimal, or two where it is below one percent. */
export function percent(value: number, digits = Math.abs(value) < 0.00995 ? 2 : 1): string {
  return Number.isFinite(value) ? `${decimal(value * 100, digits)}%` : none;
}

/** A fraction in percent with its sign. */
export function signedPercent(value: number, digits?: number): string {
  const text = percent(value, digits);
  return value > 0 && text !== none && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A whole number, grouped by thousands. */
export function count(value: number): string {
  return decimal(value, 0);
}

/** A figure in its unit; a missing one as a dash. */
export function figureText(value: number | null | undefined, unit: Unit): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return none;
  if (unit === "percent") return percent(value);
  if (unit === "count") return decimal(value, Number.isInteger(value) ? 0 : 1);
  return decimal(value, Math.abs(value) < 0.0995 ? 3 : 2);
}

/** An amount of the account's currency: whole units where `largest`, of those beside it, is a thousand or more. */
export function money(value: number, largest = value): string {
  return decimal(value, Math.abs(largest) >= 1000 ? 0 : 2);
}

/** A number without the zeros at its end. */
export function trimmed(value: number, digits = 4): string {
  const text = decimal(value, digits);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** A number to three significant digits. */
export function significant(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  return decimal(value, Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(size)))));
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** An instant's UTC date: `4 Mar 2016`. */
export function day(t: number): string {
  return `${new Date(t).getUTCDate()} ${month(t)}`;
}

/** An instant's UTC month: `Mar 2016`. */
export function month(t: number): string {
  const date = new Date(t);
  return `${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** A duration: `0.4 s`, `12 s`, `2 min 5 s`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${decimal(seconds, 1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** A name in kebab-case or camelCase as words: `max-drawdown` is `Max drawdown`. */
export function words(name: string): string {
  const spaced = name.replace(/[-_]/g, " ").replace(/([a-z])([A-Z])/g, "$1 $2");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1).toLowerCase();
}
