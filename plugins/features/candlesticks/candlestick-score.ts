import {oneOf} from "../../../core/base/options.js";
import {eachSymbol} from "../../../core/base/panel.js";
import {candlesOf} from "../../../core/indicators/candles/candles.js";
import {patternNames, patterns, verdicts} from "../../../core/indicators/candles/patterns.js";
import {byRuns} from "../../../core/indicators/runs.js";
import {defineFeature} from "../../../core/plugin.js";

const none: readonly string[] = [];

/**
 * The sum of the verdicts of candlestick patterns on a bar, over 100: above 0 where the bullish ones prevail. `patterns`
 * names those that count, as the feature candlestick does; all 61 where it is empty, of which the dojis and a few more
 * count as 1 though they point nowhere, and several often see one thing. It starts again after a gap.
 */
export const candlestickScore = defineFeature("candlestick-score", {patterns: none}, ({patterns: wanted}) => {
  const names =
    wanted.length > 0 ? wanted.map((name) => oneOf("candlestick pattern", name, patternNames)) : patternNames;
  const lookback = Math.max(...names.map((name) => patterns[name].lookback));
  return {
    needs: ["open", "high", "low", "close"],
    lookback,
    compute: (panel) =>
      eachSymbol(panel, ["open", "high", "low", "close"], (...bars) => {
        const [score] = byRuns(bars, ([open, high, low, close]) => {
          const candles = candlesOf(open, high, low, close);
          const total = new Float64Array(close.length);
          for (const name of names) {
            const found = verdicts(candles, name);
            for (let i = 0; i < total.length; ++i) total[i] += found[i];
          }
          return [total.map((value) => value / 100)];
        });
        return score;
      })
  };
});
