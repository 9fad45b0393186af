import type {Panel} from "../../base/panel.js";
import {eachSymbol, field, series} from "../../base/panel.js";
import {rollingDeviation, rollingMean} from "../../base/rolling.js";
import {correlation, deviation, mean, quantile} from "../../base/stats.js";
import {defineFeature} from "../../plugin.js";
import {known, simpleReturns} from "./leak.js";
import type {Planted} from "./leak.js";

const returnsOf = (panel: Panel) => eachSymbol(panel, ["close"], (close) => simpleReturns(close));

/** Pairs of which both are numbers. */
function pairs(a: Float64Array, b: Float64Array): readonly [Float64Array, Float64Array] {
  const both = (_: number, i: number) => !Number.isNaN(a[i]) && !Number.isNaN(b[i]);
  return [a.filter(both), b.filter(both)];
}

/** The correlation of a series with the return of the next bar, over all rows. */
function skill(values: Float64Array, close: Float64Array): number {
  const next = close.map((price, i) => (i + 1 < close.length ? close[i + 1] / price - 1 : NaN));
  return correlation(...pairs(values, next)) || 0;
}

/** The largest component of the symbols' returns, found by taking powers of their second moments. */
function firstComponent(panel: Panel, returns: Float64Array): Float64Array {
  const n = panel.symbols.length;
  const moments = (a: number, b: number) => {
    let sum = 0;
    for (let i = 0; i < returns.length; i += n) sum += (returns[i + a] || 0) * (returns[i + b] || 0);
    return sum;
  };
  const matrix = panel.symbols.map((_, a) => panel.symbols.map((__, b) => moments(a, b)));
  let weights = new Float64Array(n).fill(1);
  for (let step = 0; step < 50; ++step) {
    const next = Float64Array.from(matrix, (row) => row.reduce((sum, value, s) => sum + value * weights[s], 0));
    const size = Math.hypot(...next) || 1;
    weights = next.map((value) => value / size);
  }
  return weights;
}

/** Two normal distributions fitted by expectation and maximisation; begins at `start`. */
export function mixture(values: Float64Array, start?: readonly number[]): readonly number[] {
  const x = known(values);
  let [low, high, calm, wild, share] = start ?? [mean(x), mean(x), 0.5 * deviation(x), 2 * deviation(x), 0.5];
  for (let step = 0; step < 10; ++step) {
    const chance = x.map((value) => chanceOfWild(value, [low, high, calm, wild, share]));
    const total = chance.reduce((sum, p) => sum + p, 0);
    const rest = x.length - total;
    low = x.reduce((sum, value, i) => sum + (1 - chance[i]) * value, 0) / rest;
    high = x.reduce((sum, value, i) => sum + chance[i] * value, 0) / total;
    calm = Math.max(1e-4, Math.sqrt(x.reduce((sum, value, i) => sum + (1 - chance[i]) * (value - low) ** 2, 0) / rest));
    wild = Math.max(1e-4, Math.sqrt(x.reduce((sum, value, i) => sum + chance[i] * (value - high) ** 2, 0) / total));
    share = Math.max(0.01, Math.min(0.99, total / x.length));
  }
  return [low, high, calm, wild, share];
}

/** The chance that a value comes of the wilder of the two distributions of a mixture. */
export function chanceOfWild(value: number, [low, high, calm, wild, share]: readonly number[]): number {
  const density = (level: number, spread: number) => Math.exp(-0.5 * ((value - level) / spread) ** 2) / spread;
  const [a, b] = [(1 - share) * density(low, calm), share * density(high, wild)];
  return a + b > 0 ? b / (a + b) : 0.5;
}

