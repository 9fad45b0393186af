import type {Factor} from "./alpha158.js";
import {range} from "./lags.js";

/**
 * What the bars of a session say, as formulas that are meant for the bars of one session alone (the feature `in-session`):
 *
 * - `return1` … `return10`, the returns of the last bars from close to close, the latest first
 * - `upVolume` and `downVolume`, the bar's volume where it closed above the bar before, or below it, else 0, over the mean
 *   volume of the last `window` bars
 *
 * @param count how many returns
 */
export function intraday(count = 10, window = 20): Factor[] {
  const returns = range(1, count).map((k): Factor => ({
    name: `return${k}`,
    formula: `lag(returns(close, 1), ${k - 1})`
  }));
  return [
    ...returns,
    {name: "upVolume", formula: `where(close > lag(close, 1), volume, 0) / mean(volume, ${window})`},
    {name: "downVolume", formula: `where(close < lag(close, 1), volume, 0) / mean(volume, ${window})`}
  ];
}
