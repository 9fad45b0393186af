import type {Factor} from "./alpha158.js";
import {lags} from "./lags.js";

/** What of the recipe is wanted. */
export interface ModelData {
  /** Over how many rows returns are taken; 1, 5, 10, 21, 42 and 63 where left out. */
  readonly windows?: readonly number[];
  /** How many rows before daily returns are taken besides: `range(1, 60)`; none where left out. */
  readonly lags?: readonly number[];
  /** Into how many parts the symbols of a day are divided by each return; 10 where left out. */
  readonly parts?: number;
  /** The field of each symbol's sector, as a number; none where left out. */
  readonly sector?: string;
  /** The sectors that have a column each, 1 for the symbols in it and 0 for the others. */
  readonly sectors?: readonly number[];
}

const usual = [1, 5, 10, 21, 42, 63] as const;

/**
 * The return over so many rows as a formula: missing where it is beyond ±100 %, which is a split that nobody told of or an
 * error more often than a price. The row alone is without it, and the symbol stays.
 */
export function plausibleReturn(window: number): string {
  return `where(abs(returns(close, ${window})) <= 1, returns(close, ${window}), 0 / 0)`;
}

/**
 * The data of the boosting models of Jansen, Machine Learning for Algorithmic Trading (second edition, chapter 12), as far as
 * formulas say it; each on row t from row t and those before:
 *
 * - `dollarVolume`, the logarithm of the mean of close × volume of 21 rows, and `dollarVolumeRank`, its rank among the
 *   symbols, from 0 to 1
 * - `upperBand` and `lowerBand`, the logarithms of upper band / close and close / lower band; Bollinger's bands lie two
 *   population deviations from the mean of 20 closes
 * - `ppo`, 100 · (e₁₂ / e₂₆ − 1) of exponential means of the close
 * - `return5` …, plausible returns over each window, `return1Lag1` … those of one row so many rows before
 * - `part5` …, which tenth of the day's symbols the return is in, 0 for the lowest
 * - `sectorNumber`, and `sector45` … where sectors are named
 *
 * The relative strength, the ranges and what stands within a sector are features of their own.
 */
export function modelData({
  windows = usual,
  lags: ago = [],
  parts = 10,
  sector,
  sectors = []
}: ModelData = {}): Factor[] {
  const turnover = "mean(close * volume, 21)";
  const band = "2 * std(close, 20, 0)";
  const factors = [
    ["dollarVolume", `log(${turnover})`],
    ["dollarVolumeRank", `rank(${turnover})`],
    ["upperBand", `log((mean(close, 20) + ${band}) / close)`],
    ["lowerBand", `log(close / (mean(close, 20) - ${band}))`],
    ["ppo", "100 * (ema(close, 12) / ema(close, 26) - 1)"],
    ...windows.map((window) => [`return${window}`, plausibleReturn(window)]),
    ...windows.map((window) => [`part${window}`, `bucket(${plausibleReturn(window)}, ${parts})`]),
    ...(sector === undefined ? [] : [["sectorNumber", sector]]),
    ...(sector === undefined ? [] : sectors.map((each) => [`sector${each}`, `${sector} == ${each}`]))
  ];
  return [...factors.map(([name, formula]) => ({name, formula})), ...lags({return1: plausibleReturn(1)}, ago)];
}