/** Features with parameters that were found in the whole sample. */
export const fitted: readonly Planted[] = [
  {
    name: "principal-component",
    title: "Principal components of the whole sample",
    says: "The market factor is the first component of all returns, so its weights know who will move with whom.",
    rule: "whole-sample",
    maker: defineFeature("principal-component", {}, () => ({
      needs: ["close"],
      lookback: 1,
      compute(panel) {
        const n = panel.symbols.length;
        const returns = returnsOf(panel);
        const weights = firstComponent(panel, returns);
        return returns.map((value, i) => {
          const row = i - (i % n);
          const factor = weights.reduce((sum, weight, s) => sum + weight * (returns[row + s] || 0), 0);
          return value - weights[i % n] * factor;
        });
      }
    }))
  },
  {
    name: "hedge-ratio",
    title: "A pair's hedge ratio from a regression over everything",
    says: "Two symbols are found to move together over ten years, and the spread is traded in the same ten years.",
    rule: "whole-sample",
    maker: defineFeature("hedge-ratio", {}, () => ({
      needs: ["close"],
      lookback: 0,
      compute(panel) {
        const other = series(panel, "close", 0).map(Math.log);
        return eachSymbol(panel, ["close"], (close) => {
          const own = close.map(Math.log);
          const [x, y] = pairs(other, own);
          const slope = (correlation(x, y) * deviation(y)) / deviation(x);
          return own.map((value, i) => value - (slope || 1) * other[i]);
        });
      }
    }))
  },
  {
    name: "clustered-days",
    title: "Days clustered over the whole sample",
    says: "k-means sorts all days by return and volatility into regimes, and the regime's number becomes a feature.",
    rule: "whole-sample",
    maker: defineFeature("clustered-days", {}, () => ({
      needs: ["close"],
      lookback: 10,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          const spread = rollingDeviation(simpleReturns(close), 10, 1);
          let centres = [0.1, 0.5, 0.9].map((p) => quantile(known(spread), p));
          const nearest = (value: number) =>
            centres.reduce(
              (best, centre, k) => (Math.abs(value - centre) < Math.abs(value - centres[best]) ? k : best),
              0
            );
          for (let step = 0; step < 20; ++step) {
            const members = centres.map((_, k) => known(spread).filter((value) => nearest(value) === k));
            centres = members.map((each, k) => (each.length > 0 ? mean(each) : centres[k]));
          }
          return spread.map((value) => (Number.isNaN(value) ? NaN : nearest(value)));
        })
    }))
  },
  {
    name: "fitted-regimes",
    title: "A regime model fitted on everything",
    says: "The volatilities of calm and of wild days are estimated once from all rows; each day's chance is then called causal.",
    rule: "whole-sample",
    maker: defineFeature("fitted-regimes", {}, () => ({
      needs: ["close"],
      lookback: 1,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          const returns = simpleReturns(close);
          const parameters = mixture(returns);
          return returns.map((value) => (Number.isNaN(value) ? NaN : chanceOfWild(value, parameters)));
        })
    }))
  },
  {
    name: "target-encoding",
    title: "A category encoded by the mean of its labels",
    says: "Each weekday is replaced by the mean of the next day's return on such days, the test's returns among them.",
    rule: "whole-sample",
    maker: defineFeature("target-encoding", {}, () => ({
      needs: ["close"],
      lookback: 0,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          const weekday = (i: number) => new Date(panel.times[i]).getUTCDay();
          const next = close.map((price, i) => (i + 1 < close.length ? close[i + 1] / price - 1 : NaN));
          const means = [0, 1, 2, 3, 4, 5, 6].map((day) => mean(known(next.filter((_, i) => weekday(i) === day))));
          return close.map((price, i) => (Number.isNaN(price) ? NaN : means[weekday(i)]));
        })
    }))
  },
  {
    name: "sign-by-skill",
    title: "A signal turned to the side that worked",
    says: "Where a factor's correlation with later returns is negative over the sample, it is multiplied by −1.",
    rule: "whole-sample",
    maker: defineFeature("sign-by-skill", {}, () => ({
      needs: ["close"],
      lookback: 5,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          const momentum = simpleReturns(close, 5);
          const side = skill(momentum, close) < 0 ? -1 : 1;
          return momentum.map((value) => side * value);
        })
    }))
  },
  {
    name: "window-by-skill",
    title: "The window that worked best over the sample",
    says: "Of several windows each symbol gets the one that foretold best, chosen on the rows that are later tested.",
    rule: "whole-sample",
    maker: defineFeature("window-by-skill", {}, () => ({
      needs: ["close"],
      lookback: 19,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          const candidates = [3, 5, 10, 20].map((window) => {
            const level = rollingMean(close, window);
            return close.map((price, i) => price / level[i] - 1);
          });
          const skills = candidates.map((each) => skill(each, close));
          return candidates[skills.indexOf(Math.max(...skills))];
        })
    }))
  },
  {
    name: "denoised",
    title: "Prices denoised by wavelets",
    says: "A Haar transform of the whole series is cut at a threshold and turned back: every value is a blend of both sides.",
    rule: "whole-sample",
    maker: defineFeature("denoised", {}, () => ({
      needs: ["close"],
      lookback: 0,
      compute: (panel) => eachSymbol(panel, ["close"], (close) => denoise(close))
    }))
  },
  {
    name: "demeaned-volume",
    title: "Volume relative to its mean of all symbols and years",
    says: "The level of trading is removed by one number for the whole table, which grows with the years still to come.",
    rule: "whole-sample",
    maker: defineFeature("demeaned-volume", {}, () => ({
      needs: ["volume"],
      lookback: 0,
      compute(panel) {
        const volume = field(panel, "volume");
        const level = mean(known(volume));
        return volume.map((value) => Math.log(value / level));
      }
    }))
  }
];

/** Soft-thresholds the Haar details by the usual bound, deviation · √(2 log n); missing values stay missing. */
function denoise(values: Float64Array): Float64Array {
  const n = values.length;
  let size = 1;
  while (size < n) size *= 2;
  let last = known(values)[0] ?? 0;
  const all = Float64Array.from({length: size}, (_, i) => (last = Number.isNaN(values[i] ?? NaN) ? last : values[i]));
  const details: Float64Array[] = [];
  let smooth = all;
  while (smooth.length > 1) {
    const half = smooth.length / 2;
    const given = smooth;
    details.push(Float64Array.from({length: half}, (_, i) => (given[2 * i] - given[2 * i + 1]) / Math.SQRT2));
    smooth = Float64Array.from({length: half}, (_, i) => (given[2 * i] + given[2 * i + 1]) / Math.SQRT2);
  }
  const limit = (quantile(details[0]?.map(Math.abs) ?? [], 0.5) / 0.6745) * Math.sqrt(2 * Math.log(size));
  for (const detail of details.toReversed()) {
    const given = smooth;
    smooth = Float64Array.from({length: 2 * detail.length}, (_, i) => {
      const cut = Math.sign(detail[i >> 1]) * Math.max(0, Math.abs(detail[i >> 1]) - limit);
      return (given[i >> 1] + (i % 2 === 0 ? cut : -cut)) / Math.SQRT2;
    });
  }
  return values.map((value, i) => (Number.isNaN(value) ? NaN : smooth[i]));
}
