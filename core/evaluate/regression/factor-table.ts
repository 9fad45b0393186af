import {oneOf} from "../../base/options.js";
import {accountReturns} from "../returns.js";
import type {FactorModel, FactorReturns} from "./factors.js";
import {factorRegression} from "./factors.js";

/** Returns of factors, day by day or month by month. */
export interface FactorTable {
  readonly every: "day" | "month";
  /** The day of each row, or the first of its month: epoch milliseconds at midnight UTC, ascending. */
  readonly times: Float64Array;
  readonly factors: FactorReturns;
  /** What cash earned, where the table says so. */
  readonly riskFree?: Float64Array;
}

/** How a table's numbers are written: 0.5 of half a percent, or 0.005. */
export const factorUnits = ["percent", "fraction"] as const;
export type FactorUnit = (typeof factorUnits)[number];

/** What a line of the table begins with: year, month and, of days, the day. */
const dated = /^(\d{4})-?(\d{2})(?:-?(\d{2}))?$/;

/** Values that stand for none in the tables of factors that are published. */
const absent = new Set(["", "-99.99", "-999", "-999.99", "NA", "NaN", "."]);

/**
 * Reads a table of factors from text of comma- or semicolon-separated values, as Kenneth French publishes them: whatever
 * stands above, a heading with the factors' names, then a line for each day (`20200131`, `2020-01-31`) or month (`202001`,
 * `2020-01`), up to the first line that is none. A column `RF` is what cash earned. Throws, with the line, where there is
 * no such table, or a number cannot be read.
 */
export function parseFactors(text: string, unit: FactorUnit = "percent"): FactorTable {
  oneOf("unit", unit, factorUnits);
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.split(/[,;]/).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1")));
  const first = lines.findIndex((cells, i) => i > 0 && dated.test(cells[0]) && cells.length > 1);
  if (first < 0) throw new Error("missing factors: no line begins with a date such as 20200131, 2020-01-31 or 202001");
  const heading = lines.slice(0, first).findLastIndex((cells) => cells.slice(1).some((cell) => cell !== ""));
  if (heading < 0) throw new Error(`missing heading: no line above line ${first + 1} names the factors`);
  const names = lines[heading].slice(1).filter((name) => name !== "");
  if (new Set(names).size < names.length)
    throw new Error(`invalid heading: ${names.join(", ")} names a factor twice; name each once`);
  const end = lines.findIndex((cells, i) => i > first && !dated.test(cells[0]));
  const rows = lines.slice(first, end < 0 ? undefined : end);
  const every = dated.exec(rows[0][0])![3] === undefined ? "month" : "day";
  const times = Float64Array.from(rows, ([date], i) => dayOf(date, every, first + i + 1));
  for (let i = 1; i < times.length; ++i)
    if (times[i] <= times[i - 1])
      throw new Error(`invalid factors: line ${first + i + 1} is not after the line before it; sort them by date`);
  const scale = unit === "percent" ? 100 : 1;
  const columns = names.map((name, j) =>
    Float64Array.from(rows, (cells, i) => valueOf(cells[j + 1] ?? "", name, first + i + 1) / scale)
  );
  const cash = names.findIndex((name) => name.toUpperCase() === "RF");
  const entries = names.map((name, j) => [name, columns[j]] as const).filter((_, j) => j !== cash);
  if (entries.length === 0) throw new Error("missing factors: the heading names none beside RF");
  return {every, times, factors: Object.fromEntries(entries), ...(cash >= 0 && {riskFree: columns[cash]})};
}

function dayOf(date: string, every: "day" | "month", line: number): number {
  const [, year, month, day] = dated.exec(date)!;
  const t = Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1));
  const found = new Date(t);
  const real = found.getUTCMonth() === Number(month) - 1 && found.getUTCDate() === Number(day ?? 1);
  if (!real || (day === undefined) !== (every === "month"))
    throw new Error(`invalid date: ${date} in line ${line}; expected a ${every}, as in the first line`);
  return t;
}

