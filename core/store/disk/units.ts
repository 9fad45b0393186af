import {named, quoted} from "./duck.js";
import type {Manifest} from "./manifest.js";
import {segmentFile} from "./manifest.js";
import type {Table} from "./tables.js";
import {columnsOf, keyOf, withdrawn} from "./tables.js";

/** A file of a dataset, and which of its rows count. */
export interface Unit {
  readonly hash: string;
  readonly symbols: ReadonlySet<string>;
  /** The first and the last row's label, epoch milliseconds UTC. */
  readonly from: number;
  readonly to: number;
  /** The place of its segment, or of the first that it does not hold. */
  readonly place: number;
  /** Of a merged file: the places of the segments whose rows count, or `all`. */
  readonly parts?: "all" | readonly number[];
}

/** Which rows are wanted. */
export interface Wanted {
  readonly symbols?: readonly string[];
  /** `from` ≤ t < `to`, epoch milliseconds UTC. */
  readonly from?: number;
  readonly to?: number;
}

/** The files that hold a table's rows as they were known at an instant, oldest first. */
export function unitsOf(manifest: Manifest, table: Table, asOf = Infinity): Unit[] {
  const merged = manifest.merged?.find((file) => file.table === table);
  const upTo = merged?.upTo ?? 0;
  const known = manifest.segments.flatMap((segment, place) => {
    return (segment.table ?? "bars") === table && !segment.lost
      ? [{segment, place, counts: segment.ingested <= asOf}]
      : [];
  });
  const units: Unit[] = [];
  if (merged) {
    const inside = known.filter(({place}) => place < upTo);
    const counting = inside.filter(({counts}) => counts).map(({place}) => place);
    const whole = manifest.segments.length >= upTo && counting.length === inside.length;
    const {hash, symbols, from, to} = merged;
    const parts = whole ? "all" : counting;
    if (counting.length > 0) units.push({hash, symbols: new Set(symbols), from, to, place: upTo - 1, parts});
  }
  for (const {segment, place, counts} of known) {
    if (place < upTo || !counts) continue;
    const {hash, symbols, from, to} = segment;
    units.push({hash, symbols: new Set(symbols), from, to, place});
  }
  return units;
}

/**
 * SQL for the rows of units with the time of their writing as `ingested`: of each key the row of the newest unit, or
 * nothing where that withdrew it. Files whose rows can replace each other are compared; others are only read.
 */
export function rowsSql(
  home: string,
  manifest: Manifest,
  dataset: string,
  table: Table,
  all: readonly Unit[],
  wanted: Wanted
): string {
  const columns = Object.keys(columnsOf(table)).map(named);
  const units = all.filter((unit) => touches(unit, wanted));
  if (units.length === 0) return emptySql(table);
  const shared = units.map((unit, i) => units.slice(i + 1).filter((later) => overlaps(unit, later)));
  const sources = units.map((unit, i) => {
    return `u${i} AS NOT MATERIALIZED (${unitSql(home, manifest, dataset, table, unit, wanted)})`;
  });
  const selected = units.map((_, i) => {
    const later = shared[i].map((unit) => `SELECT ${keyOf(table).map(named).join(", ")} FROM u${units.indexOf(unit)}`);
    const newest =
      later.length > 0 ? ` ANTI JOIN (${later.join(" UNION ALL ")}) later ON ${sameKey(table, `u${i}`, "later")}` : "";
    return `SELECT ${columns.map((column) => `u${i}.${column}`).join(", ")}, u${i}.ingested FROM u${i}${newest}`;
  });
  return `WITH ${sources.join(", ")} SELECT * FROM (${selected.join(" UNION ALL ")}) WHERE NOT (${withdrawn(table)})`;
}

/** A condition that says that two rows have the same key, NULL being a value like others. */
export function sameKey(table: Table, a: string, b: string): string {
  const symbolIsKey = table === "bars" || table === "actions";
  const same = (column: string) => (symbolIsKey ? "=" : "IS NOT DISTINCT FROM") + ` ${b}.${named(column)}`;
  return keyOf(table)
    .map((column) => `${a}.${named(column)} ${same(column)}`)
    .join(" AND ");
}

function unitSql(
  home: string,
  {segments}: Manifest,
  dataset: string,
  table: Table,
  unit: Unit,
  wanted: Wanted
): string {
  const columns = Object.keys(columnsOf(table)).map(named).join(", ");
  const file = `read_parquet(${quoted(segmentFile(home, dataset, unit.hash))})`;
  const where = conditions(table, wanted);
  if (unit.parts === undefined)
    return `SELECT ${columns}, ${segments[unit.place].ingested}::DOUBLE AS ingested FROM ${file} WHERE ${where}`;
  if (unit.parts === "all") return `SELECT ${columns}, ingested FROM ${file} WHERE newest AND ${where}`;
  const key = keyOf(table).map(named).join(", ");
  return `SELECT ${columns}, ingested FROM ${file} WHERE part IN (${unit.parts.join(", ")}) AND ${where}
    QUALIFY row_number() OVER (PARTITION BY ${key} ORDER BY part DESC) = 1`;
}

function conditions(table: Table, {symbols, from = -Infinity, to = Infinity}: Wanted): string {
  const all: string[] = [];
  const aboutAll = table === "observations" ? " OR symbol IS NULL" : "";
  if (symbols) all.push(`(symbol IN (${symbols.map(quoted).join(", ")})${aboutAll})`);
  if (from !== -Infinity) all.push(`t >= epoch_ms(${from})`);
  if (to !== Infinity) all.push(`t < epoch_ms(${to})`);
  return all.length > 0 ? all.join(" AND ") : "true";
}

function emptySql(table: Table): string {
  const columns = Object.entries(columnsOf(table)).map(([column, type]) => `NULL::${type} AS ${named(column)}`);
  return `SELECT ${columns.join(", ")}, NULL::DOUBLE AS ingested WHERE false`;
}

/** Whether a unit may hold rows that are wanted. */
export function touches({symbols: held, ...unit}: Unit, {symbols, from = -Infinity, to = Infinity}: Wanted): boolean {
  const spans = unit.from < to && unit.to >= from;
  return spans && (!symbols || held.size === 0 || symbols.some((symbol) => held.has(symbol)));
}

/** Whether rows of one can have the key of rows of the other. */
export function overlaps(a: Unit, b: Unit): boolean {
  if (a.to < b.from || b.to < a.from) return false;
  const [few, many] = a.symbols.size < b.symbols.size ? [a.symbols, b.symbols] : [b.symbols, a.symbols];
  return few.size === 0 || [...few].some((symbol) => many.has(symbol));
}
