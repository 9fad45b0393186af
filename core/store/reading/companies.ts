import type {DuckDBConnection} from "@duckdb/node-api";
import type {Action} from "../../plugin.js";
import {named, quoted, readDoubles, readRows} from "../disk/duck.js";
import type {Manifest} from "../disk/manifest.js";
import {unitsOf} from "../disk/units.js";
import {milliseconds} from "../disk/write.js";
import type {Span} from "../intake/coverage.js";
import type {Tenure} from "./identity.js";
import {tenures} from "./identity.js";

/** One symbol's bars in time order. */
export interface Series {
  readonly symbol: string;
  readonly t: Float64Array;
  readonly values: Readonly<Record<string, Float64Array>>;
}

/** SQL for the rows wanted of companies, under their names: symbol, t and the columns. */
export function barsSql(
  symbols: readonly string[],
  held: readonly Tenure[],
  columns: readonly string[],
  span: Span
): string {
  const names = columns.map(named).join(", ");
  const special = new Set(held.map(({ticker}) => ticker));
  const plain = symbols.filter((symbol) => !special.has(symbol));
  const parts = held.filter(({symbol}) => symbols.includes(symbol));
  const selects = parts.map(({ticker, from, to, symbol}) => {
    const when = within({from: Math.max(from, span.from), to: Math.min(to, span.to)});
    return `SELECT ${quoted(symbol)} AS symbol, t, ${names} FROM bars WHERE symbol = ${quoted(ticker)}${when}`;
  });
  if (plain.length > 0)
    selects.push(
      `SELECT symbol, t, ${names} FROM bars WHERE symbol IN (${plain.map(quoted).join(", ")})${within(span)}`
    );
  return selects.join(" UNION ALL ");
}

function within({from, to}: Span): string {
  const after = from === -Infinity ? "" : ` AND t >= epoch_ms(${from})`;
  return after + (to === Infinity ? "" : ` AND t < epoch_ms(${to})`);
}

/** A table's bars by symbol. */
export async function seriesIn(
  connection: DuckDBConnection,
  table: string,
  fields: readonly string[]
): Promise<Series[]> {
  const counts = await readRows(
    connection,
    `SELECT symbol, count(*)::DOUBLE AS n FROM ${table} GROUP BY symbol ORDER BY symbol`
  );
  const selected = [milliseconds("t"), ...fields.map(named)].join(", ");
  const [t, ...values] = await readDoubles(connection, `SELECT ${selected} FROM ${table} ORDER BY symbol, t`);
  let stop = 0;
  return counts.map(({symbol, n}) => {
    const start = stop;
    stop += Number(n);
    const part = fields.map((name, c) => [name, values[c].subarray(start, stop)] as const);
    return {symbol: String(symbol), t: t.subarray(start, stop), values: Object.fromEntries(part)};
  });
}

export async function readActions(connection: DuckDBConnection): Promise<Action[]> {
  const rows = await readRows(
    connection,
    `SELECT symbol, ${milliseconds("t")} AS t, action, value, "to", cash, ${milliseconds("paid")} AS paid
      FROM actions ORDER BY ALL`
  );
  const stated = (row: object) => Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== null));
  return rows.map((row) => stated(row) as unknown as Action);
}

/** Who had which ticker when; nothing where no company ever changed or lost its own. */
export async function tenuresIn(connection: DuckDBConnection, actions: readonly Action[]): Promise<Tenure[]> {
  const changes = actions.filter(({action}) => action === "rename" || action === "delisting" || action === "merger");
  const tickersOf = ({action, symbol, to}: Action) =>
    action === "rename" && to !== undefined ? [symbol, to] : [symbol];
  const tickers = [...new Set(changes.flatMap(tickersOf))];
  if (tickers.length === 0) return [];
  await connection.run(
    `CREATE TABLE changed AS SELECT symbol, t FROM bars WHERE symbol IN (${tickers.map(quoted).join(", ")})`
  );
  const list = await seriesIn(connection, "changed", []);
  return tenures(changes, new Map(list.map(({symbol, t}) => [symbol, t])));
}

/** All symbols that there are bars of, in alphabetical order. */
export async function symbolsIn(
  connection: DuckDBConnection,
  manifest: Manifest,
  held: readonly Tenure[],
  asOf?: number
): Promise<string[]> {
  const units = unitsOf(manifest, "bars", asOf);
  const special = new Set(held.map(({ticker}) => ticker));
  const isPart = units.some(({parts}) => parts !== undefined && parts !== "all");
  const all = isPart
    ? (await readRows(connection, "SELECT DISTINCT symbol FROM bars")).map(({symbol}) => String(symbol))
    : [...new Set(units.flatMap(({symbols}) => [...symbols]))];
  const plain = all.filter((symbol) => !special.has(symbol));
  return [...new Set([...plain, ...held.map(({symbol}) => symbol)])].sort();
}

/** What a company is called now, of which a ticker is given that it had before. */
export function nameOf(symbol: string, held: readonly Tenure[]): string {
  if (held.some((each) => each.symbol === symbol)) return symbol;
  return held.findLast(({ticker}) => ticker === symbol)?.symbol ?? symbol;
}

/** The splits and dividends of a company, under whatever ticker they were recorded. */
export function actionsOf(symbol: string, actions: readonly Action[], held: readonly Tenure[]): Action[] {
  const own = held.filter((each) => each.symbol === symbol);
  if (own.length === 0) return actions.filter((action) => action.symbol === symbol);
  return actions.filter(({symbol: ticker, t}) => {
    return own.some((each) => each.ticker === ticker && t >= each.from && t < each.to);
  });
}
