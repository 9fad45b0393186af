import {eachSymbol, field} from "../../base/panel.js";
import {rollingMean} from "../../base/rolling.js";
import {deviation, mean, quantile} from "../../base/stats.js";
import {defineFeature} from "../../plugin.js";
import {jansen, known, simpleReturns} from "./leak.js";
import type {Planted} from "./leak.js";

/** (x − mean) / deviation, both of all of the values. */
function standardised(values: Float64Array): Float64Array {
  const all = known(values);
  const [level, spread] = [mean(all), deviation(all)];
  return values.map((value) => (value - level) / spread);
}

/** The mean with weight 2 / (window + 1) from the first value on; `NaN` values are passed over. */
function exponential(values: Float64Array, window: number): Float64Array {
  let level = NaN;
  return values.map((value) => {
    if (!Number.isNaN(value)) level = Number.isNaN(level) ? value : level + (2 / (window + 1)) * (value - level);
    return Number.isNaN(value) ? NaN : level;
  });
}

/** Features brought to one size, or cleared of a trend, by figures of the whole sample. */
export const scaled: readonly Planted[] = [
  {
    name: "standardised-atr",
    title: "ATR standardised over the whole sample",
    says: "The average true range is made comparable by each symbol's mean and deviation over all years, those of the test among them.",
    source: `${jansen}, notebook 04: compute_atr`,
    rule: "whole-sample",
    maker: defineFeature("standardised-atr", {window: 14}, ({window}) => ({
      needs: ["high", "low", "close"],
      lookback: window,
      compute: (panel) =>
        eachSymbol(panel, ["high", "low", "close"], (high, low, close) => {
          const range = high.map((top, i) =>
            i === 0 ? NaN : Math.max(top, close[i - 1]) - Math.min(low[i], close[i - 1])
          );
          return standardised(rollingMean(range, window));
        })
    }))
  },
  {
    name: "standardised-macd",
    title: "MACD standardised over the whole sample",
    says: "The difference of two exponential means is divided by its deviation over all years before the sample is divided.",
    source: `${jansen}, notebook 04: compute_macd`,
    rule: "whole-sample",
    maker: defineFeature("standardised-macd", {fast: 12, slow: 26}, ({fast, slow}) => ({
      needs: ["close"],
      lookback: 20 * slow,
      tolerance: 1e-9,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          const slower = exponential(close, slow);
          return standardised(exponential(close, fast).map((value, i) => value - slower[i]));
        })
    }))
  },
  {
    name: "scaled-episodes",
    title: "Observations scaled before the episodes are cut",
    says: "A trading environment scales its table of observations once, and then draws episodes to train and to test from it.",
    source: `${jansen}, chapter 22, trading_env.py: scale(self.data)`,
    rule: "whole-sample",
    maker: defineFeature("scaled-episodes", {}, () => ({
      needs: ["close"],
      lookback: 1,
      compute: (panel) => standardised(eachSymbol(panel, ["close"], (close) => simpleReturns(close)))
    }))
  },
  {
    name: "min-max",
    title: "Prices between their all-time low and high",
    says: "A min-max scaler is fitted on the whole column, so 1 is reached on the day of the highest price there will ever be.",
    rule: "whole-sample",
    maker: defineFeature("min-max", {}, () => ({
      needs: ["close"],
      lookback: 0,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          const all = known(close);
          const [low, high] = [Math.min(...all), Math.max(...all)];
          return close.map((price) => (price - low) / (high - low));
        })
    }))
  },
  {
    name: "decile-of-history",
    title: "Deciles of a symbol's whole history",
    says: "A momentum is put into ten bins of equal size, whose edges come from the whole column.",
    rule: "whole-sample",
    maker: defineFeature("decile-of-history", {}, () => ({
      needs: ["close"],
      lookback: 10,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          const momentum = simpleReturns(close, 10);
          const edges = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((tenth) => quantile(known(momentum), tenth / 10));
          return momentum.map((value) => (Number.isNaN(value) ? NaN : edges.filter((edge) => value > edge).length));
        })
    }))
  },
  {
    name: "rank-through-time",
    title: "A rank across time instead of across symbols",
    says: "The rank is taken down the column and not along the row: each day is compared with days that come later.",
    rule: "whole-sample",
    maker: defineFeature("rank-through-time", {}, () => ({
      needs: ["volume"],
      lookback: 0,
      compute: (panel) =>
        eachSymbol(panel, ["volume"], (volume) => {
          const sorted = known(volume).sort();
          return volume.map((value) =>
            Number.isNaN(value) ? NaN : sorted.filter((other) => other <= value).length / sorted.length
          );
        })
    }))
  },
  {
    name: "winsorised-tails",
    title: "Outliers cut at quantiles of the whole sample",
    says: "Returns beyond the first and the last hundredth are cut: only the extreme days change, and only by what comes later.",
    rule: "whole-sample",
    maker: defineFeature("winsorised-tails", {}, () => ({
      needs: ["close"],
      lookback: 1,
      compute(panel) {
        const returns = eachSymbol(panel, ["close"], (close) => simpleReturns(close));
        const [low, high] = [0.01, 0.99].map((p) => quantile(known(returns), p));
        return returns.map((value) => Math.max(low, Math.min(high, value)));
      }
    }))
  },
  {
    name: "dropped-outliers",
    title: "Outliers dropped by their distance from the whole sample's mean",
    says: "Values more than so many deviations from the mean are taken for errors and made missing, as Alphalens' filter_zscore does.",
    source: "Alphalens, compute_forward_returns: filter_zscore",
    rule: "whole-sample",
    maker: defineFeature("dropped-outliers", {limit: 2}, ({limit}) => ({
      needs: ["close"],
      lookback: 1,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          const returns = simpleReturns(close);
          const score = standardised(returns);
          return returns.map((value, i) => (Math.abs(score[i]) > limit ? NaN : value));
        })
    }))
  },
  {
    name: "detrended",
    title: "The distance from a line through the whole sample",
    says: "Prices are made stationary by taking off the straight line that fits all of them best.",
    rule: "whole-sample",
    maker: defineFeature("detrended", {}, () => ({
      needs: ["close"],
      lookback: 0,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          const x = close.map((price, i) => (Number.isNaN(price) ? NaN : i));
          const [centre, level] = [mean(known(x)), mean(known(close))];
          const products = known(x.map((value, i) => (value - centre) * (close[i] - level)));
          const squares = known(x.map((value) => (value - centre) ** 2));
          const slope = mean(products) / mean(squares);
          return close.map((price, i) => price - level - slope * (i - centre));
        })
    }))
  },
  {
    name: "seasonal-mean",
    title: "The mean return of the same weekday, of all years",
    says: "A seasonal pattern is taken off, found in the whole sample: in 2015 it knows how Mondays of 2020 went.",
    rule: "whole-sample",
    maker: defineFeature("seasonal-mean", {}, () => ({
      needs: ["close"],
      lookback: 1,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          const returns = simpleReturns(close);
          const weekday = (i: number) => new Date(panel.times[i]).getUTCDay();
          const means = [0, 1, 2, 3, 4, 5, 6].map((day) => mean(known(returns.filter((_, i) => weekday(i) === day))));
          return returns.map((value, i) => value - means[weekday(i)]);
        })
    }))
  },
  {
    name: "last-price",
    title: "Prices divided by the last one",
    says: "Adjusting backwards makes today's price the true one and changes all earlier ones with every later split.",
    rule: "whole-sample",
    maker: defineFeature("last-price", {}, () => ({
      needs: ["close"],
      lookback: 0,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          const last = known(close).at(-1) ?? NaN;
          return close.map((price) => price / last);
        })
    }))
  },
  {
    name: "trend-of-rows",
    title: "Time as a share of the sample",
    says: "A trend is given as the row's number over the number of rows: that number is not known until the end.",
    rule: "row-count",
    maker: defineFeature("trend-of-rows", {}, () => ({
      needs: [],
      lookback: 0,
      compute: ({times, symbols}) =>
        Float64Array.from(
          {length: times.length * symbols.length},
          (_, i) => Math.floor(i / symbols.length) / times.length
        )
    }))
  },
  {
    name: "rows-from-the-end",
    title: "Every fifth row, counted from the last",
    says: "A rebalancing flag is set on every fifth row from the end backwards, so all of them move when a day is added.",
    rule: "row-count",
    maker: defineFeature("rows-from-the-end", {}, () => ({
      needs: ["close"],
      lookback: 0,
      compute: (panel) => {
        const n = panel.symbols.length;
        const rows = panel.times.length;
        return field(panel, "close").map((price, i) =>
          Number.isNaN(price) ? NaN : (rows - 1 - Math.floor(i / n)) % 5 === 0 ? 1 : 0
        );
      }
    }))
  }
];
