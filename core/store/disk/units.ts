import {named, quoted} from "./duck.js";
import type {Manifest} from "./manifest.js";
import {segmentFile} from "./manifest.js";
import type {Table} from "./tables.js";
import {columnsOf, keyOf, laterOf, withdrawn} from "./tables.js";

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
 * nothing where that withdrew it and rows that are withdrawn are not wanted too. Files whose rows can replace each other are compared; others are only read.
 */
export function rowsSql(
  home: string,
  manifest: Manifest,
  dataset: string,
  table: Table,
  all: readonly Unit[],
  wanted: Wanted & {readonly withdrawn?: boolean}
): string {
  const columns = Object.keys(columnsOf(table)).map(named);
  const units = all.filter((unit) => touches(unit, wanted));
  if (units.length === 0) return emptySql(table);
  const sources = units.map((unit, i) => {
    return `u${i} AS NOT MATERIALIZED (${unitSql(home, manifest, dataset, table, unit, wanted)})`;
  });
  const taken = [...columns, "ingested"].map((column) => `rows.${column}`).join(", ");
  const key = keyOf(table).map(named).join(", ");
  const selected = groupsOf(units).flatMap((places, group) => {
    const [first, ...later] = places;
    const met = places.map((i) => places.filter((k) => k > i && overlaps(units[i], units[k])));
    // Where few units meet, they are compared one by one; where many do, that would be their number squared.
    if (met.flat().length <= 2 * places.length)
      return places.map((i, n) => {
        const keys = met[n]
          .map((k) => `SELECT ${key} FROM u${k} WHERE ${common(table, units[i], units[k])}`)
          .join(" UNION ALL ");
        const last = keys === "" ? "" : ` ANTI JOIN (${keys}) last ON ${sameKey(table, "rows", "last")}`;
        return `SELECT ${taken} FROM u${i} rows${last}`;
      });
    sources.push(`last${group} AS MATERIALIZED (${lastSql(table, later)})`);
    const last = `last${group} last ON ${sameKey(table, "rows", "last")}`;
    const others = later.map((i) => `SELECT *, ${i} AS unit FROM u${i}`).join(" UNION ALL ");
    return [
      `SELECT ${taken} FROM u${first} rows ANTI JOIN ${last}`,
      `SELECT ${taken} FROM (${others}) rows JOIN ${last} AND rows.unit = last.unit`
    ];
  });
  const there = wanted.withdrawn ? "" : ` WHERE NOT (${withdrawn(table)})`;
  return `WITH ${sources.join(", ")} SELECT * FROM (${selected.join(" UNION ALL ")})${there}`;
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
  const file = fileSql(home, dataset, table, unit.hash);
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

/** SQL for a file's rows with all columns of their table, NULL in those that the file lacks. */
export function fileSql(home: string, dataset: string, table: Table, hash: string): string {
  const file = `read_parquet(${quoted(segmentFile(home, dataset, hash))})`;
  const types = columnsOf(table);
  const later = laterOf(table).map((column) => `NULL::${types[column]} AS ${named(column)}`);
  if (later.length === 0) return file;
  return `(SELECT * FROM ${file} UNION ALL BY NAME SELECT ${later.join(", ")} WHERE false)`;
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

/** SQL for the keys that the units of these places have, as they are named `u0` and so on, each with the last unit. */
export function lastSql(table: Table, places: readonly number[]): string {
  const key = keyOf(table).map(named).join(", ");
  const all = places.map((i) => `SELECT ${key}, ${i} AS unit FROM u${i}`).join(" UNION ALL ");
  return `SELECT ${key}, max(unit) AS unit FROM (${all}) GROUP BY ${key}`;
}

/** The places of units in groups, ascending, so that rows of different groups never have the same key. */
export function groupsOf(units: readonly Unit[]): number[][] {
  let groups: number[][] = [];
  for (const [i, unit] of units.entries()) {
    const meets = (group: readonly number[]) => group.some((k) => overlaps(units[k], unit));
    const met = groups.filter(meets);
    groups = [...groups.filter((group) => !met.includes(group)), [...met.flat().sort((a, b) => a - b), i]];
  }
  return groups;
}

/** A condition on the rows of one unit that holds for all those whose key rows of the other can have. */
function common(table: Table, a: Unit, b: Unit): string {
  // Rows of the other tables may have neither symbol nor time.
  if (table !== "bars" && table !== "actions") return "true";
  const symbols = [...b.symbols].filter((symbol) => a.symbols.has(symbol));
  const span = `t BETWEEN epoch_ms(${Math.max(a.from, b.from)}) AND epoch_ms(${Math.min(a.to, b.to)})`;
  const isFew = symbols.length > 0 && symbols.length <= Math.min(100, b.symbols.size / 2);
  return isFew ? `${span} AND symbol IN (${symbols.map(quoted).join(", ")})` : span;
}

/** Whether rows of one can have the key of rows of the other. */
function overlaps(a: Unit, b: Unit): boolean {
  if (a.to < b.from || b.to < a.from) return false;
  const [few, many] = a.symbols.size < b.symbols.size ? [a.symbols, b.symbols] : [b.symbols, a.symbols];
  return few.size === 0 || [...few].some((symbol) => many.has(symbol));
}
