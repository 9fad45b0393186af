import type {Candles} from "./candles.js";
import {manyBar} from "./many-bar.js";
import {marches} from "./marches.js";
import {oneBar, umbrellas} from "./one-bar.js";
import type {Pattern} from "./pattern.js";
import {threeBar} from "./three-bar.js";
import {twoBar} from "./two-bar.js";

const all = {...oneBar, ...umbrellas, ...twoBar, ...threeBar, ...marches, ...manyBar};

export type PatternName = keyof typeof all;

/** TA-Lib's 61 candlestick patterns. */
export const patterns: Readonly<Record<PatternName, Pattern>> = all;

/** Their names, in alphabetical order. */
export const patternNames = (Object.keys(all) as PatternName[]).sort();

/** A pattern's verdict on each bar; `NaN` on the first `lookback`. */
export function verdicts(candles: Candles, name: PatternName, penetration?: number): Float64Array {
  const pattern = patterns[name];
  const verdict = pattern.verdict(candles, penetration ?? pattern.penetration ?? 0);
  const out = new Float64Array(candles.close.length).fill(NaN, 0, pattern.lookback);
  for (let i = pattern.lookback; i < out.length; ++i) out[i] = verdict(i);
  return out;
}
