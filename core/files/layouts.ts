import {basename} from "node:path/posix";
import type {Timeframe} from "../base/timeframe.js";
import type {ColumnMap, Columns, Role} from "./columns.js";
import {cleaned, columnsOf, roles} from "./columns.js";
import {lost} from "./each-file.js";

/** What the rows of a table hold: the columns of one symbol, or those of each symbol in a row of many. */
export interface Layout {
  /** How many rows come before the first of them. */
  readonly skip: number;
  readonly holds: "bars" | "actions";
  readonly groups: readonly Group[];
  /** The length of the bars where the rows show it, in milliseconds. */
  readonly length?: number;
}

export interface Group {
  /** The symbol of its columns, where the header names it. */
  readonly symbol?: string;
  readonly columns: Columns;
}

type Cells = readonly unknown[];

const bars: readonly Role[] = ["date", "open", "high", "low", "close", "volume"];

/** Rows before the header that are looked at. */
const mostPreamble = 20;

/**
 * The layout of a table, told from its first rows:
 *
 * - a header of the map's names or the usual ones, with lines of notes before it or none;
 * - the two rows of a header of many symbols: one of fields, one of symbols, in either order;
 * - no header, but the map's places;
 * - no header, and the twelve columns of an exchange's klines (open time, open, high, low, close, volume, close time,
 *   quote volume, count, taker buy volume, taker buy quote volume, ignore), times in milliseconds or microseconds.
 *
 * A header with an `action` is one of actions (action, date, symbol, and where they apply value, to, cash and paid). Throws, naming
 * the file, where a column is missing.
 */
export function layoutOf(rows: readonly Cells[], map: ColumnMap, name: string): Layout {
  const first = rows.findIndex((cells) => cells.some((cell) => textOf(cell) !== ""));
  if (first < 0) throw lost(`missing header: ${name} is empty`);
  const wide = wideLayout(rows, first);
  if (wide) return wide;
  if (isKlines(rows[first])) return klinesLayout(rows[first], first);
  const given = Object.values(map).filter((value) => typeof value === "number");
  if (given.length > 0) return placedLayout(rows, first, map, name);
  let likest = first;
  let fewest = Infinity;
  for (let i = first; i < Math.min(rows.length, first + mostPreamble); ++i) {
    const names = rows[i].map(textOf);
    const filled = names.filter((each) => each !== "").length;
    if (filled < 2) continue;
    const found = headerLayout(names, i + 1, map, name);
    if (found) return found;
    const {length} = missingIn(columnsOf(names, {}, name), map);
    if (length < fewest) [likest, fewest] = [i, length];
    if (filled >= bars.length) break;
  }
  const header = rows[likest].map(textOf);
  const missing = missingIn(columnsOf(header, map, name), map).join(", ");
  throw lost(`missing columns: ${name} has no ${missing}; its columns are ${header.join(", ")}`);
}

function headerLayout(header: readonly string[], skip: number, map: ColumnMap, name: string): Layout | null {
  const usual = columnsOf(header, {}, name);
  const columns = missingIn(usual, map).length === 0 || isMapped(header, map) ? columnsOf(header, map, name) : usual;
  if (columns.action >= 0 && columns.date >= 0) return {skip, holds: "actions", groups: [{columns}]};
  return missingIn(columns, map).length === 0 ? {skip, holds: "bars", groups: [{columns}]} : null;
}

/** Whether a header has any of the map's names. */
function isMapped(header: readonly string[], map: ColumnMap): boolean {
  const names = new Set(header.map(cleaned));
  return roles.some((role) => typeof map[role] === "string" && names.has(cleaned(map[role])));
}

function missingIn(columns: Columns, map: ColumnMap): Role[] {
  return bars.filter((role) => columns[role] < 0 && !(role === "volume" && map.volume === "none"));
}

function placedLayout(rows: readonly Cells[], first: number, map: ColumnMap, name: string): Layout {
  const header = rows[first].map(textOf);
  const all = columnsOf(header, map, name);
  const prices = [all.open, all.high, all.low, all.close].filter((at) => at >= 0).map((at) => header[at]);
  const named = prices.every((cell) => cell !== "" && !/\d/.test(cell));
  const columns = named ? all : {...all, ...without(roles.filter((role) => map[role] === undefined))};
  const missing = missingIn(columns, map);
  if (missing.length > 0)
    throw lost(`missing columns: ${missing.join(", ")} of ${name}; give the places of all, as in date=1,open=2`);
  return {skip: first + (named ? 1 : 0), holds: "bars", groups: [{columns}]};
}

function without(absent: readonly Role[]): Record<Role, number> {
  return Object.fromEntries(absent.map((role) => [role, -1])) as Record<Role, number>;
}

