import type {DuckDBConnection} from "@duckdb/node-api";
import type {Calendar, CalendarName} from "../../base/calendar.js";
import {formatDate} from "../../base/timeframe.js";
import type {Timeframe} from "../../base/timeframe.js";
import {readRows} from "../disk/duck.js";
import {completeSymbols, gaps, outsideSessions} from "./gaps.js";
import type {Ground} from "./ground.js";
import {dayLength, isIntraday, prepare} from "./ground.js";
import type {Finding, Found, QualityKind, QualityOptions} from "./kinds.js";
import {qualityDefaults, qualityKindNames} from "./kinds.js";
import {moves} from "./moves.js";
import {isPolicy, refusedFindings} from "./refused.js";
import {repeats, zeroVolume} from "./repeats.js";
import {shifts} from "./shifts.js";
import {unmovedSplits} from "./stated.js";

/** How many findings of a kind there are, and of how many symbols: each session missing is one, a run or a shift is one. */
export interface KindCount {
  readonly count: number;
  readonly symbols: number;
}

/** One symbol in short. */
export interface SymbolQuality {
  readonly symbol: string;
  /** Bars and refused rows. */
  readonly rows: number;
  readonly from: string;
  readonly to: string;
  readonly complete: boolean;
  /** How often each kind was found, of those that were. */
  readonly kinds: {readonly [kind in QualityKind]?: number};
}

/** What is known about the quality of a dataset. The same data give the same report, to the letter. */
export interface QualityReport {
  readonly dataset: string;
  readonly version: string;
  readonly calendar: CalendarName;
  readonly timeframe: Timeframe;
  /** The dates of the first and the last bar or row; null where there is none. */
  readonly from: string | null;
  readonly to: string | null;
  readonly symbols: number;
  /** Bars and refused rows. */
  readonly rows: number;
  readonly bars: number;
  readonly refused: number;
  /** Symbols that have a row of every session on which any symbol has one. */
  readonly complete: number;
  readonly kinds: Readonly<Record<QualityKind, KindCount>>;
  /** In alphabetical order. */
  readonly bySymbol: readonly SymbolQuality[];
  /** By symbol, those of the whole dataset first, then by time and kind. */
  readonly findings: readonly (Finding & {readonly date: string | null})[];
}

/** A report, and its findings with the bars that a policy may change. */
export interface Examined {
  readonly report: QualityReport;
  readonly found: readonly Found[];
}

/**
 * Looks for everything that `qualityKinds` names in a database with the tables `bars`, `actions` and `faults`. Makes a
 * schema `quality` there, and changes nothing else.
 */
export async function examine(
  connection: DuckDBConnection,
  about: {readonly dataset: string; readonly version: string; readonly timeframe: Timeframe},
  calendar: Calendar,
  options: Partial<QualityOptions> = {}
): Promise<Examined> {
  const ground = await prepare(connection, calendar, about.timeframe, {...qualityDefaults, ...options});
  const shifted = await shifts(ground);
  const found = [
    ...(await refusedFindings(connection, ground.refused)),
    ...shifted,
    ...(await gaps(ground)),
    ...(await outsideSessions(ground)),
    ...(await repeats(ground)),
    ...(await zeroVolume(ground)),
    ...(await moves(ground)),
    ...(await unmovedSplits(ground))
  ].sort(byPlace);
  return {report: await reportOf(ground, about, found), found};
}

async function reportOf(
  ground: Ground,
  {dataset, version, timeframe}: {readonly dataset: string; readonly version: string; readonly timeframe: Timeframe},
  found: readonly Found[]
): Promise<QualityReport> {
  const {connection, calendar, refused} = ground;
  const complete = await completeSymbols(ground);
  const rows = (await readRows(
    connection,
    `SELECT symbol, count(*)::DOUBLE AS rows, min(t)::DOUBLE AS a, max(t)::DOUBLE AS b, sum(bar)::DOUBLE AS bars FROM
      (SELECT symbol, t, 1 AS bar FROM quality.prices UNION ALL SELECT symbol, t, 0 FROM quality.refused WHERE NOT policy)
      GROUP BY symbol ORDER BY symbol`
  )) as unknown as readonly {symbol: string; rows: number; a: number; b: number; bars: number}[];
  const counts = countsOf(found);
  const bars = rows.reduce((sum, each) => sum + each.bars, 0);
  const given = refused.filter((each) => !isPolicy(each)).length;
  const first = rows.reduce((least, {a}) => Math.min(least, a), Infinity);
  const last = rows.reduce((most, {b}) => Math.max(most, b), -Infinity);
  return {
    dataset,
    version,
    calendar: calendar.name,
    timeframe,
    from: rows.length > 0 ? formatDate(first) : null,
    to: rows.length > 0 ? formatDate(last) : null,
    symbols: rows.length,
    rows: bars + given,
    bars,
    refused: given,
    complete: rows.filter(({symbol}) => complete.has(symbol)).length,
    kinds: totals(found),
    bySymbol: rows.map(({symbol, rows: n, a, b}) => ({
      symbol,
      rows: n,
      from: formatDate(a),
      to: formatDate(b),
      complete: complete.has(symbol),
      kinds: counts.get(symbol) ?? {}
    })),
    findings: found.map(({rows: _, partial: __, ...finding}) => ({...finding, date: dateOf(finding.t, timeframe)}))
  };
}

function totals(found: readonly Found[]): Record<QualityKind, KindCount> {
  const entries = qualityKindNames.map((kind) => {
    const those = found.filter((each) => each.kind === kind);
    const symbols = new Set(those.flatMap(({symbol}) => (symbol === null ? [] : [symbol])));
    return [kind, {count: those.length, symbols: symbols.size}] as const;
  });
  return Object.fromEntries(entries) as Record<QualityKind, KindCount>;
}

function countsOf(found: readonly Found[]): Map<string, Partial<Record<QualityKind, number>>> {
  const counts = new Map<string, Partial<Record<QualityKind, number>>>();
  for (const kind of qualityKindNames) {
    for (const each of found) {
      if (each.kind !== kind || each.symbol === null) continue;
      const of = counts.get(each.symbol) ?? {};
      of[kind] = (of[kind] ?? 0) + 1;
      counts.set(each.symbol, of);
    }
  }
  return counts;
}

function dateOf(t: number | null, timeframe: Timeframe): string | null {
  if (t === null) return null;
  const time = isIntraday(timeframe) || t % dayLength !== 0;
  return time ? new Date(t).toISOString().replace(".000Z", "Z") : formatDate(t);
}

function byPlace(a: Found, b: Found): number {
  return (
    compare(a.symbol ?? "", b.symbol ?? "") ||
    (a.t ?? -Infinity) - (b.t ?? -Infinity) ||
    qualityKindNames.indexOf(a.kind) - qualityKindNames.indexOf(b.kind) ||
    compare(a.origin ?? "", b.origin ?? "") ||
    compare(a.detail, b.detail)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
