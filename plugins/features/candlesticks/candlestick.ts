import {between, oneOf} from "../../../core/base/options.js";
import {eachSymbol} from "../../../core/base/panel.js";
import {candlesOf} from "../../../core/indicators/candles/candles.js";
import {patternNames, patterns, verdicts} from "../../../core/indicators/candles/patterns.js";
import {byRuns} from "../../../core/indicators/runs.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * One of TA-Lib's 61 candlestick patterns, on the bar that ends it: 100 bullish, −100 bearish, 0 none; ±80 for an
 * engulfing or a harami whose bodies share an end, ±200 for a hikkake confirmed. A doji is 100 though it points nowhere,
 * as TA-Lib has it. Long, short, near and equal are measured by TA-Lib's own settings, each against the mean of the 5
 * or 10 bars before. `penetration`, for the patterns that have one, is how far into the first body the last bar must
 * close, as a part of that body; where it is below 0, TA-Lib's own: 0.5 for a dark cloud cover and a mat hold, else 0.3.
 * It starts again after a gap; the first `lookback` bars are `NaN` (TA-Lib: 0).
 *
 * Each mean is summed from its own bars, so nothing before the lookback counts. TA-Lib carries its sums along; as prices
 * that keep their order of magnitude have differences that a double adds exactly, both are one and so is every verdict.
 * Where prices swing a thousandfold, TA-Lib's sum keeps what rounding has left in it, and may differ at a tie.
 */
export const candlestick = defineFeature(
  "candlestick",
  {pattern: "engulfing", penetration: -1},
  ({pattern, penetration}) => {
    const name = oneOf("candlestick pattern", pattern, patternNames);
    const {lookback, penetration: own} = patterns[name];
    if (penetration >= 0 && own === undefined)
      throw new Error(`invalid candlestick penetration: ${name} has none; leave it out`);
    between("candlestick penetration", penetration, -1);
    return {
      needs: ["open", "high", "low", "close"],
      lookback,
      compute: (panel) =>
        eachSymbol(panel, ["open", "high", "low", "close"], (...bars) => {
          const [found] = byRuns(bars, ([open, high, low, close]) => [
            verdicts(candlesOf(open, high, low, close), name, penetration < 0 ? own : penetration)
          ]);
          return found;
        })
    };
  }
);
