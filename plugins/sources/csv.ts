import type {FileHandle} from "node:fs/promises";
import {open, readdir, stat} from "node:fs/promises";
import {basename, join, relative} from "node:path";
import {createGunzip} from "node:zlib";
import {csvParseRows} from "d3-dsv";
import {parseDate} from "../../core/base/timeframe.js";
import {defineSource} from "../../core/plugin.js";
import type {Bar, Fault, FaultKind, Query} from "../../core/plugin.js";

/** What each column may be called, in lower case, spaces and underscores left out. */
const aliases = {
  t: ["date", "datetime", "timestamp", "time"],
  open: ["open"],
  high: ["high"],
  low: ["low"],
  close: ["close"],
  volume: ["volume"],
  adjusted: ["adjclose", "adjusted", "adjustedclose"],
  symbol: ["symbol", "ticker", "name"]
} as const;
type Column = keyof typeof aliases;
type Columns = Readonly<Record<Column, number>>;
const required = ["t", "open", "high", "low", "close", "volume"] as const;

/**
 * Bars from files: one `.csv` or `.csv.gz`, or a folder of them at any depth. A header names the columns, in any case:
 * date (or datetime, timestamp, time), open, high, low, close, volume, and where there are such, adj close and symbol
 * (or ticker, name). Dates are 2020-01-31, with or without a time (UTC, or an offset such as +02:00 behind it), or epoch seconds or milliseconds. Where there
 * is no symbol column, the option `symbol` or else the file's name is the symbol. A row that cannot be read is a fault
 * with its file and line, unless its date is one not asked for. Throws where a column is missing or a symbol asked for
 * is in no file.
 */
export const csv = defineSource("csv", {path: "", symbol: ""}, ({path, symbol}) => ({
  async *bars(query, {progress, signal}) {
    if (path === "") throw new Error("missing path: name a file or a folder with --path");
    const files = await filesIn(path);
    const total = files.reduce((sum, {size}) => sum + size, 0);
    const seen = new Set<string>();
    let done = 0;
    for (const {file, size} of files) {
      signal.throwIfAborted();
      const base = done;
      const name = relative(path, file) || basename(file);
      const pieces = barsOf(file, name, symbol, query, seen, (bytes) => progress(base + bytes, total));
      for await (const items of pieces) for (const item of items) yield item;
      progress((done += size), total);
    }
    const absent = query.symbols?.find((each) => !seen.has(each));
    if (absent !== undefined) throw new Error(`unknown symbol: ${absent}; csv has ${some([...seen].sort())}`);
  }
}));

async function filesIn(path: string): Promise<{file: string; size: number}[]> {
  const info = await stat(path).catch(() => {
    throw new Error(`missing file: ${path}; name a file or a folder that exists`);
  });
  if (info.isFile()) return [{file: path, size: info.size}];
  const all = await readdir(path, {recursive: true});
  const order = new Intl.Collator("en", {numeric: true}).compare;
  const files = all.filter((name) => /\.csv(\.gz)?$/i.test(name)).sort(order);
  if (files.length === 0) throw new Error(`missing files: ${path} holds no .csv or .csv.gz`);
  return Promise.all(files.map(async (name) => ({file: join(path, name), size: (await stat(join(path, name))).size})));
}

/** A file's bars and faults, piece by piece: an awaited array costs less than as many awaited bars. */
async function* barsOf(
  file: string,
  name: string,
  symbol: string,
  {symbols, from, to}: Query,
  seen: Set<string>,
  progress: (bytes: number) => void
): AsyncGenerator<readonly (Bar | Fault)[]> {
  const wanted = symbols && new Set(symbols);
  const fallback = symbol || basename(file).replace(/\.csv(\.gz)?$/i, "");
  let columns: Columns | undefined;
  let line = 0;
  for await (const text of wholeLines(file, progress)) {
    const items: (Bar | Fault)[] = [];
    for (const cells of csvParseRows(text)) {
      ++line;
      if (cells.length === 1 && cells[0].trim() === "") continue;
      if (!columns) {
        columns = columnsOf(cells, name);
        continue;
      }
      const each = columns.symbol < 0 ? fallback : cellAt(cells, columns.symbol);
      seen.add(each);
      if (wanted && !wanted.has(each)) continue;
      const t = timeOf(cellAt(cells, columns.t));
      if (t < from || t >= to) continue;
      items.push(read(cells, columns, t, each, `${name}:${line}`));
    }
    yield items;
  }
  if (!columns) throw new Error(`missing header: ${name} is empty`);
}

