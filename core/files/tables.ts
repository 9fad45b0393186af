import {Absent} from "../base/absent.js";
import type {CalendarName} from "../base/calendar.js";
import type {Item, Query} from "../plugin.js";
import {calendar, calendarNames} from "../base/calendar.js";
import {rowReader} from "./bars.js";
import type {ColumnMap} from "./columns.js";
import {readColumnMap} from "./columns.js";
import type {Progress} from "./each-file.js";
import {itemsOfFiles, lost, readable} from "./each-file.js";
import type {FoundFile} from "./found.js";
import {checkFormat} from "./cells/formats.js";
import type {Layout} from "./layouts.js";
import {checkTimeframe, layoutOf, namedBy, timeframeOf} from "./layouts.js";
import type {CellReaders, CellStyle, RowReader, Wanted} from "./reading.js";
import {cellReaders, textAt, timeAt} from "./reading.js";
import type {Rows} from "./rows.js";
import {sessionCheck} from "./session-check.js";

/** How a source's files are written, as its options say. */
export interface TableOptions {
  readonly symbol: string;
  readonly columns: string;
  readonly format: string;
  readonly zone: string;
  readonly decimal: string;
  readonly thousands: string;
  readonly calendar: string;
}

/** How files are read that hold tables. */
export interface Tables {
  readonly files: readonly FoundFile[];
  readonly map: ColumnMap;
  readonly style: CellStyle;
  /** The symbol of rows that state none; empty for what the file's name says. */
  readonly symbol: string;
  /** Whose sessions the bars have. */
  readonly calendar: CalendarName;
  /** What messages call the source. */
  readonly source: string;
  /** A file's rows, its header among them. */
  rows(file: FoundFile, progress: (bytes: number) => void): AsyncIterable<Rows>;
}

/** The calendar that an option names. Throws where there is none of the name. */
export function calendarNamed(name: string): CalendarName {
  const found = calendarNames.find((each) => each === name);
  if (found === undefined) throw new Error(`unknown calendar: ${name}; calendars are ${calendarNames.join(", ")}`);
  return found;
}

/** What the options say, with what a column map states about the vendor's files where they are silent. */
export async function tableStyle(options: TableOptions): Promise<{map: ColumnMap; style: CellStyle}> {
  const map = await readColumnMap(options.columns);
  const style = {
    format: options.format || (map.format ?? ""),
    zone: options.zone || (map.zone ?? ""),
    decimal: options.decimal || (map.decimal ?? ""),
    thousands: options.thousands || (map.thousands ?? ""),
    market: calendar(calendarNamed(options.calendar)).timeZone
  };
  checkFormat(style.format);
  return {map, style};
}

/**
 * The items of tables, many at a time: an awaited array costs less than as many awaited bars.
 *
 *     file ──► rows ──► layout ──► bars, actions, faults
 *
 * A table that is written newest first is turned, which takes its bars into memory. A file that cannot be read, or is
 * no table of bars, is one fault, with its name for its origin, and the others go on; where there is no other, it
 * throws. Text files (`.txt`) that are no tables are left out. Throws where a file holds bars of another length than
 * those asked for, and at the end an `Absent` where symbols asked for are in none.
 */
export async function* itemsOfTables(tables: Tables, query: Query, context: Progress): AsyncGenerator<readonly Item[]> {
  const {files, source, symbol} = tables;
  for (const {name} of files) checkTimeframe(namedBy(name).timeframe, query.timeframe, name);
  const wanted: Wanted = {query, symbols: query.symbols && new Set(query.symbols), seen: new Set(), partial: false};
  const readers = cellReaders(tables.style, query);
  const check = sessionCheck(calendar(tables.calendar), query.timeframe, context.log);
  const lostFiles: string[] = [];
  yield* itemsOfFiles(files, context, async function* (file, progress) {
    const fallback = symbol || namedBy(file.name).symbol;
    const watch = check.file();
    try {
      for await (const items of itemsOfTable(file, fallback, tables, readers, wanted, progress)) {
        watch(items, file.name);
        yield items;
      }
    } catch (error) {
      lostFiles.push(file.name);
      throw error;
    }
  });
  if (wanted.partial) return;
  const absent = [...(wanted.symbols ?? [])].filter((each) => !wanted.seen.has(each));
  if (absent.length > 0) throw new Absent(absent, describeAbsent(absent, wanted.seen, source, lostFiles));
}

