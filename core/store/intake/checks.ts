import {formatDate} from "../../base/timeframe.js";
import type {Action, Bar, Fault, FaultKind, Observation, Query} from "../../plugin.js";

/** What is wrong with a row, and in words. */
export type Wrong = readonly [kind: FaultKind, fault: string];

/** How far, in parts of the price, an open or close may lie outside the day's range: rounding in vendors' adjustment. */
const tolerance = 1e-6;

/** The last instant that a date can name, epoch milliseconds. */
const latest = 8.64e15;

/** How long before its ex-date a dividend may be paid: one of a quarter of the price or more is so by a day, by rule. */
const earliest = 31 * 86_400_000;

/** How long after its ex-date a dividend may be paid. */
const latestPay = 731 * 86_400_000;

const prices = ["open", "high", "low", "close"] as const;
const within = ["open", "close"] as const;

/** What a symbol may be: 1 to 32 letters, digits and `. ^ = _ - / :`. */
export const symbolPattern = /^[A-Za-z0-9^][A-Za-z0-9.^=_\-/:]{0,31}$/;

/**
 * Answers, for each bar in turn, with what is wrong with it, or null: prices above zero, volume not below, high not
 * below low, open and close within them, the time within the query and after the symbol's bar before.
 */
export function barChecker({from, to, symbols}: Query): (bar: Bar) => Wrong | null {
  const last = new Map<string, number>();
  const wanted = symbols && new Set(symbols);
  return (bar) => {
    const {t, symbol, high, low, volume, adjusted} = bar;
    if (!symbolPattern.test(symbol)) return ["symbol", `invalid symbol: ${symbol}`];
    if (wanted && !wanted.has(symbol)) return ["symbol", `unknown symbol: ${symbol} was not asked for`];
    if (!Number.isInteger(t) || Math.abs(t) > latest)
      return ["time", `invalid time: ${t}; expected whole milliseconds`];
    if (!(t >= from && t < to)) return ["time", `invalid time: ${t} lies outside the dates asked for`];
    for (const name of prices) {
      const price = bar[name];
      if (!(price > 0 && price < Infinity)) return ["price", `invalid ${name}: ${price}; prices are above zero`];
    }
    if (adjusted !== undefined && !(adjusted > 0 && adjusted < Infinity))
      return ["price", `invalid adjusted close: ${adjusted}`];
    if (!(volume >= 0 && volume < Infinity)) return ["volume", `invalid volume: ${volume}; it is not below zero`];
    if (high < low) return ["range", `invalid range: high ${high} is below low ${low}`];
    const slack = tolerance * high;
    for (const name of within) {
      const price = bar[name];
      if (price > high + slack || price < low - slack)
        return ["range", `invalid ${name}: ${price} lies outside ${low} to ${high}`];
    }
    const before = last.get(symbol);
    if (before !== undefined && t === before) return ["duplicate", `duplicate row: ${symbol} has this time already`];
    if (before !== undefined && t < before)
      return ["order", `unsorted row: ${symbol} has a later time before it; sort by time, oldest first`];
    last.set(symbol, t);
    return null;
  };
}

/**
 * Answers, for each action in turn, with what is wrong with it, or null; wrong is also one of a symbol, day and kind that an
 * earlier one had and that says something else, since one of them would be lost. The same once more is not.
 */
export function actionChecker(): (action: Action) => Wrong | null {
  const before = new Map<string, string>();
  return (given) => {
    const {action, symbol, t, value, to, cash, paid} = given;
    const wrong = actionWrong(given);
    if (wrong !== null) return wrong;
    const key = `${action} ${symbol} ${t}`;
    const said = JSON.stringify([value, to, cash, paid]);
    const held = before.get(key);
    if (held === undefined) before.set(key, said);
    if (held === undefined || held === said) return null;
    const what = action === "dividend" ? "state their sum" : action === "split" ? "state their product" : "state one";
    return ["duplicate", `duplicate ${action}: ${symbol} has another one on ${formatDate(t)}; ${what}`];
  };
}

