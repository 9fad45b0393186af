import {parseDate} from "../../base/timeframe.js";
import {symbolPattern} from "../intake/checks.js";
import type {Attributes, Spell} from "./members.js";
import {joinSpells} from "./members.js";

/**
 * What a spell's end date is: the first day on which the symbol was no member, as in the public table of the S&P 500's
 * spells, where whoever follows starts on the day that the other ends; or the last on which it was one.
 */
export const endings = ["first-day-out", "last-day-in"] as const;
export type Ending = (typeof endings)[number];

/** A universe as a table of it says. */
export interface Parsed {
  readonly form: "spells" | "snapshots" | "list";
  readonly biased: boolean;
  readonly spells: readonly Spell[];
  readonly attributes: Readonly<Record<string, Attributes>>;
  readonly warnings: readonly string[];
}

const day = 86_400_000;

const names = {
  symbol: ["symbol", "ticker"],
  from: ["startdate", "start", "from", "dateadded", "added"],
  to: ["enddate", "end", "to", "dateremoved", "removed"],
  date: ["date", "asof"],
  members: ["tickers", "symbols", "members"],
  sector: ["sector", "gicssector"],
  industry: ["industry", "subindustry", "gicssubindustry"]
} as const;
type Columns = Readonly<Record<keyof typeof names, number>>;

/**
 * Reads a table of cells, its header first, in one of three forms, told apart by their columns:
 *
 * - spells, a row for each time that a symbol was a member: symbol (or ticker), start_date (from, date added) and
 *   end_date (to, date removed), empty where it is one still;
 * - snapshots, a row for each date: date, and tickers (symbols, members) in one cell, with commas, semicolons or spaces
 *   between them; or a row for each date and symbol. Who is in one is a member until the next that does not name it;
 *   before the first nobody is known;
 * - a list, a row for each symbol, with or without a header: members always.
 *
 * Where no member ever leaves (a list, or spells without an end) the universe is biased: it holds survivors only. Sector
 * and industry columns are kept. Throws, naming the first rows, where some cannot be read.
 */
export function parseUniverse(
  table: readonly (readonly string[])[],
  {ends = "first-day-out"}: {readonly ends?: Ending} = {}
): Parsed {
  const rows = table
    .map((cells, i) => ({row: i + 1, cells: cells.map((cell) => cell.replace(/^\uFEFF/, "").trim())}))
    .filter(({cells}) => cells.some((cell) => cell !== ""));
  if (rows.length === 0) throw new Error("invalid universe: it is empty; give a table with a row for each symbol");
  const [{cells: header}, ...rest] = rows;
  const columns = columnsOf(header);
  const bare = Object.values(columns).every((place) => place < 0);
  if (bare ? rows.some(({cells}) => cells.length !== 1) : columns.symbol < 0 && columns.members < 0)
    throw new Error(
      `invalid universe: no column is called symbol or ticker; its columns are ${header.slice(0, 10).join(", ")}`
    );
  const faults: string[] = [];
  const form = bare ? "list" : formOf(columns);
  const read = form === "snapshots" ? snapshots : spells;
  const found = bare ? spells(rows, {...columns, symbol: 0}, ends, faults) : read(rest, columns, ends, faults);
  if (faults.length > 0) throw refusal(faults);
  const {spells: joined, warnings} = joinSpells(found);
  if (joined.length === 0) throw new Error("invalid universe: it has no members; give a row for each symbol");
  const biased = form !== "snapshots" && joined.every(({to}) => to === Infinity);
  return {form, biased, spells: joined, attributes: attributesOf(rest, columns), warnings};
}

interface Row {
  readonly row: number;
  readonly cells: readonly string[];
}

function columnsOf(header: readonly string[]): Columns {
  const clean = header.map((cell) => cell.toLowerCase().replaceAll(/[\s_-]/g, ""));
  const place = (aliases: readonly string[]) => clean.findIndex((cell) => aliases.includes(cell));
  const columns = Object.fromEntries(Object.entries(names).map(([name, aliases]) => [name, place(aliases)])) as Columns;
  const alone = columns.symbol < 0 && columns.date < 0;
  return alone ? {...columns, symbol: columns.members, members: -1} : columns;
}

