import {log} from "../../../core/base/elementary.js";
import {random} from "../../../core/base/random.js";

/** Rows of a year of trading days. */
export const yearBars = 252;
/** The longest history of the page, years, and the most strategies. */
export const mostYears = 10;
export const mostTrials = 1000;

/** What is asked of a search. */
export interface NoiseQuestion {
  readonly trials: number;
  readonly years: number;
  /** The correlation of each pair of strategies. */
  readonly correlation: number;
  /** The true Sharpe ratio of a year of one of them; the others have none. */
  readonly skill: number;
  readonly seed: number;
}

/** The place of the strategy that may have skill: among the first, so that small searches have it too. */
export const skilled = 0;

/** The deviation of a day's return of every strategy. */
export const deviation = 0.01;

const kept = new Map<string, Float32Array>();

/** A stream of standard normal numbers, made with elementary functions, so that every browser makes the same. */
export function normalStream(key: string): () => number {
  const generator = random(key);
  let spare = NaN;
  return () => {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = NaN;
      return value;
    }
    for (;;) {
      const x = 2 * generator.uniform() - 1;
      const y = 2 * generator.uniform() - 1;
      const s = x * x + y * y;
      if (s === 0 || s >= 1) continue;
      const scale = Math.sqrt((-2 * log(s)) / s);
      spare = y * scale;
      return x * scale;
    }
  };
}

/**
 * The numbers of one strategy, the same for the same seed however many strategies there are; kept, since a slider asks again
 * and again.
 */
function normals(seed: number, trial: number | "common"): Float32Array {
  const key = `${seed}/${trial}`;
  const before = kept.get(key);
  if (before) return before;
  if (kept.size > 2 * mostTrials) kept.clear();
  const next = normalStream(`noise/${key}`);
  const out = new Float32Array(yearBars * mostYears);
  for (let i = 0; i < out.length; ++i) out[i] = next();
  kept.set(key, out);
  return out;
}

/** Daily returns of so many strategies: what they have in common, what is their own, and the skill of one. */
export function noiseReturns({trials, years, correlation, skill, seed}: NoiseQuestion): readonly Float64Array[] {
  const bars = Math.round(years * yearBars);
  const common = normals(seed, "common");
  const together = deviation * Math.sqrt(correlation);
  const apart = deviation * Math.sqrt(1 - correlation);
  const drift = (deviation * skill) / Math.sqrt(yearBars);
  return Array.from({length: trials}, (_, k) => {
    const own = normals(seed, k);
    const mean = k === skilled ? drift : 0;
    const out = new Float64Array(bars);
    for (let i = 0; i < bars; ++i) out[i] = mean + together * common[i] + apart * own[i];
    return out;
  });
}