/** What is wrong with an action by itself, or null. */
export function actionWrong({action, symbol, t, value, to, cash, paid}: Action): Wrong | null {
  if (!symbolPattern.test(symbol)) return ["symbol", `invalid symbol: ${symbol}`];
  if (!isTime(t)) return ["time", `invalid time: ${t}; expected whole milliseconds`];
  if (cash !== undefined && action !== "merger") return ["format", `invalid cash: ${cash}; a merger alone has it`];
  if (paid !== undefined && action !== "dividend") return ["format", `invalid paid: ${paid}; a dividend alone has it`];
  switch (action) {
    case "split":
      if (isPositive(value)) return null;
      return ["number", `invalid split: ${value}; expected new units for one old one, above zero`];
    case "dividend":
      if (!isPositive(value)) return ["number", `invalid dividend: ${value}; expected cash a unit, above zero`];
      if (paid === undefined) return null;
      if (!isTime(paid)) return ["time", `invalid paid: ${paid}; expected whole milliseconds`];
      if (paid >= t - earliest && paid <= t + latestPay) return null;
      return ["time", `invalid paid: ${formatDate(paid)} is not about the ex-date, ${formatDate(t)}`];
    case "rename":
      if (isOther(to, symbol)) return null;
      return ["symbol", `invalid rename: to ${to ?? "nothing"}; expected another symbol`];
    case "delisting":
      if (value === undefined || (value >= -1 && value < Infinity)) return null;
      return ["number", `invalid delisting return: ${value}; expected -1 or more`];
    case "merger":
      if (value === undefined && cash === undefined)
        return ["missing", "missing value: a merger gives units of another symbol, cash, or both"];
      if (value !== undefined && !isPositive(value))
        return ["number", `invalid merger: ${value}; expected units of the other symbol for one, above zero`];
      if (cash !== undefined && !isPositive(cash))
        return ["number", `invalid cash: ${cash}; expected cash a unit, above zero`];
      if (value === undefined ? to === undefined : isOther(to, symbol)) return null;
      return value === undefined
        ? ["missing", `missing value: how many units of ${to} a merger gives for one`]
        : ["symbol", `invalid merger: into ${to ?? "nothing"}; expected another symbol`];
    default:
      return ["format", `unknown action: ${String(action)}`];
  }
}

function isOther(to: string | undefined, symbol: string): boolean {
  return to !== undefined && symbolPattern.test(to) && to !== symbol;
}

/** What is wrong with an observation, or null. */
export function observationWrong({series, symbol, t, published, value}: Observation): Wrong | null {
  if (series.trim() === "") return ["symbol", "missing series"];
  if (symbol !== undefined && !symbolPattern.test(symbol)) return ["symbol", `invalid symbol: ${symbol}`];
  if (!isTime(t)) return ["time", `invalid time: ${t}; expected whole milliseconds`];
  if (!isTime(published)) return ["time", `invalid time of publication: ${published}; expected whole milliseconds`];
  if (published < t) return ["time", "invalid time of publication: it lies before what it is about"];
  return Number.isFinite(value) ? null : ["number", `invalid value: ${value}`];
}

function isTime(t: number): boolean {
  return Number.isInteger(t) && Math.abs(t) <= latest;
}

function isPositive(value: number | undefined): boolean {
  return value !== undefined && value > 0 && value < Infinity;
}

/** The error that refuses an ingest, with its first faults. */
export function refusal(faults: readonly Fault[]): Error {
  const shown = faults
    .slice(0, 5)
    .map(({fault, origin}) => `  ${origin}: ${fault.replaceAll(/\s+/g, " ").slice(0, 120)}`);
  const more = faults.length > 5 ? [`  and ${faults.length - 5} more`] : [];
  const rows = faults.length === 1 ? "1 row" : `${faults.length} rows`;
  return new Error([`invalid bars: ${rows}; without --strict the good ones are kept`, ...shown, ...more].join("\n"));
}
