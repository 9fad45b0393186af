import type {Candles} from "./candles.js";

/** The verdict on the pattern that ends with bar i: 100 bullish, −100 bearish, 0 none, other sizes where it says so. */
export type Verdict = (i: number) => number;

/** A candlestick pattern as TA-Lib has it. */
export interface Pattern {
  /** Its function in TA-Lib. */
  readonly talib: string;
  /** The first bar that has a verdict; it reads no bar further back than this. TA-Lib's. */
  readonly lookback: number;
  /** How far into the first body the last bar must close, as a part of it, unless told otherwise. */
  readonly penetration?: number;
  verdict(candles: Candles, penetration: number): Verdict;
}

/** Whether the body of bar i lies wholly above that of bar j. */
export function gapsUp({top, bottom}: Candles, i: number, j: number): boolean {
  return bottom[i] > top[j];
}

/** Whether the body of bar i lies wholly below that of bar j. */
export function gapsDown({top, bottom}: Candles, i: number, j: number): boolean {
  return top[i] < bottom[j];
}

/** Whether a and b differ by no more than `by`. */
export function isWithin(a: number, b: number, by: number): boolean {
  return a <= b + by && a >= b - by;
}