function valueOf(cell: string, name: string, line: number): number {
  if (absent.has(cell)) return NaN;
  const value = Number(cell);
  if (!Number.isFinite(value)) throw new Error(`invalid factor: ${name} is ${cell} in line ${line}; expected a number`);
  return value;
}

/** An account's returns, and those of the factors over the same spans. */
export interface Aligned {
  /** The day, or the first of the month, that each return ends on: epoch milliseconds at midnight UTC. */
  readonly times: Float64Array;
  readonly returns: Float64Array;
  readonly factors: FactorReturns;
  readonly riskFree?: Float64Array;
  /** How many of these returns make a year, of an account with `periods` bars a year. */
  readonly periods: number;
}

/**
 * Puts factors beside an account's returns. The account's bars are put together to days (UTC), or, where the factors are of
 * months, to whole calendar months: neither the month in which it began nor, where its last bar is more than four days
 * before the month's end, the last one counts. A return that spans several of the table's days stands beside what the
 * factors compounded to over them; `NaN` where the table has none of them.
 */
export function alignFactors(times: Float64Array, equity: Float64Array, table: FactorTable, periods: number): Aligned {
  const {ends, levels} = table.every === "day" ? closings(times, equity, dayStart) : wholeMonths(times, equity);
  const count = Math.max(0, ends.length - 1);
  const spans = (column: Float64Array) => {
    const out = new Float64Array(count).fill(NaN);
    let next = 0;
    while (next < table.times.length && table.times[next] <= ends[0]) ++next;
    for (let i = 0; i < count; ++i) {
      let growth = 1;
      const before = next;
      for (; next < table.times.length && table.times[next] <= ends[i + 1]; ++next) growth *= 1 + column[next];
      if (next > before) out[i] = growth - 1;
    }
    return out;
  };
  return {
    times: Float64Array.from(ends.slice(1)),
    returns: Float64Array.from({length: count}, (_, i) => levels[i + 1] / levels[i] - 1),
    factors: Object.fromEntries(Object.entries(table.factors).map(([name, column]) => [name, spans(column)])),
    ...(table.riskFree && {riskFree: spans(table.riskFree)}),
    periods: table.every === "month" ? 12 : (periods * ends.length) / Math.max(1, times.length)
  };
}

/** Explains an account by a table of factors: see `factorRegression`. Throws, too, where they have no days in common. */
export function explainAccount(
  {times, equity}: {readonly times: Float64Array; readonly equity: Float64Array},
  table: FactorTable,
  {periods, lags}: {readonly periods: number; readonly lags?: number}
): FactorModel {
  const end = accountReturns(equity).length + 1;
  const aligned = alignFactors(times.subarray(0, end), equity.subarray(0, end), table, periods);
  const {returns, factors, riskFree} = aligned;
  return factorRegression(returns, factors, {
    periods: aligned.periods,
    ...(riskFree && {riskFree}),
    ...(lags !== undefined && {lags})
  });
}

const dayStart = (t: number) => Math.floor(t / 864e5) * 864e5;

function monthStart(t: number): number {
  const date = new Date(t);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

/** The last level of each day or month, and the start of it. */
function closings(times: Float64Array, levels: Float64Array, start: (t: number) => number) {
  const ends: number[] = [];
  const last: number[] = [];
  times.forEach((t, i) => {
    const own = start(t);
    if (ends.at(-1) !== own) {
      ends.push(own);
      last.push(levels[i]);
    } else last[last.length - 1] = levels[i];
  });
  return {ends, levels: last};
}

function wholeMonths(times: Float64Array, levels: Float64Array) {
  const months = closings(times, levels, monthStart);
  const last = times[times.length - 1];
  const next = monthStart(monthStart(last) + 32 * 864e5);
  const cut = next - last > 5 * 864e5 ? -1 : months.ends.length;
  return {ends: months.ends.slice(0, cut), levels: months.levels.slice(0, cut)};
}
