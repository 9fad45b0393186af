import type {Plugin} from "../../core/plugin.js";
import {atr} from "../../plugins/features/atr.js";
import {bollinger} from "../../plugins/features/bollinger.js";
import {momentum} from "../../plugins/features/momentum.js";
import {obv} from "../../plugins/features/obv.js";
import {rangePosition} from "../../plugins/features/range-position.js";
import {returns} from "../../plugins/features/returns.js";
import {rsi} from "../../plugins/features/rsi.js";
import {smaDistance} from "../../plugins/features/sma-distance.js";
import {volatility} from "../../plugins/features/volatility.js";
import {volumeZscore} from "../../plugins/features/volume-zscore.js";

/** An indicator with one window to turn. */
export interface Indicator {
  readonly name: string;
  /** What it measures, in a sentence. */
  readonly says: string;
  /** The window that its author chose. */
  readonly usual: number;
  make(window: number): Plugin<"feature">;
}

/** Indicators of the plugins' folder, by what they measure. */
export const indicators: readonly Indicator[] = [
  {
    name: "RSI",
    says: "How much of the recent movement was upward, from 0 to 100. Above 70 is called overbought, below 30 oversold.",
    usual: 14,
    make: (window) => rsi({window})
  },
  {
    name: "Return",
    says: "How far the price has come over the window.",
    usual: 21,
    make: (window) => returns({window})
  },
  {
    name: "Momentum, without the last week",
    says: "The return over the window, leaving out the latest five bars, which tend to turn back.",
    usual: 126,
    make: (window) => momentum({window, skip: Math.min(5, window - 1)})
  },
  {
    name: "Distance from the moving average",
    says: "How far the close stands above the mean of the window's closes.",
    usual: 50,
    make: (window) => smaDistance({window})
  },
  {
    name: "Bollinger position",
    says: "The same distance, counted in deviations: ±1 are the bands.",
    usual: 20,
    make: (window) => bollinger({window: Math.max(2, window), output: "position"})
  },
  {
    name: "Position in the range",
    says: "Where the close stands between the window's low, 0, and its high, 1.",
    usual: 14,
    make: (window) => rangePosition({window})
  },
  {
    name: "Volatility",
    says: "The standard deviation of daily returns. It says how far, not where to.",
    usual: 21,
    make: (window) => volatility({window: Math.max(2, window)})
  },
  {
    name: "Average true range",
    says: "The mean distance that a day covers, gaps included, against the price.",
    usual: 14,
    make: (window) => atr({window, relative: true})
  },
  {
    name: "On-balance volume",
    says: "Volume of rising days less that of falling days, over the window.",
    usual: 21,
    make: (window) => obv({window})
  },
  {
    name: "Volume z-score",
    says: "How unusual the day's volume is against the window's.",
    usual: 21,
    make: (window) => volumeZscore({window: Math.max(2, window)})
  }
];
