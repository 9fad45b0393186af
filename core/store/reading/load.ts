import type {DuckDBConnection} from "@duckdb/node-api";
import {calendar} from "../../base/calendar.js";
import type {Panel} from "../../base/panel.js";
import type {Timeframe} from "../../base/timeframe.js";
import {formatDate} from "../../base/timeframe.js";
import type {Action, Observation} from "../../plugin.js";
import type {Adjustment} from "./adjust.js";
import {adjustBars} from "./adjust.js";
import {createTable, quoted, readDoubles, readRows} from "../disk/duck.js";
import type {Series} from "./companies.js";
import {actionsOf, barsSql, nameOf, readActions, seriesIn, symbolsIn, tenuresIn} from "./companies.js";
import type {Tenure} from "./identity.js";
import {datasetManifest} from "../disk/manifest.js";
import type {Reading} from "./read.js";
import {withDataset} from "./read.js";
import type {Resampling} from "./resample.js";
import {resample} from "./resample.js";
import {milliseconds} from "../disk/write.js";

/** The fields that bars have. */
export const barFields = ["open", "high", "low", "close", "volume", "adjusted"] as const;
export type BarField = (typeof barFields)[number];

/** Which bars to load. */
export interface Request extends Reading {
  /** All where left out. */
  readonly fields?: readonly BarField[];
  /** `none` where left out: prices as they were traded. */
  readonly adjust?: Adjustment;
  /** Longer bars than the dataset's, made of them by the sessions of its calendar; half bars at the end are left out. */
  readonly timeframe?: Timeframe;
}

const day = 86_400_000;

/**
 * Loads bars as a panel: a row for each time at which any of the symbols has a bar, the symbols in the order asked for
 * (else alphabetical), `NaN` where a symbol has no bar. Every file's hash is checked first. A symbol is a company's: a
 * series goes on through a rename under the latest ticker, and a ticker that another company had before does not join the
 * two, see `tenures`. Prices are adjusted, where that is asked for, by the actions up to the last row alone; where it is not, a bar of a week or
 * month is in the units of its first day. Throws where
 * a symbol is not in the dataset or nothing lies in the span.
 */
export async function loadPanel(home: string, request: Request): Promise<Panel> {
  const {dataset, from = -Infinity, to = Infinity, fields = barFields, adjust = "none"} = request;
  await datasetManifest(home, dataset, request.version);
  if (from >= to) throw new Error(`invalid dates: from ${dateOf(from)} to ${dateOf(to)} holds no day`);
  if (request.symbols?.length === 0) throw new Error("missing symbols: an empty list asks for nothing");
  const {version, asOf, symbols: asked} = request;
  return withDataset(home, {dataset, version, asOf}, async (connection, manifest) => {
    const timeframe = request.timeframe ?? manifest.timeframe;
    const longer = timeframe !== manifest.timeframe;
    const actions = await readActions(connection);
    const held = await tenuresIn(connection, actions);
    const present = await symbolsIn(connection, manifest, held, asOf);
    const symbols = [...new Set(asked?.map((symbol) => nameOf(symbol, held)) ?? present)];
    for (const symbol of symbols) if (!present.includes(symbol)) throw unknownSymbol(symbol, dataset, present);
    const needed = longer ? barFields : [...new Set([...fields, ...(adjust === "all" ? ["close" as const] : [])])];
    await connection.run(`CREATE TABLE picked AS ${barsSql(symbols, held, needed, {from, to})}`);
    const [[rows], [last]] = await readDoubles(
      connection,
      `SELECT count(*)::DOUBLE, ${milliseconds("max(t)")} FROM picked`
    );
    if (rows === 0)
      throw new Error(`missing bars: ${dataset} has none of ${some(symbols)} from ${dateOf(from)} to ${dateOf(to)}`);
    const market = calendar(manifest.calendar ?? "XNYS");
    const until = Math.min(asOf ?? Infinity, longer ? market.closeOf(manifest.timeframe, last) : Infinity);
    const resampling = {from: manifest.timeframe, to: timeframe, calendar: market, until};
    if (longer && adjust === "none") {
      await inFirstUnits(connection, symbols, actions, held, resampling);
      return panelOf(symbols, await lengthen(connection, "picked", resampling), fields);
    }
    const list = await seriesIn(connection, "picked", needed);
    if (adjust !== "none")
      for (const {symbol, t, values} of list)
        adjustBars(t, values.close ?? t, values, actionsOf(symbol, actions, held), adjust);
    if (!longer) return panelOf(symbols, list, fields);
    await putBack(connection, list);
    return panelOf(symbols, await lengthen(connection, "adjusted_bars", resampling), fields);
  });
}

/** Who had which ticker when, and all companies that there are bars of, by the names that `loadPanel` gives them. */
export async function loadCompanies(
  home: string,
  {dataset, version, asOf}: Reading
): Promise<{readonly symbols: readonly string[]; readonly tenures: readonly Tenure[]}> {
  return withDataset(home, {dataset, version, asOf}, async (connection, manifest) => {
    const held = await tenuresIn(connection, await readActions(connection));
    return {symbols: await symbolsIn(connection, manifest, held, asOf), tenures: held};
  });
}

