import {asyncBufferFromFile, parquetMetadataAsync, parquetScan, parquetSchema} from "hyparquet";
import type {FileMetaData, RowGroup, SchemaTree} from "hyparquet";
import {compressors} from "hyparquet-compressors";
import type {Query} from "../plugin.js";
import type {Written} from "./cells/formats.js";
import {offsetsOf} from "./cells/zones.js";
import type {ColumnMap, Columns} from "./columns.js";
import type {FoundFile} from "./found.js";
import {layoutOf} from "./layouts.js";
import type {Rows} from "./rows.js";

const day = 86_400_000;

/** Rows handed on at once. */
const most = 16_384;

/**
 * A Parquet file's rows: first the names of its columns as a header, on line 0, then the rows, numbered from 1, one row
 * group in memory at a time. Dates and times are as `Written` has them: those of columns that are not adjusted to UTC
 * as a clock shows them, those that pandas wrote with a time zone with their offset there. Where a layout of bars is
 * found, only its columns are read, and row groups whose statistics show that they hold nothing that was asked for are
 * not.
 */
export async function* parquetRows(
  file: FoundFile,
  map: ColumnMap,
  query: Query | null,
  progress: (bytes: number) => void
): AsyncGenerator<Rows> {
  const buffer = await asyncBufferFromFile(file.path);
  const metadata = await parquetMetadataAsync(buffer);
  const trees = parquetSchema(metadata).children.filter(({children}) => children.length === 0);
  const all = trees.map(({element}) => element.name);
  const columns = query === null ? null : usedColumns(all, map, file.name);
  const used =
    columns === null
      ? all.map((_, i) => i)
      : [...new Set(Object.values(columns))].filter((at) => at >= 0).sort((a, b) => a - b);
  const names = used.map((at) => all[at]);
  let header: readonly unknown[][] = [names];
  const zones = zonesOf(metadata);
  const writers = used.map((at) => writtenBy(trees[at], zones.get(all[at])));
  const scan = await parquetScan({file: buffer, metadata, columns: names, compressors, parsers});
  let start = 0;
  let partial = false;
  for (const group of metadata.row_groups) {
    const end = start + Number(group.num_rows);
    const wanted = !columns || !query || holdsDays(group, all[columns.date], query);
    if (!wanted) partial = true;
    else if (!columns || !query?.symbols || holdsSymbols(group, all[columns.symbol], query.symbols)) {
      for (const {rowStart, rowEnd} of scan.ranges.filter((range) => range.rowStart >= start && range.rowEnd <= end)) {
        const data: ArrayLike<unknown>[] = [];
        for (const column of names) data.push(await scan.readColumn({column, rowStart, rowEnd}));
        for (let row = rowStart; row < rowEnd; row += most) {
          yield slice(data, writers, rowStart, row, Math.min(row + most, rowEnd), header);
          header = [];
        }
      }
    }
    start = end;
    progress(Math.round((file.size * end) / Number(metadata.num_rows)));
  }
  yield {cells: header, lines: header.map(() => 0), partial};
}

function slice(
  data: readonly ArrayLike<unknown>[],
  writers: readonly ((cell: unknown) => unknown)[],
  offset: number,
  start: number,
  end: number,
  header: readonly unknown[][]
): Rows {
  const cells = Array.from({length: end - start}, (_, i) =>
    writers.map((write, k) => write(data[k][start - offset + i]))
  );
  const first = start + 1 - header.length;
  return {cells: [...header, ...cells], lines: Float64Array.from({length: end - first + 1}, (_, i) => first + i)};
}

/**
 * The columns of a layout of bars; null where there is none, so that the header is read and refused, and where the map
 * gives places, which are those among all columns.
 */
function usedColumns(names: readonly string[], map: ColumnMap, name: string): Columns | null {
  if (Object.values(map).some((value) => typeof value === "number")) return null;
  try {
    return layoutOf([names], map, name).groups[0].columns;
  } catch {
    return null;
  }
}

