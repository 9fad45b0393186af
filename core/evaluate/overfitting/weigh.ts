import {informationCoefficients} from "../information-coefficient.js";
import {accountReturns} from "../returns.js";
import {deflatedSharpe, luckySharpe} from "./deflated.js";
import type {ConfidenceInterval} from "./intervals.js";
import {blocksOf, headlineIntervals, meanInterval} from "./intervals.js";
import type {TrackRecord} from "./sharpe.js";
import {minimumTrackRecord, probabilisticSharpe, trackRecord} from "./sharpe.js";

/** How a search is counted: see the record's `evidence.trials`. */
export interface Counts {
  readonly counted: number;
  readonly distinct: number;
  readonly kept: number;
  readonly effective: number;
  readonly clusters: number | null;
  readonly rank: number | null;
  /** The deviation of the trials' Sharpe ratios of a bar. */
  readonly sharpeDeviation: number | null;
}

/** What a search leaves of an account's figures; null where one is not determined, with the reason by its path. */
export interface Weighed {
  trials: Counts;
  sharpe: Record<"perBar" | "probabilistic" | "expectedMaximum" | "deflated" | "minimumTrackRecord", number | null> & {
    bars: number;
  };
  bootstrap: {draws: number; block: number | null};
  intervals: Record<string, {low: number | null; high: number | null; confidence: number}>;
  reasons: Record<string, string>;
}

/** An account to be weighed. */
export interface WeighedAccount {
  readonly equity: ArrayLike<number>;
  readonly periods: number;
  readonly seed: number;
  /** The information coefficients of days; none where nothing foretold several names. */
  readonly coefficients?: ArrayLike<number>;
}

/** The fewest returns, and coefficients, that intervals are made of. */
const fewest = 20;

/**
 * Weighs an account against a search so counted. It follows from these alone, bit for bit, so that whoever has the account
 * and the counts can see whether a record is true.
 */
export function weigh({equity, periods, seed, coefficients}: WeighedAccount, counts: Counts): Weighed {
  const {reasons, ...rest} = weighSharpe(equity, counts);
  return {...rest, ...intervalsOf(accountReturns(equity), periods, seed, coefficients, reasons), reasons};
}

/** What of that hangs on the search. */
export function weighSharpe(equity: ArrayLike<number>, counts: Counts): Pick<Weighed, "trials" | "sharpe" | "reasons"> {
  const reasons: Record<string, string> = {};
  if (counts.sharpeDeviation === null) reasons["trials.sharpeDeviation"] = "fewer than two trials have one";
  return {trials: counts, sharpe: sharpeFigures(trackRecord(accountReturns(equity)), counts, reasons), reasons};
}

/**
 * Whether what a record says is what its account and its own counts come to, and these make sense: no more are kept, or
 * amount to independent ones, than differ.
 */
export function isTrueTo(recorded: Weighed, account: WeighedAccount): boolean {
  const {distinct, kept, effective, counted} = recorded.trials;
  const whole = [counted, distinct, kept].every((value) => Number.isInteger(value) && value >= 0);
  const sensible = whole && kept <= distinct && effective > 0 && effective <= distinct * (1 + 1e-9);
  return sensible && sorted(weigh(account, recorded.trials)) === sorted(recorded);
}

function sorted(value: unknown): string {
  const inOrder = (_: string, each: unknown): unknown =>
    each && typeof each === "object" && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each;
  return JSON.stringify(value, inOrder);
}

/**
 * The information coefficients of the days on which a signal foretold a label, both T × N; none where there are few of
 * them or it was about few names.
 */
export function dailyCoefficients(
  times: Float64Array,
  signal: Float64Array,
  label: Float64Array
): Float64Array | undefined {
  const list = informationCoefficients(times, signal, label);
  return list.length < fewest ? undefined : Float64Array.from(list, ({ic}) => ic);
}

function determined(value: number, path: string, why: string, reasons: Record<string, string>): number | null {
  if (Number.isFinite(value)) return value;
  reasons[path] = why;
  return null;
}

function sharpeFigures(record: TrackRecord, counts: Counts, reasons: Record<string, string>): Weighed["sharpe"] {
  const {distinct, effective, sharpeDeviation} = counts;
  const counted = {trials: distinct, effective, deviation: sharpeDeviation ?? NaN};
  const still = record.bars < 2 ? "there are fewer than two returns" : "the returns do not vary";
  const figure = (value: number, name: string, why = still) => determined(value, `sharpe.${name}`, why, reasons);
  return {
    bars: record.bars,
    perBar: figure(record.sharpe, "perBar"),
    probabilistic: figure(probabilisticSharpe(record), "probabilistic"),
    expectedMaximum: figure(luckySharpe(counted, record.bars), "expectedMaximum"),
    deflated: figure(deflatedSharpe(record, counted), "deflated"),
    minimumTrackRecord: figure(
      minimumTrackRecord(record),
      "minimumTrackRecord",
      record.sharpe <= 0 ? "the Sharpe ratio is not above 0: no length would do" : still
    )
  };
}

function intervalsOf(
  returns: Float64Array,
  periods: number,
  seed: number,
  coefficients: ArrayLike<number> | undefined,
  reasons: Record<string, string>
): Pick<Weighed, "bootstrap" | "intervals"> {
  if (returns.length < fewest) {
    reasons.intervals = `there are ${returns.length} returns; ${fewest} or more make an interval`;
    return {bootstrap: {draws: 0, block: null}, intervals: {}};
  }
  const blocks = blocksOf(returns);
  const draws = Math.max(100, Math.min(2000, Math.floor(1e7 / returns.length)));
  const intervals: Record<string, ConfidenceInterval> = {
    ...headlineIntervals(returns, periods, {seed: `intervals/${seed}`, draws, blocks}),
    ...(coefficients && {ic: meanInterval(coefficients, {seed: `ic/${seed}`, draws})})
  };
  const kept = Object.entries(intervals).map(([name, {low, high, confidence}]) => {
    const known = Number.isFinite(low) && Number.isFinite(high);
    if (!known) reasons[`intervals.${name}`] = "too many draws of the returns do not determine it";
    return [name, {low: known ? low : null, high: known ? high : null, confidence}] as const;
  });
  return {bootstrap: {draws, block: blocks.length}, intervals: Object.fromEntries(kept)};
}
