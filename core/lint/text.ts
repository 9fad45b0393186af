import {formatDate} from "../base/timeframe.js";

/** A share as `12.3 %`, with more digits where it is small. */
export function percent(share: number): string {
  const value = share * 100;
  const size = Math.abs(value);
  return `${value.toFixed(size >= 100 ? 0 : size >= 1 || size === 0 ? 1 : size >= 0.1 ? 2 : 3).replace("-", "−")} %`;
}

/** A whole number or an amount, its thousands marked: `12,346`. */
export function amount(value: number): string {
  const digits = Math.round(Math.abs(value)).toFixed(0);
  return `${value < 0 && digits !== "0" ? "−" : ""}${digits.replace(/\B(?=(\d{3})+$)/g, ",")}`;
}

/** A ratio in two digits. */
export function ratio(value: number): string {
  return value.toFixed(2).replace("-", "−");
}

/** `1 trade`, `2 trades`. */
export function counted(count: number, what: string): string {
  return `${amount(count)} ${what}${count === 1 ? "" : "s"}`;
}

/** The first few of a list, and how many more there are. */
export function some(names: readonly string[], most = 3): string {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(", ")} and ${amount(more)} more` : names.join(", ");
}

/** The UTC date of a bar. */
export const day = formatDate;