function isKlines(cells: Cells): boolean {
  const texts = cells.map(textOf);
  return (
    texts.length === 12 && texts.every((cell) => /^-?\d+(\.\d+)?$/.test(cell)) && /^(\d{13}|\d{16})$/.test(texts[0])
  );
}

function klinesLayout(cells: Cells, skip: number): Layout {
  const columns = {...without(roles), date: 0, open: 1, high: 2, low: 3, close: 4, volume: 5};
  const [opened, closed] = [Number(textOf(cells[0])), Number(textOf(cells[6]))];
  const unit = textOf(cells[0]).length === 16 ? 1000 : 1;
  return {skip, holds: "bars", groups: [{columns}], length: (closed + 1 - opened) / unit};
}

const fields: readonly Role[] = ["open", "high", "low", "close", "volume", "adjusted", "dividend", "split"];

/** The layout of two header rows, the one of fields and the other of symbols; null where it is another. */
function wideLayout(rows: readonly Cells[], first: number): Layout | null {
  if (rows.length < first + 2) return null;
  const two = [rows[first], rows[first + 1]].map((cells) => cells.map(textOf));
  const isField = (cell: string) => {
    const columns = columnsOf([cell], {}, "");
    return fields.some((role) => columns[role] === 0);
  };
  if (two.some(([corner]) => !/^(|price|ticker|attributes|symbols?)$/i.test(corner))) return null;
  const which = two.findIndex((cells) => cells.length > 5 && cells.slice(1).every(isField));
  if (which < 0) return null;
  const [names, symbols] = [two[which], two[1 - which]];
  if (symbols.length !== names.length || symbols.slice(1).some((cell) => cell === "" || isNumber(cell))) return null;
  const third = rows.at(first + 2)?.map(textOf);
  const titled = third !== undefined && third[0] !== "" && third.slice(1).every((cell) => cell === "");
  const groups = [...new Set(symbols.slice(1))].map((symbol) => {
    const header = names.map((cell, i) => (i === 0 ? "date" : symbols[i] === symbol ? cell : ""));
    return {symbol, columns: columnsOf(header, {}, "")};
  });
  if (groups.some(({columns}) => missingIn(columns, {}).length > 0)) return null;
  return {skip: first + (titled ? 3 : 2), holds: "bars", groups};
}

function isNumber(cell: string): boolean {
  return cell !== "" && !Number.isNaN(Number(cell));
}

function textOf(cell: unknown): string {
  return typeof cell === "string" ? cell.trim() : cell === null || cell === undefined ? "" : String(cell);
}

/** What a file's name says: its symbol, and the length of its bars where it states one. */
export interface Named {
  readonly symbol: string;
  readonly timeframe?: string;
}

const klineName = /^(.+)-(\d+(?:s|m|h|d|w|mo|M))-\d{4}-\d{2}(?:-\d{2})?$/;

const partition = /(?:^|\/)(?:symbol|ticker)=([^/]+)\//i;

/**
 * What a file's name says: `BTCUSDT-1m-2023-08.csv.gz` is BTCUSDT in bars of a minute, `AAPL_data.csv` and
 * `aapl.us.txt` are AAPL, what lies in a folder `symbol=AAPL` is, and any other name is the symbol without its ending.
 */
export function namedBy(name: string): Named {
  const path = name.replaceAll("\\", "/");
  const [, part] = partition.exec(path) ?? [];
  if (part !== undefined) return {symbol: part};
  const bare = basename(path)
    .replace(/\.(gz|zip)$/i, "")
    .replace(/\.(csv|tsv|txt|parquet|pq)$/i, "");
  const kline = klineName.exec(bare);
  if (kline) return {symbol: kline[1], timeframe: kline[2].replace("M", "mo")};
  const listed = /^(.+)\.us$/i.exec(bare);
  if (listed) return {symbol: listed[1].toUpperCase()};
  return {symbol: bare.replace(/_data$/i, "")};
}

const lengths = new Map<number, string>([
  [60_000, "1m"],
  [300_000, "5m"],
  [900_000, "15m"],
  [1_800_000, "30m"],
  [3_600_000, "1h"],
  [14_400_000, "4h"],
  [86_400_000, "1d"],
  [604_800_000, "1w"]
]);

/** The timeframe of a length in milliseconds; minutes where it is none of the usual ones. */
export function timeframeOf(length: number): string {
  return lengths.get(length) ?? (length >= 28 * 86_400_000 ? "1mo" : `${length / 60_000}m`);
}

/** Throws where a file's bars are not of the length asked for. */
export function checkTimeframe(stated: string | undefined, asked: Timeframe, name: string): void {
  if (stated !== undefined && stated !== asked)
    throw new Error(`invalid timeframe: ${name} holds bars of ${stated}, not ${asked}; say --timeframe ${stated}`);
}