function formOf({date, from, to}: Columns): Parsed["form"] {
  if (from >= 0 || to >= 0) return "spells";
  return date >= 0 ? "snapshots" : "list";
}

function spells(rows: readonly Row[], columns: Columns, ends: Ending, faults: string[]): Spell[] {
  return rows.flatMap(({row, cells}) => {
    const symbol = cellAt(cells, columns.symbol);
    const [start, end] = [cellAt(cells, columns.from), cellAt(cells, columns.to)];
    try {
      checkSymbol(symbol);
      const from = start === "" ? -Infinity : dayOf(start);
      const to = end === "" ? Infinity : dayOf(end) + (ends === "last-day-in" ? day : 0);
      if (from >= to) throw new Error(`invalid spell: ${symbol} from ${start} to ${end} holds no day`);
      return [{symbol, from, to}];
    } catch (error) {
      faults.push(`row ${row}: ${(error as Error).message}`);
      return [];
    }
  });
}

function snapshots(rows: readonly Row[], columns: Columns, _: Ending, faults: string[]): Spell[] {
  const lists = new Map<number, Set<string>>();
  for (const {row, cells} of rows) {
    try {
      const t = dayOf(cellAt(cells, columns.date));
      const one = columns.members < 0;
      const members = one ? [cellAt(cells, columns.symbol)] : cellAt(cells, columns.members).split(/[\s,;|]+/);
      const symbols = members.filter((symbol) => one || symbol !== "");
      if (symbols.length === 0) throw new Error("missing members: it names none");
      for (const symbol of symbols) checkSymbol(symbol);
      const before = lists.get(t);
      if (before && !one) throw new Error(`duplicate date: ${cellAt(cells, columns.date)} has a row before`);
      lists.set(t, new Set([...(before ?? []), ...symbols]));
    } catch (error) {
      faults.push(`row ${row}: ${(error as Error).message}`);
    }
  }
  const since = new Map<string, number>();
  const found: Spell[] = [];
  for (const t of [...lists.keys()].sort((a, b) => a - b)) {
    const members = lists.get(t)!;
    for (const [symbol, from] of since) {
      if (members.has(symbol)) continue;
      found.push({symbol, from, to: t});
      since.delete(symbol);
    }
    for (const symbol of members) if (!since.has(symbol)) since.set(symbol, t);
  }
  for (const [symbol, from] of since) found.push({symbol, from, to: Infinity});
  return found;
}

function attributesOf(rows: readonly Row[], columns: Columns): Record<string, Attributes> {
  const of = ({cells}: Row): readonly [string, Attributes] => {
    const [sector, industry] = [cellAt(cells, columns.sector), cellAt(cells, columns.industry)];
    return [cellAt(cells, columns.symbol), {...(sector && {sector}), ...(industry && {industry})}];
  };
  const all = columns.symbol < 0 ? [] : rows.map(of).filter(([, each]) => Object.keys(each).length > 0);
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : Number(a > b))));
}

function cellAt(cells: readonly string[], place: number): string {
  return place < 0 ? "" : (cells[place] ?? "");
}

function checkSymbol(symbol: string): void {
  if (symbol === "") throw new Error("missing symbol: the cell is empty");
  if (!symbolPattern.test(symbol)) throw new Error(`invalid symbol: ${symbol}`);
}

function dayOf(text: string): number {
  const t = parseDate(text);
  return t - (((t % day) + day) % day);
}

/** The error that refuses a table, with its first faults. */
function refusal(faults: readonly string[]): Error {
  const more = faults.length > 5 ? [`  and ${faults.length - 5} more`] : [];
  const rows = faults.length === 1 ? "1 row cannot" : `${faults.length} rows cannot`;
  const shown = faults.slice(0, 5).map((fault) => `  ${fault.replaceAll(/\s+/g, " ").slice(0, 120)}`);
  return new Error(
    [`invalid universe: ${rows} be read; correct the file and import it again`, ...shown, ...more].join("\n")
  );
}
