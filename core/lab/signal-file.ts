import type {Panel} from "../base/panel.js";
import type {Connection} from "../store/disk/duck.js";
import {named, quoted, readRows, withDatabase} from "../store/disk/duck.js";

/** Headings under which a file's columns are looked for, in any case. */
const headings = {
  time: ["date", "t", "time", "timestamp", "datetime", "day"],
  symbol: ["symbol", "ticker", "asset", "name", "instrument"],
  value: ["signal", "factor", "score", "value", "prediction", "forecast"]
} as const;

/** What of a file's cells found its place in a panel. */
export interface Taken {
  readonly column: Float64Array;
  /** Values of the file that are numbers. */
  readonly values: number;
  /** Those of them whose time or symbol the panel does not have. */
  readonly outside: number;
}

/**
 * Reads a signal of the user's own from a CSV or Parquet file and lays it out as a panel: either a row for each time and
 * symbol (`date,symbol,signal`), or a row for each time and a column for each symbol. Times are dates, timestamps without a
 * zone (UTC), or epoch milliseconds. Throws where the file cannot be read, has no column of times, or nothing of it fits.
 */
export async function readSignal(file: string, {times, symbols}: Pick<Panel, "times" | "symbols">): Promise<Taken> {
  const rows = Array.from(times.entries(), ([row, t]) => [t, row] as const);
  const rowAt = new Map(rows);
  const placeOf = new Map(symbols.map((symbol, s) => [symbol, s]));
  const column = new Float64Array(times.length * symbols.length).fill(NaN);
  let [values, outside] = [0, 0];
  for (const {t, symbol, value} of await withDatabase((connection) => cells(connection, file))) {
    if (typeof value !== "number" || !Number.isFinite(value)) continue;
    ++values;
    const [row, place] = [rowAt.get(Number(t)), placeOf.get(String(symbol))];
    if (row === undefined || place === undefined) ++outside;
    else column[row * symbols.length + place] = value;
  }
  if (values === 0) throw new Error(`missing signal: ${file} holds no numbers; write date,symbol,signal`);
  if (outside === values)
    throw new Error(`invalid signal: no time and symbol of ${file} is one of the dataset's, such as ${symbols[0]}`);
  return {column, values, outside};
}

/** The group of each symbol from a CSV or Parquet file of `symbol,group`: a number each, `NaN` where it has none. */
export async function readGroups(
  file: string,
  symbols: readonly string[]
): Promise<{readonly group: Float64Array; readonly names: readonly string[]}> {
  const rows = await withDatabase(async (connection) => {
    const source = sourceOf(file);
    const all = await columnsOf(connection, source, file);
    const symbol = all.find(({name}) => headings.symbol.includes(name.toLowerCase() as "symbol"));
    const group = all.find((each) => each !== symbol);
    if (!symbol || !group) throw new Error(`missing columns: ${file} has ${list(all)}; write symbol,group`);
    return readRows(
      connection,
      `SELECT CAST(${named(symbol.name)} AS VARCHAR) AS symbol, CAST(${named(group.name)} AS VARCHAR) AS "group" FROM ${source}`
    );
  });
  const names = [...new Set(rows.flatMap(({group}) => (typeof group === "string" ? [group] : [])))].sort();
  const of = new Map(rows.map((row) => [row.symbol, names.indexOf(String(row.group))]));
  const group = Float64Array.from(symbols, (symbol) => {
    const place = of.get(symbol) ?? -1;
    return place < 0 ? NaN : place;
  });
  if (group.every(Number.isNaN)) throw new Error(`invalid groups: no symbol of ${file} is one of ${symbols[0]} …`);
  return {group, names};
}

interface FileColumn {
  readonly name: string;
  readonly type: string;
}

const list = (columns: readonly FileColumn[]) => columns.map(({name}) => name).join(", ");

function sourceOf(file: string): string {
  return /\.parquet$/i.test(file) ? `read_parquet(${quoted(file)})` : `read_csv(${quoted(file)}, header = true)`;
}

async function columnsOf(connection: Connection, source: string, file: string): Promise<readonly FileColumn[]> {
  const described = await readRows(connection, `DESCRIBE SELECT * FROM ${source}`).catch((error: Error) => {
    throw new Error(`invalid file: ${file} cannot be read: ${error.message.split("\n")[0]}`, {cause: error});
  });
  return described.map((row) => ({name: String(row.column_name), type: String(row.column_type)}));
}

/** A file's cells as rows of `t` (epoch milliseconds), `symbol` and `value`. */
async function cells(connection: Connection, file: string): Promise<Record<string, unknown>[]> {
  const source = sourceOf(file);
  const all = await columnsOf(connection, source, file);
  const find = (kind: keyof typeof headings) =>
    all.find(({name}) => (headings[kind] as readonly string[]).includes(name.toLowerCase()));
  const time = find("time");
  if (!time) throw new Error(`missing times: ${file} has ${list(all)}; name a column date`);
  const t = /INT|DOUBLE|FLOAT|DECIMAL/.test(time.type)
    ? `CAST(${named(time.name)} AS DOUBLE)`
    : `CAST(epoch_ms(CAST(${named(time.name)} AS TIMESTAMP)) AS DOUBLE)`;
  const symbol = find("symbol");
  if (symbol) {
    const others = all.filter((each) => each !== time && each !== symbol);
    const value = find("value") ?? (others.length === 1 ? others[0] : undefined);
    if (!value) throw new Error(`missing signal: ${file} has ${list(all)}; name a column signal`);
    const number = `TRY_CAST(${named(value.name)} AS DOUBLE)`;
    const text = `CAST(${named(symbol.name)} AS VARCHAR)`;
    return readRows(connection, `SELECT ${t} AS t, ${text} AS symbol, ${number} AS value FROM ${source}`);
  }
  const wide = all.filter((each) => each !== time);
  if (wide.length === 0) throw new Error(`missing signal: ${file} has ${list(all)}; write date,symbol,signal`);
  const casts = wide.map(({name}) => `TRY_CAST(${named(name)} AS DOUBLE) AS ${named(name)}`).join(", ");
  const names = wide.map(({name}) => named(name)).join(", ");
  return readRows(
    connection,
    `UNPIVOT (SELECT ${t} AS "t at", ${casts} FROM ${source}) ON ${names} INTO NAME symbol VALUE value`
  ).then((rows) => rows.map(({"t at": at, symbol, value}) => ({t: at, symbol, value})));
}
