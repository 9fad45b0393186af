import {eachSymbol, field} from "../../base/panel.js";
import {rollingDeviation, rollingMean} from "../../base/rolling.js";
import {defineFeature} from "../../plugin.js";
import {chanceOfWild} from "./fitted.js";
import {known, simpleReturns} from "./leak.js";
import type {Planted} from "./leak.js";

/** Each value a row earlier than it belongs. */
const early = (values: Float64Array): Float64Array => values.map((_, i) => values[i + 1] ?? NaN);

/** The exponential mean from the first value to the last. */
function smooth(values: Float64Array, weight: number): Float64Array {
  let level = NaN;
  return values.map(
    (value) => (level = Number.isNaN(level) ? value : Number.isNaN(value) ? level : level + weight * (value - level))
  );
}

/** Features that read rows that come later. */
export const ahead: readonly Planted[] = [
  {
    name: "shifted-back",
    title: "A return shifted the wrong way",
    says: "shift(-1) instead of shift(1): the return of the next bar stands beside the features of this one.",
    rule: "look-ahead",
    maker: defineFeature("shifted-back", {}, () => ({
      needs: ["close"],
      lookback: 0,
      compute: (panel) => eachSymbol(panel, ["close"], (close) => early(simpleReturns(close)))
    }))
  },
  {
    name: "centred-mean",
    title: "A moving average centred on its row",
    says: "rolling(5, center=True) makes a smooth curve that turns two bars before the price does.",
    rule: "look-ahead",
    maker: defineFeature("centred-mean", {window: 5}, ({window}) => ({
      needs: ["close"],
      lookback: window,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          const level = rollingMean(close, window);
          return close.map((price, i) => price / (level[i + (window >> 1)] ?? NaN) - 1);
        })
    }))
  },
  {
    name: "late-window",
    title: "A z-score whose window ends one row late",
    says: "Slicing x[i − n + 1 : i + 2] is one too many: the mean and the deviation have seen the next bar.",
    rule: "look-ahead",
    maker: defineFeature("late-window", {window: 20}, ({window}) => ({
      needs: ["close"],
      lookback: window,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          const [level, spread] = [early(rollingMean(close, window)), early(rollingDeviation(close, window, 1))];
          return close.map((price, i) => (price - level[i]) / spread[i]);
        })
    }))
  },
  {
    name: "filled-backwards",
    title: "Gaps filled from the next price",
    says: "bfill() clears what ffill() has left; a bar that was never traded gets the price of the next that was.",
    rule: "look-ahead",
    maker: defineFeature("filled-backwards", {}, () => ({
      needs: ["close"],
      lookback: 0,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          let next = NaN;
          const out = close.slice();
          for (let i = out.length - 1; i >= 0; --i) {
            if (Number.isNaN(out[i])) out[i] = next;
            next = out[i];
          }
          return out;
        })
    }))
  },
  {
    name: "filled-newborn",
    title: "A newborn name given its first price before it was listed",
    says: "The leading gap alone is filled backwards, so that all columns are equally long: who is listed next year has a price today.",
    rule: "look-ahead",
    maker: defineFeature("filled-newborn", {}, () => ({
      needs: ["close"],
      lookback: 0,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          const born = close.findIndex((price) => !Number.isNaN(price));
          return close.map((price, i) => (i < born ? close[born] : price));
        })
    }))
  },
  {
    name: "interpolated",
    title: "Gaps filled by a straight line",
    says: "interpolate() draws a line from the last price to the next one, and so tells where the price will be.",
    rule: "look-ahead",
    maker: defineFeature("interpolated", {}, () => ({
      needs: ["close"],
      lookback: 30,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          const out = close.slice();
          for (let i = 1; i < out.length; ++i) {
            if (!Number.isNaN(out[i]) || Number.isNaN(out[i - 1])) continue;
            let next = i;
            while (next < out.length && Number.isNaN(close[next])) ++next;
            if (next < out.length && next - i < 30) out[i] = out[i - 1] + (close[next] - out[i - 1]) / (next - i + 1);
          }
          return simpleReturns(out);
        })
    }))
  },
  {
    name: "savitzky-golay",
    title: "A Savitzky–Golay filter",
    says: "A parabola through the two bars before and the two after is a filter for laboratories, not for markets.",
    rule: "look-ahead",
    maker: defineFeature("savitzky-golay", {}, () => ({
      needs: ["close"],
      lookback: 2,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) =>
          close.map((_, i) =>
            [-3, 12, 17, 12, -3].reduce((sum, weight, k) => sum + (weight / 35) * (close[i + k - 2] ?? NaN), 0)
          )
        )
    }))
  },
  {
    name: "filtered-both-ways",
    title: "A filter run forwards and backwards",
    says: "filtfilt() has no delay because its second pass comes from the end: each value leans towards the later ones.",
    rule: "look-ahead",
    maker: defineFeature("filtered-both-ways", {}, () => ({
      needs: ["close"],
      lookback: 200,
      tolerance: 1e-9,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => smooth(smooth(close, 0.4).toReversed(), 0.4).toReversed())
    }))
  },
  {
    name: "smoothed-regimes",
    title: "The smoothed states of a hidden Markov model",
    says: "predict() of most libraries answers with states given the whole series, by a backward pass; known on the day are the filtered ones.",
    rule: "look-ahead",
    maker: defineFeature("smoothed-regimes", {stay: 0.8}, ({stay}) => ({
      needs: ["close"],
      lookback: 120,
      tolerance: 1e-9,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          const wild = simpleReturns(close).map((value) =>
            Number.isNaN(value) ? 0.5 : chanceOfWild(value, [0, 0, 0.01, 0.03, 0.5])
          );
          const step = (p: number) => stay * p + (1 - stay) * (1 - p);
          const update = (p: number, seen: number) => (p * seen) / (p * seen + (1 - p) * (1 - seen));
          let before = 0.5;
          const forward = wild.map((seen) => (before = update(step(before), seen)));
          let after = 0.5;
          const out = new Float64Array(close.length);
          for (let i = close.length - 1; i >= 0; --i) {
            out[i] = update(forward[i], after);
            after = step(update(after, wild[i]));
          }
          return out;
        })
    }))
  },
  {
    name: "pivots",
    title: "Pivots marked on the bar where they are",
    says: "A high is a pivot when two lower highs have followed; a signal on its own bar, as a zigzag draws it, is two bars early.",
    rule: "look-ahead",
    maker: defineFeature("pivots", {}, () => ({
      needs: ["high"],
      lookback: 2,
      compute: (panel) =>
        eachSymbol(panel, ["high"], (high) =>
          high.map((top, i) => ([-2, -1, 1, 2].every((k) => top > (high[i + k] ?? NaN)) ? 1 : 0))
        )
    }))
  },
  {
    name: "extremes-of-stretches",
    title: "Distance from the next turn",
    says: "The bars between a low and the next high are labelled as a rise, and that label is used as a feature of its rows.",
    rule: "look-ahead",
    maker: defineFeature("extremes-of-stretches", {}, () => ({
      needs: ["close"],
      lookback: 1,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          const out = new Float64Array(close.length).fill(NaN);
          for (let i = close.length - 2; i >= 0; --i) {
            const move = Math.sign(close[i + 1] - close[i]);
            out[i] = move === Math.sign(out[i + 1] || move) ? (out[i + 1] || 0) + move : move;
          }
          return out;
        })
    }))
  },
  {
    name: "nearest-join",
    title: "Weekly values joined to the nearest day",
    says: 'merge_asof(direction="nearest") takes the value of the coming Friday for those days that lie nearer to it.',
    rule: "look-ahead",
    maker: defineFeature("nearest-join", {}, () => ({
      needs: ["volume"],
      lookback: 10,
      compute({times, symbols, fields: {volume}}) {
        const n = symbols.length;
        const fridays = Array.from(times.keys()).filter((i) => new Date(times[i]).getUTCDay() === 5);
        return volume.map((value, i) => {
          if (Number.isNaN(value)) return NaN;
          const t = times[Math.floor(i / n)];
          const distance = (row: number) => Math.abs(times[row] - t);
          const near = fridays.reduce((best, row) => (best < 0 || distance(row) < distance(best) ? row : best), -1);
          return near >= 0 && distance(near) <= 5 * 864e5 ? volume[near * n + (i % n)] : NaN;
        });
      }
    }))
  },
  {
    name: "market-tomorrow",
    title: "The market's return joined a day early",
    says: "An index that is dated by the day after its close is merged by date: other symbols' next returns are known today.",
    rule: "look-ahead",
    maker: defineFeature("market-tomorrow", {}, () => ({
      needs: ["close"],
      lookback: 1,
      compute(panel) {
        const close = field(panel, "close");
        const n = panel.symbols.length;
        return close.map((price, i) => {
          const next = i - (i % n) + n;
          const moves = Float64Array.from(panel.symbols, (_, s) => (close[next + s] ?? NaN) / close[next - n + s] - 1);
          const others = known(moves);
          return Number.isNaN(price) || others.length === 0 ? NaN : others.reduce((a, b) => a + b, 0) / others.length;
        });
      }
    }))
  },
  {
    name: "eve-of-a-crash",
    title: "A warning before a crash",
    says: "Days before a fall of more than three in a hundred are marked by hand, as research on crashes does, and left in the data.",
    rule: "look-ahead",
    maker: defineFeature("eve-of-a-crash", {}, () => ({
      needs: ["close"],
      lookback: 0,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => early(simpleReturns(close)).map((value) => (value < -0.03 ? 1 : 0)))
    }))
  },
  {
    name: "year-ahead",
    title: "Next year's return among the features",
    says: "A table has its label as a column beside the others, and all columns are taken for features.",
    rule: "look-ahead",
    maker: defineFeature("year-ahead", {horizon: 252}, ({horizon}) => ({
      needs: ["close"],
      lookback: 0,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => close.map((price, i) => (close[i + horizon] ?? NaN) / price - 1))
    }))
  },
  {
    name: "warm-up-filled",
    title: "The warm-up filled with the first value",
    says: "The first rows of an average, where its window is not full, get the first average there is: it comes of later rows.",
    rule: "look-ahead",
    maker: defineFeature("warm-up-filled", {window: 20}, ({window}) => ({
      needs: ["close"],
      lookback: window - 1,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          const level = rollingMean(close, window);
          const first = level.findIndex((value) => !Number.isNaN(value));
          return level.map((value, i) => (i < first ? level[first] : value));
        })
    }))
  }
];