function columnsOf(header: readonly string[], name: string): Columns {
  const clean = header.map((cell) => cell.toLowerCase().replaceAll(/[\s_]/g, ""));
  const find = (column: Column) => clean.findIndex((cell) => (aliases[column] as readonly string[]).includes(cell));
  const columns = Object.fromEntries(Object.keys(aliases).map((column) => [column, find(column as Column)])) as Columns;
  const missing = required.filter((column) => columns[column] < 0).map((column) => (column === "t" ? "date" : column));
  if (missing.length > 0)
    throw new Error(`missing columns: ${name} has no ${missing.join(", ")}; its columns are ${header.join(", ")}`);
  return columns;
}

function read(cells: readonly string[], columns: Columns, t: number, symbol: string, origin: string): Bar | Fault {
  const bar = {
    t,
    symbol,
    open: numberOf(cellAt(cells, columns.open)),
    high: numberOf(cellAt(cells, columns.high)),
    low: numberOf(cellAt(cells, columns.low)),
    close: numberOf(cellAt(cells, columns.close)),
    volume: numberOf(cellAt(cells, columns.volume)),
    adjusted: cellAt(cells, columns.adjusted) === "" ? undefined : numberOf(cellAt(cells, columns.adjusted)),
    origin
  };
  const wrong = wrongWith(bar, cells, columns);
  if (wrong === null) return bar;
  const [kind, fault] = wrong;
  return {kind, fault, origin, row: cells.join(","), ...(symbol && {symbol}), ...(!Number.isNaN(t) && {t})};
}

const numbers = ["open", "high", "low", "close", "volume", "adjusted"] as const;

function wrongWith(bar: Bar, cells: readonly string[], columns: Columns): readonly [FaultKind, string] | null {
  if (Number.isNaN(bar.t)) return ["time", `unparsable date: ${cellAt(cells, columns.t) || "empty"}`];
  for (const column of numbers) {
    if (!Number.isNaN(bar[column])) continue;
    const cell = cellAt(cells, columns[column]);
    return cell === "" ? ["missing", `missing ${column}`] : ["number", `unparsable ${column}: ${cell}`];
  }
  return bar.symbol === "" ? ["symbol", "missing symbol"] : null;
}

/** A row's cell without the spaces about it; empty where the row or the table has none. */
function cellAt(cells: readonly string[], place: number): string {
  return place < cells.length && place >= 0 ? cells[place].trim() : "";
}

function numberOf(cell: string): number {
  return cell === "" || /[xob]/i.test(cell) ? NaN : Number(cell);
}

const dates = new Map<string, number>();

function timeOf(text: string): number {
  const known = dates.get(text);
  if (known !== undefined) return known;
  const t = parse(text);
  if (dates.size < 100_000) dates.set(text, t);
  return t;
}

function parse(text: string): number {
  if (/^\d{9,10}$/.test(text)) return Number(text) * 1000;
  if (/^\d{12,13}$/.test(text)) return Number(text);
  const [, local, sign, hours, minutes = "0"] = /^(.*:\d\d(?:\.\d+)?)([+-])(\d\d):?(\d\d)?$/.exec(text) ?? ["", text];
  const offset = sign === undefined ? 0 : (Number(hours) * 60 + Number(minutes)) * (sign === "+" ? -60_000 : 60_000);
  try {
    return parseDate(local) + offset;
  } catch {
    return NaN;
  }
}

/** The first ten of a list, and how many more there are. */
function some(list: readonly string[]): string {
  const more = list.length - 10;
  return more > 0 ? `${list.slice(0, 10).join(", ")} and ${more} more` : list.join(", ");
}

/** The file's text in pieces that end where a line does. */
async function* wholeLines(file: string, progress: (bytes: number) => void): AsyncGenerator<string> {
  const handle: FileHandle = await open(file);
  const raw = handle.createReadStream({highWaterMark: 1 << 18});
  let read = 0;
  raw.on("data", (chunk) => progress((read += chunk.length)));
  const stream = /\.gz$/i.test(file) ? raw.pipe(createGunzip({chunkSize: 1 << 18})) : raw;
  raw.on("error", (error) => stream.destroy(error));
  let rest = "";
  try {
    let begun = false;
    for await (const piece of stream.setEncoding("utf8")) {
      rest += begun ? (piece as string) : (piece as string).replace(/^\uFEFF/, "");
      begun = true;
      const end = rest.lastIndexOf("\n") + 1;
      if (end === 0) continue;
      yield rest.slice(0, end);
      rest = rest.slice(end);
    }
  } catch (cause) {
    throw new Error(`invalid file: ${file} cannot be read (${(cause as Error).message})`, {cause});
  } finally {
    raw.destroy();
    await handle.close().catch(() => {});
  }
  if (rest !== "") yield rest;
}