/** A file's items. Throws a `lost` error where it is no table. */
async function* itemsOfTable(
  file: FoundFile,
  fallback: string,
  {map, rows}: Tables,
  readers: CellReaders,
  wanted: Wanted,
  progress: (bytes: number) => void
): AsyncGenerator<readonly Item[]> {
  const {name} = file;
  const held: (readonly Item[])[] = [];
  let layout: Layout | undefined;
  let read: RowReader | undefined;
  let backwards = false;
  try {
    for await (const {cells, lines, partial} of readable(rows(file, progress), name)) {
      const skip = layout ? 0 : (layout = layoutOf(cells, map, name)).skip;
      if (!read) {
        if (layout.length !== undefined) checkTimeframe(timeframeOf(layout.length), wanted.query.timeframe, name);
        if (isUnwanted(layout, fallback, wanted)) return;
        read = rowReader(layout, fallback, readers, wanted);
        backwards = layout.holds === "bars" && isBackwards(cells.slice(skip), layout, readers);
      }
      if (partial) wanted.partial = true;
      const items: Item[] = [];
      for (let i = skip; i < cells.length; ++i) {
        const row = cells[i];
        if (row.length === 1 && typeof row[0] === "string" && row[0].trim() === "") continue;
        read(row, `${name}:${lines[i]}`, items);
      }
      if (backwards) held.push(items.reverse());
      else yield items;
    }
  } catch (error) {
    yield* held.reverse();
    throw error;
  }
  yield* held.reverse();
  if (!layout) throw lost(`missing header: ${name} is empty`);
}

/** Whether a table's rows are in the order of their times, newest first: two descents at least, and no ascent. */
function isBackwards(rows: Rows["cells"], {groups: [{columns}]}: Layout, {label}: CellReaders): boolean {
  const last = new Map<string, number>();
  let descents = 0;
  for (const cells of rows) {
    const symbol = columns.symbol < 0 ? "" : textAt(cells, columns.symbol);
    const t = label(timeAt(cells, columns));
    const before = last.get(symbol);
    if (before !== undefined && t > before) return false;
    if (before !== undefined && t < before) ++descents;
    if (!Number.isNaN(t)) last.set(symbol, t);
  }
  return descents >= 2;
}

/** Whether all rows of a file are of symbols that were not asked for. */
function isUnwanted({groups}: Layout, fallback: string, {symbols, seen}: Wanted): boolean {
  if (!symbols || groups.some(({columns, symbol}) => symbol === undefined && columns.symbol >= 0)) return false;
  const own = groups.map(({symbol}) => symbol ?? fallback);
  if (own.some((symbol) => symbols.has(symbol))) return false;
  for (const symbol of own) seen.add(symbol);
  return true;
}

function describeAbsent(
  absent: readonly string[],
  seen: ReadonlySet<string>,
  source: string,
  lostFiles: readonly string[]
): string {
  const what = absent.length === 1 ? "unknown symbol" : "unknown symbols";
  const has = seen.size === 0 ? "none" : some([...seen].sort());
  const unread = lostFiles.length === 0 ? "" : `, and could not read ${some(lostFiles)}`;
  return `${what}: ${some(absent)}; ${source} has ${has}${unread}`;
}

/** The first ten of a list, and how many more there are. */
function some(list: readonly string[]): string {
  const more = list.length - 10;
  return more > 0 ? `${list.slice(0, 10).join(", ")} and ${more} more` : list.join(", ");
}