/** The time zones that pandas noted of columns. */
function zonesOf({key_value_metadata: notes = []}: FileMetaData): Map<string, string> {
  const text = notes.find(({key}) => key === "pandas")?.value;
  const zones = new Map<string, string>();
  if (text === undefined) return zones;
  interface Note {
    readonly field_name?: string;
    readonly metadata?: {readonly timezone?: string} | null;
  }
  const {columns = []} = JSON.parse(text) as {readonly columns?: readonly Note[]};
  for (const {field_name: name, metadata} of columns)
    if (name !== undefined && metadata?.timezone !== undefined) zones.set(name, metadata.timezone);
  return zones;
}

/** Times as epoch milliseconds: a million numbers take a tenth of the memory of as many dates. */
const parsers = {
  timestampFromMilliseconds: (count: bigint) => Number(count),
  timestampFromMicroseconds: (count: bigint) => Number(count) / 1000,
  timestampFromNanoseconds: (count: bigint) => Number(count / 1000n) / 1000,
  dateFromDays: (count: number) => count * day
};

/** What turns a column's values into cells. */
function writtenBy({element}: SchemaTree, zone: string | undefined): (cell: unknown) => unknown {
  const {converted_type: converted, logical_type: logical, type, scale} = element;
  if (converted === "DATE" || logical?.type === "DATE") return times((t) => ({local: t, clock: false}));
  // The library multiplies by a power of ten, which is no exact number: 1724 × 0.01 is not 17.24.
  if (converted === "DECIMAL" || logical?.type === "DECIMAL") {
    const units = 10 ** (scale ?? 0);
    return (cell) => (typeof cell === "number" ? Math.round(cell * units) / units : cell);
  }
  const stamp = logical?.type === "TIMESTAMP" || converted?.startsWith("TIMESTAMP") || type === "INT96";
  if (!stamp) return (cell) => cell;
  const local = type === "INT96" || (logical?.type === "TIMESTAMP" && !logical.isAdjustedToUTC);
  if (local) return times((t) => ({local: t, clock: true}));
  if (zone === undefined) return times((t) => ({local: t, clock: true, offset: 0}));
  const offsetAt = /^[+-]/.test(zone) ? () => fixed(zone) : offsetsOf(zone);
  return times((t) => {
    const offset = offsetAt(t);
    return {local: t + offset, clock: true, offset};
  });
}

function times(write: (t: number) => Written): (cell: unknown) => unknown {
  return (cell) => (typeof cell === "number" && !Number.isNaN(cell) ? write(Math.floor(cell)) : null);
}

function fixed(zone: string): number {
  const [hours, minutes = 0] = zone.slice(1).split(":").map(Number);
  return (hours * 60 + minutes) * (zone.startsWith("-") ? -60_000 : 60_000);
}

/** Whether a row group may hold bars of a span, as its statistics show; labels lie up to 31 days before their times. */
function holdsDays(group: RowGroup, name: string, {from, to}: Query): boolean {
  const [first, last] = bounds(group, name);
  if (first instanceof Date && first.getTime() - 32 * day >= to) return false;
  return !(last instanceof Date && last.getTime() + 2 * day < from);
}

/** Whether a row group may hold a symbol, as its statistics show. */
function holdsSymbols(group: RowGroup, name: string | undefined, symbols: readonly string[]): boolean {
  const [low, high] = name === undefined ? [] : bounds(group, name);
  if (typeof low !== "string" || typeof high !== "string") return true;
  return symbols.some((each) => each >= low && each <= high);
}

/** The least and the greatest value of a column. */
function bounds({columns}: RowGroup, name: string): [low: unknown, high: unknown] {
  const found = columns.find(
    ({meta_data: meta}) => meta?.path_in_schema.length === 1 && meta.path_in_schema[0] === name
  );
  const {min_value: low, max_value: high, min, max} = found?.meta_data?.statistics ?? {};
  return [low ?? min, high ?? max];
}
