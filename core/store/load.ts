import type {Panel} from "../base/panel.js";
import {formatDate} from "../base/timeframe.js";
import {quoted, readDoubles, readRows, withDatabase} from "./duck.js";
import {datasetManifest} from "./manifest.js";
import {barsSql, checkSegments} from "./segments.js";

/** The fields that bars have. */
export const barFields = ["open", "high", "low", "close", "volume", "adjusted"] as const;
export type BarField = (typeof barFields)[number];

/** Which bars to load. */
export interface Request {
  /** source/timeframe. */
  readonly dataset: string;
  /** The current one where left out. */
  readonly version?: string;
  /** All where left out. */
  readonly symbols?: readonly string[];
  /** `from` ≤ t < `to`, epoch milliseconds UTC; unbounded where left out. */
  readonly from?: number;
  readonly to?: number;
  /** All where left out. */
  readonly fields?: readonly BarField[];
  /** Passes over what was ingested after this instant, epoch milliseconds. */
  readonly asOf?: number;
}

/**
 * Loads bars as a panel: a row for each time at which any of the symbols has a bar, the symbols in the order asked for
 * (else alphabetical), `NaN` where a symbol has no bar. Every segment's hash is checked first. Throws where a symbol is
 * not in the dataset or nothing lies in the span.
 */
export async function loadPanel(home: string, request: Request): Promise<Panel> {
  const {dataset, version, from = -Infinity, to = Infinity, fields = barFields, asOf = Infinity} = request;
  const manifest = await datasetManifest(home, dataset, version);
  const segments = manifest.segments.filter(({ingested}) => ingested <= asOf);
  const bars = barsSql(home, dataset, segments);
  if (bars === null) throw new Error(`missing bars: ${dataset} had none by ${dateOf(asOf)}`);
  const present = [...new Set(segments.flatMap((segment) => segment.symbols))].sort();
  const symbols = [...new Set(request.symbols ?? present)];
  for (const symbol of symbols) if (!present.includes(symbol)) throw unknownSymbol(symbol, dataset, present);
  if (from >= to) throw new Error(`invalid dates: from ${dateOf(from)} to ${dateOf(to)} holds no day`);
  if (symbols.length === 0) throw new Error("missing symbols: an empty list asks for nothing");
  await checkSegments(home, dataset, segments);
  return withDatabase(async (connection) => {
    const conditions = [`symbol IN (${symbols.map(quoted).join(", ")})`];
    if (from !== -Infinity) conditions.push(`t >= epoch_ms(${from})`);
    if (to !== Infinity) conditions.push(`t < epoch_ms(${to})`);
    await connection.run(`CREATE TABLE bars AS SELECT * FROM (${bars}) WHERE ${conditions.join(" AND ")}`);
    const [times] = await readDoubles(connection, `SELECT DISTINCT epoch_ms(t)::DOUBLE AS ms FROM bars ORDER BY ms`);
    if (times.length === 0)
      throw new Error(`missing bars: ${dataset} has none of ${some(symbols)} from ${dateOf(from)} to ${dateOf(to)}`);
    const counts = await readRows(
      connection,
      "SELECT symbol, count(*)::DOUBLE AS n FROM bars GROUP BY symbol ORDER BY symbol"
    );
    const selected = ["epoch_ms(t)::DOUBLE", ...fields].join(", ");
    const [t, ...values] = await readDoubles(connection, `SELECT ${selected} FROM bars ORDER BY symbol, t`);
    const n = symbols.length;
    const columns = fields.map(() => new Float64Array(times.length * n).fill(NaN));
    let k = 0;
    for (const {symbol, n: count} of counts) {
      const place = symbols.indexOf(String(symbol));
      const stop = k + Number(count);
      for (let row = 0; k < stop; ++row) {
        if (times[row] !== t[k]) continue;
        for (let f = 0; f < fields.length; ++f) columns[f][row * n + place] = values[f][k];
        ++k;
      }
    }
    return {times, symbols, fields: Object.fromEntries(fields.map((name, f) => [name, columns[f]]))};
  });
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