/** The series of a dataset's observations, or those named, as they were known. */
export async function loadObservations(
  home: string,
  {dataset, version, asOf}: Reading,
  series?: readonly string[]
): Promise<Observation[]> {
  return withDataset(home, {dataset, version, asOf}, async (connection) => {
    const where = series ? ` WHERE series IN (${series.map(quoted).join(", ")})` : "";
    const rows = await readRows(
      connection,
      `SELECT series, symbol, ${milliseconds("t")} AS t, ${milliseconds("published")} AS published, value
        FROM observations${where} ORDER BY ALL`
    );
    return rows.map(({symbol, ...rest}) => ({...rest, ...(symbol !== null && {symbol})}) as Observation);
  });
}

function panelOf(symbols: readonly string[], list: readonly Series[], fields: readonly BarField[]): Panel {
  const times = timesOf(list);
  const n = symbols.length;
  const columns = fields.map(() => new Float64Array(times.length * n).fill(NaN));
  const place = new Map(symbols.map((symbol, i) => [symbol, i]));
  for (const {symbol, t, values} of list) {
    const at = place.get(symbol)!;
    for (let row = 0, k = 0; row < times.length && k < t.length; ++row) {
      if (times[row] !== t[k]) continue;
      for (let f = 0; f < fields.length; ++f) columns[f][row * n + at] = values[fields[f]][k];
      ++k;
    }
  }
  return {times, symbols, fields: Object.fromEntries(fields.map((name, f) => [name, columns[f]]))};
}

/** All times of the series, ascending. */
function timesOf(list: readonly Series[]): Float64Array {
  const all = new Set<number>();
  for (const {t} of list) for (const each of t) all.add(each);
  return Float64Array.from(all).sort();
}

/** Puts the bars `picked` that follow a split within a longer bar into the units of that bar's first day. */
async function inFirstUnits(
  connection: DuckDBConnection,
  symbols: readonly string[],
  actions: readonly Action[],
  held: readonly Tenure[],
  {to, calendar}: Omit<Resampling, "table" | "into">
): Promise<void> {
  if (to !== "1w" && to !== "1mo") return;
  const all = actions.filter(({action}) => action === "split");
  const within = (all.length > 0 ? symbols : []).flatMap((symbol) =>
    actionsOf(symbol, all, held).flatMap(({t, value = NaN}) => {
      const [session = NaN] = calendar.sessions(t, t + 15 * day);
      const label = calendar.labelAt(to, calendar.hours(session)?.open ?? NaN);
      if (!(label < t)) return [];
      return [{symbol, t, next: calendar.labels(to, label + 1, label + 40 * day)[0], value}];
    })
  );
  if (within.length === 0) return;
  await createTable(connection, "splits_within", {
    symbol: within.map(({symbol}) => symbol),
    first: Float64Array.from(within, ({t}) => t),
    next: Float64Array.from(within, ({next}) => next),
    value: Float64Array.from(within, ({value}) => value)
  });
  const prices = ["open", "high", "low", "close"].map((name) => `${name} = ${name} * ratio`);
  await connection.run(
    `UPDATE picked SET ${prices.join(", ")}, volume = volume / ratio FROM (
      SELECT symbol, t, product(value) AS ratio FROM picked JOIN splits_within USING (symbol)
      WHERE epoch_ms(t) >= first AND epoch_ms(t) < next GROUP BY symbol, t
    ) changed WHERE picked.symbol = changed.symbol AND picked.t = changed.t`
  );
}

/** A table's bars as longer ones, as far as those are closed. */
async function lengthen(
  connection: DuckDBConnection,
  table: string,
  resampling: Omit<Resampling, "table" | "into">
): Promise<Series[]> {
  await resample(connection, {...resampling, table});
  const longer = await seriesIn(connection, "resampled", barFields);
  if (longer.length === 0) throw new Error(`missing bars: no ${resampling.to} bar is whole`);
  return longer;
}

/** Puts series into the database as `adjusted_bars`, in place of `picked`. */
async function putBack(connection: DuckDBConnection, list: readonly Series[]): Promise<void> {
  await connection.run("DROP TABLE picked");
  const length = list.reduce((sum, {t}) => sum + t.length, 0);
  const all = (get: (series: Series) => Float64Array) => {
    const out = new Float64Array(length);
    let offset = 0;
    for (const series of list) {
      out.set(get(series), offset);
      offset += series.t.length;
    }
    return out;
  };
  const symbol = new Array<string>(length);
  let offset = 0;
  for (const series of list) symbol.fill(series.symbol, offset, (offset += series.t.length));
  const fields = barFields.map((name) => [name, all(({values}) => values[name])] as const);
  await createTable(connection, "adjusted", {symbol, ms: all(({t}) => t), ...Object.fromEntries(fields)});
  await connection.run("CREATE VIEW adjusted_bars AS SELECT *, epoch_ms(ms::BIGINT)::TIMESTAMP_MS AS t FROM adjusted");
}

function unknownSymbol(symbol: string, dataset: string, present: readonly string[]): Error {
  return new Error(`unknown symbol: ${symbol}; ${dataset} has ${some(present)}`);
}

/** The first ten of a list, and how many more there are. */
function some(list: readonly string[]): string {
  const more = list.length - 10;
  return more > 0 ? `${list.slice(0, 10).join(", ")} and ${more} more` : list.join(", ");
}

function dateOf(t: number): string {
  return t === Infinity ? "the end" : t === -Infinity ? "the beginning" : formatDate(t);
}
