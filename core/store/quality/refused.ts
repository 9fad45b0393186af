import type {DuckDBConnection} from "@duckdb/node-api";
import {csvParseRows} from "d3-dsv";
import type {Bar, FaultKind} from "../../base/market-data.js";
import {createTable, readRows} from "../disk/duck.js";
import type {Found} from "./kinds.js";

const fields = ["open", "high", "low", "close", "volume", "adjusted"] as const;
type Values = {readonly [name in (typeof fields)[number]]?: number};

/** A row that was refused, with those of its values that can be made out. */
export interface Refused {
  readonly kind: FaultKind;
  readonly fault: string;
  readonly origin: string;
  readonly row: string;
  readonly symbol: string | null;
  /** Epoch milliseconds UTC. */
  readonly t: number | null;
  readonly values: Values;
}

/** Where rows come from that a policy and not a source has written. */
export const policyOrigins = {quarantine: "policy quarantine", repair: "policy repair"} as const;

/** Whether a row of the faults was written by a policy. */
export function isPolicy({origin}: Pick<Refused, "origin">): boolean {
  return Object.values<string>(policyOrigins).includes(origin);
}

/** The rows of the table `faults`, in the order of their time. */
export async function readRefused(connection: DuckDBConnection): Promise<Refused[]> {
  const rows = await readRows(
    connection,
    `SELECT DISTINCT kind, fault, origin, "row", symbol, epoch_ms(t)::DOUBLE AS t FROM faults
      ORDER BY symbol, t, kind, origin, fault, "row"`
  );
  return rows.map((row) => {
    const {kind, fault, origin, symbol, t} = row as {
      kind: FaultKind;
      fault: string;
      origin: string | null;
      symbol: string | null;
      t: number | null;
    };
    const text = String(row.row ?? "");
    return {kind, fault, origin: origin ?? "", row: text, symbol, t, values: valuesOf(text, symbol, t)};
  });
}

/**
 * Findings about refused rows: each row's own fault, of a duplicate with what it says otherwise than the bar that counts,
 * a high below its low, and a volume of zero. Reads `quality.prices`.
 */
export async function refusedFindings(
  connection: DuckDBConnection,
  refused: readonly Refused[]
): Promise<readonly Found[]> {
  const counted = await barsOf(
    connection,
    refused.filter(({kind}) => kind === "duplicate")
  );
  return refused.flatMap((each) => {
    const {kind, fault, origin, symbol, t, values} = each;
    const about = {symbol, t, bars: 1, origin};
    if (origin === policyOrigins.quarantine) return [{...about, kind: "withdrawn", detail: fault}];
    if (origin === policyOrigins.repair) return [{...about, kind: "repaired", detail: fault}];
    const {high = NaN, low = NaN, volume} = values;
    const bar = barOf(each);
    const other = kind === "duplicate" ? counted.get(`${symbol} ${t}`) : undefined;
    const detail = other && bar ? `${fault}; ${compared(bar, other)}` : fault;
    const found: Found[] = [{...about, kind, detail, ...(bar && kind === "range" && {rows: [bar]})}];
    if (kind === "range" && high < low)
      found.push({...about, kind: "inverted", detail: `high ${high} is below low ${low}`});
    if (volume === 0) found.push({...about, kind: "zero-volume", detail: "volume is zero, in a row that was refused"});
    return found;
  });
}

/** The bars that are there under the symbols and times of refused rows, by both. */
async function barsOf(connection: DuckDBConnection, refused: readonly Refused[]): Promise<ReadonlyMap<string, Bar>> {
  const named = refused.filter(({symbol, t}) => symbol !== null && t !== null);
  if (named.length === 0) return new Map();
  await createTable(connection, "quality_duplicate_rows", {
    symbol: named.map(({symbol}) => symbol!),
    ms: Float64Array.from(named, ({t}) => t!)
  });
  const rows = (await readRows(
    connection,
    `SELECT symbol, t::DOUBLE AS t, open, high, low, close, volume FROM quality.prices p
      WHERE EXISTS (FROM quality_duplicate_rows d WHERE d.symbol = p.symbol AND d.ms::BIGINT = p.t)`
  )) as unknown as readonly Bar[];
  return new Map(rows.map((bar) => [`${bar.symbol} ${bar.t}`, bar]));
}

function compared(bar: Bar, other: Bar): string {
  const names = ["open", "high", "low", "close", "volume"] as const;
  const apart = names.filter((name) => bar[name] !== other[name]);
  if (apart.length === 0) return "the two agree";
  return `the two differ: ${apart.map((name) => `${name} ${bar[name]}, in the one that counts ${other[name]}`).join("; ")}`;
}

function barOf({symbol, t, values}: Refused): Bar | null {
  const {open, high, low, close, volume, adjusted} = values;
  if (symbol === null || t === null || open === undefined || high === undefined) return null;
  if (low === undefined || close === undefined || volume === undefined) return null;
  return {symbol, t, open, high, low, close, volume, ...(adjusted !== undefined && {adjusted})};
}

/**
 * The values of a refused row. A row that the store's own check refused is an object by name. One that its source refused
 * is text as the source found it: where five or six numbers stand beside the symbol and the time, the last is the volume,
 * as every common layout has it, and of five the first four are open, high, low and close.
 */
function valuesOf(row: string, symbol: string | null, t: number | null): Values {
  if (row.startsWith("{")) return namedValues(row);
  const cells = csvParseRows(row)[0] ?? [];
  const times = t === null ? [] : [String(t), String(t / 1000)];
  const numbers = cells
    .map((cell) => cell.trim())
    .filter((cell) => cell !== symbol && !times.includes(cell) && (cell === "" || Number.isFinite(Number(cell))));
  if (numbers.length !== 5 && numbers.length !== 6) return {};
  const order = numbers.length === 5 ? (["open", "high", "low", "close", "volume"] as const) : null;
  const named = numbers.map((cell, i) => [order?.[i] ?? (i === 5 ? "volume" : ""), cell] as const);
  const known = named.filter(([name, cell]) => name !== "" && cell !== "");
  return Object.fromEntries(known.map(([name, cell]) => [name, Number(cell)]));
}

function namedValues(row: string): Values {
  try {
    const given = JSON.parse(row) as Readonly<Record<string, unknown>>;
    const known = fields.filter((name) => typeof given[name] === "number");
    return Object.fromEntries(known.map((name) => [name, given[name] as number]));
  } catch {
    return {};
  }
}
