import {deviation} from "../../../core/base/stats.js";
import type {CrossValidation} from "../../../core/evaluate/overfitting/cross-validation.js";
import {crossValidation} from "../../../core/evaluate/overfitting/cross-validation.js";
import {deflatedSharpe, luckySharpe, minimumBacktestLength} from "../../../core/evaluate/overfitting/deflated.js";
import {effectiveTrials, evenly} from "../../../core/evaluate/overfitting/effective-trials.js";
import type {TrackRecord} from "../../../core/evaluate/overfitting/sharpe.js";
import {
  minimumTrackRecord,
  probabilisticSharpe,
  sharpeOfBar,
  trackRecord
} from "../../../core/evaluate/overfitting/sharpe.js";
import type {NoiseQuestion} from "./noise.js";
import {noiseReturns, normalStream, skilled, yearBars} from "./noise.js";

/** A search after so many trials. Sharpe ratios are of a year. */
export interface SearchStep {
  readonly trials: number;
  readonly best: number;
  readonly expected: number;
  readonly probabilistic: number;
  readonly deflated: number;
}

/** How accounts grew: 100 at the start, then at evenly spaced points. */
export interface Curves {
  readonly best: Float32Array;
  /** Null where none has skill, and where the best has. */
  readonly skilled: Float32Array | null;
  readonly others: readonly Float32Array[];
}

/** A search among strategies, judged by the engine. Sharpe ratios are of a year. */
export interface JudgedSearch {
  readonly question: NoiseQuestion;
  readonly curves: Curves;
  readonly sharpes: readonly number[];
  readonly best: number;
  readonly record: TrackRecord;
  readonly expected: number;
  readonly probabilistic: number;
  readonly deflated: number;
  readonly effective: number;
  /** Days that it takes to be 95 % sure of the best, taken alone; Infinity where no length would do. */
  readonly needed: number;
  /** Years over which so many worthless and unrelated strategies are expected to show what the best shows. */
  readonly backtestLength: number;
  /** Null of one trial. */
  readonly validated: CrossValidation | null;
  readonly path: readonly SearchStep[];
  readonly milliseconds: number;
}

/** A year's root: what a day's Sharpe ratio is multiplied by. */
export const yearly = Math.sqrt(yearBars);

/** The most strategies whose correlations the page looks at. */
const compared = 80;

/** Searches among strategies and weighs the best of them, with the functions that weigh every run. */
export function judgeSearch(question: NoiseQuestion): JudgedSearch {
  const began = performance.now();
  const returns = noiseReturns(question);
  const daily = returns.map(sharpeOfBar);
  const best = daily.indexOf(Math.max(...daily));
  const record = trackRecord(returns[best]);
  const {effective} = effectiveTrials(returns, compared);
  const search = {trials: returns.length, effective, deviation: spread(daily)};
  const sharpe = record.sharpe * yearly;
  return {
    question,
    curves: curvesOf(returns, best, question.skill),
    sharpes: daily.map((value) => value * yearly),
    best,
    record,
    expected: luckySharpe(search, record.bars) * yearly,
    probabilistic: probabilisticSharpe(record),
    deflated: deflatedSharpe(record, search),
    effective,
    needed: minimumTrackRecord(record),
    backtestLength: minimumBacktestLength(returns.length, sharpe),
    validated: returns.length > 1 ? crossValidation(returns, 10) : null,
    path: pathOf(returns, daily, effective),
    milliseconds: performance.now() - began
  };
}

function curvesOf(returns: readonly Float64Array[], best: number, skill: number): Curves {
  const others = evenly(returns, 50).filter(
    (each) => each !== returns[best] && (skill === 0 || each !== returns[skilled])
  );
  return {
    best: growth(returns[best], 240),
    skilled: skill > 0 && best !== skilled ? growth(returns[skilled], 240) : null,
    others: others.map((each) => growth(each, 120))
  };
}

function growth(returns: Float64Array, points: number): Float32Array {
  const out = new Float32Array(points + 1).fill(100);
  let level = 100;
  let next = 1;
  for (let i = 0; i < returns.length; ++i) {
    level *= 1 + returns[i];
    while (next <= points && (next * returns.length) / points <= i + 1) out[next++] = level;
  }
  return out;
}

function spread(sharpes: readonly number[]): number {
  return sharpes.length > 1 ? deviation(sharpes) : NaN;
}

/** The search as it went on: at each new best, and at evenly spaced numbers of trials. */
function pathOf(returns: readonly Float64Array[], daily: readonly number[], effective: number): readonly SearchStep[] {
  const steps: SearchStep[] = [];
  const share = effective / returns.length;
  let best = 0;
  let next = 1;
  for (let trials = 1; trials <= daily.length; ++trials) {
    const isBetter = trials === 1 || daily[trials - 1] > daily[best];
    if (isBetter) best = trials - 1;
    if (!isBetter && trials < next && trials < daily.length) continue;
    next = Math.max(trials + 1, Math.floor(trials * 1.12));
    const record = trackRecord(returns[best]);
    const search = {trials, effective: Math.max(1, trials * share), deviation: spread(daily.slice(0, trials))};
    steps.push({
      trials,
      best: record.sharpe * yearly,
      expected: luckySharpe(search, record.bars) * yearly,
      probabilistic: probabilisticSharpe(record),
      deflated: deflatedSharpe(record, search)
    });
  }
  return steps;
}

/** What became of many searches alike. */
export interface Power {
  readonly searches: number;
  /** The shares of them whose best passes 95 % taken alone, and deflated. */
  readonly naive: number;
  readonly deflated: number;
  /** The share in which the strategy with skill was the best. */
  readonly right: number;
}

/**
 * Many searches alike. Their Sharpe ratios are drawn as they are spread around the true ones over so many days, (1 + SR² / 2)
 * / n, which is what whole returns come to and takes a thousandth of the time.
 */
export function powerOf({trials, years, correlation, skill, seed}: NoiseQuestion, searches = 300): Power {
  const normal = normalStream(`power/${seed}`);
  const bars = Math.round(years * yearBars);
  const truth = skill / yearly;
  const [together, apart] = [Math.sqrt(correlation), Math.sqrt(1 - correlation)];
  const sharpes = new Float64Array(trials);
  const shape = {bars, skewness: 0, kurtosis: 3};
  let [naive, deflated, right] = [0, 0, 0];
  for (let search = 0; search < searches; ++search) {
    const common = normal();
    let best = 0;
    for (let k = 0; k < trials; ++k) {
      const mean = k === skilled ? truth : 0;
      sharpes[k] = mean + Math.sqrt((1 + (mean * mean) / 2) / bars) * (together * common + apart * normal());
      if (sharpes[k] > sharpes[best]) best = k;
    }
    const record = {...shape, sharpe: sharpes[best]};
    const counted = {trials, effective: trials, deviation: trials > 1 ? deviation(sharpes) : NaN};
    if (probabilisticSharpe(record) > 0.95) ++naive;
    if (deflatedSharpe(record, counted) > 0.95) ++deflated;
    if (best === skilled) ++right;
  }
  return {searches, naive: naive / searches, deflated: deflated / searches, right: right / searches};
}
