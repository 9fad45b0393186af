import type {Column, Panel} from "../../base/panel.js";
import {eachSymbol} from "../../base/panel.js";
import {rollingDeviation} from "../../base/rolling.js";
import {deviation, mean, quantile} from "../../base/stats.js";
import {defineLabel} from "../../plugin.js";
import {jansen, known, simpleReturns} from "./leak.js";
import type {Planted} from "./leak.js";

/** The time so many rows after each cell's; `Infinity` past the end. */
export function timesAhead({times, symbols}: Panel, horizon: number): Column {
  const n = symbols.length;
  return Float64Array.from({length: times.length * n}, (_, i) => times[Math.floor(i / n) + horizon] ?? Infinity);
}

/** close_{t + horizon} / close_t − 1 of one symbol's prices. */
export const forward = (close: Float64Array, horizon: number): Float64Array =>
  close.map((price, i) => (close[i + horizon] ?? NaN) / price - 1);

const forwardOf = (panel: Panel, horizon: number) => eachSymbol(panel, ["close"], (close) => forward(close, horizon));

/** Prices of which a missing one is the one before. */
function filled(close: Float64Array): Float64Array {
  let last = NaN;
  return close.map((price) => (last = Number.isNaN(price) ? last : price));
}

/** Labels that are known later than they say, or never. */
export const labels: readonly Planted[] = [
  {
    name: "one-bar-short",
    title: "Known one bar too early",
    says: "The label of five bars says that it is known after four, so purging leaves the last training sample in the test.",
    rule: "until-short",
    maker: defineLabel("one-bar-short", {horizon: 5}, ({horizon}) => ({
      needs: ["close"],
      compute: (panel) => ({y: forwardOf(panel, horizon), until: timesAhead(panel, horizon - 1)})
    }))
  },
  {
    name: "delay-forgotten",
    title: "Known without its delay",
    says: "The return begins one bar later, where the order is filled; the time at which it is known was not moved with it.",
    rule: "until-short",
    maker: defineLabel("delay-forgotten", {horizon: 5, delay: 1}, ({horizon, delay}) => ({
      needs: ["close"],
      compute: (panel) => ({
        y: eachSymbol(panel, ["close"], (close) =>
          close.map((_, i) => (close[i + delay + horizon] ?? NaN) / (close[i + delay] ?? NaN) - 1)
        ),
        until: timesAhead(panel, horizon)
      })
    }))
  },
  {
    name: "smoothed-label",
    title: "A label smoothed over later labels",
    says: "To calm a noisy target it is averaged with those of the rows around it, whose outcomes lie further ahead.",
    rule: "until-short",
    maker: defineLabel("smoothed-label", {horizon: 5}, ({horizon}) => ({
      needs: ["close"],
      compute: (panel) => ({
        y: eachSymbol(panel, ["close"], (close) => {
          const y = forward(close, horizon);
          return y.map((value, i) => (value + (y[i - 1] ?? NaN) + (y[i + 1] ?? NaN)) / 3);
        }),
        until: timesAhead(panel, horizon)
      })
    }))
  },
  {
    name: "first-trend",
    title: "Trend scanning dated by the trend it chose",
    says: "Of trends of five to twenty bars the strongest is taken, and the label dated at its end: the others had to be seen too.",
    source: "Machine Learning for Asset Managers, 5.4",
    rule: "until-short",
    maker: defineLabel("first-trend", {shortest: 5, longest: 20}, ({shortest, longest}) => ({
      needs: ["close"],
      compute(panel) {
        const n = panel.symbols.length;
        const until = new Float64Array(panel.times.length * n).fill(Infinity);
        let symbol = 0;
        const y = eachSymbol(panel, ["close"], (close) => {
          const s = symbol++;
          return close.map((price, i) => {
            if (i + longest >= close.length) return NaN;
            let best = shortest;
            const strength = (length: number) => Math.abs(Math.log(close[i + length] / price)) / Math.sqrt(length);
            for (let length = shortest; length <= longest; ++length) {
              if (Number.isNaN(close[i + length])) return NaN;
              if (strength(length) > strength(best)) best = length;
            }
            until[i * n + s] = panel.times[i + best];
            return Math.sign(close[i + best] - price);
          });
        });
        return {y, until};
      }
    }))
  },
  {
    name: "market-of-more-rows",
    title: "An excess over a market that looks further",
    says: "The symbol's five bars are compared with ten of the market: the merge took the wrong column of forward returns.",
    rule: "until-short",
    maker: defineLabel("market-of-more-rows", {horizon: 5}, ({horizon}) => ({
      needs: ["close"],
      compute(panel) {
        const [own, long] = [forwardOf(panel, horizon), forwardOf(panel, 2 * horizon)];
        const n = panel.symbols.length;
        const y = own.map((value, i) => {
          const row = long.subarray(i - (i % n), i - (i % n) + n);
          return value - mean(known(row)) / 2;
        });
        return {y, until: timesAhead(panel, horizon)};
      }
    }))
  },
  {
    name: "own-row",
    title: "Known on its own row",
    says: "The label is dated by its sample, as a plain table of X and y does: nothing can be purged by such a date.",
    rule: "unknowable-label",
    maker: defineLabel("own-row", {horizon: 5}, ({horizon}) => ({
      needs: ["close"],
      compute: (panel) => ({y: forwardOf(panel, horizon), until: timesAhead(panel, 0)})
    }))
  },
  {
    name: "shorter-at-the-end",
    title: "Labels past the end",
    says: "Where fewer than five bars are left, the last price is used; those labels are of another horizon, and not known yet.",
    rule: "unknowable-label",
    maker: defineLabel("shorter-at-the-end", {horizon: 5}, ({horizon}) => ({
      needs: ["close"],
      compute: (panel) => ({
        y: eachSymbol(panel, ["close"], (close) =>
          close.map((price, i) => close[Math.min(i + horizon, close.length - 1)] / price - 1)
        ),
        until: timesAhead(panel, horizon)
      })
    }))
  },
  {
    name: "zero-at-the-end",
    title: "Unknown labels filled with zero",
    says: "fillna(0) after the shift: the last rows are taught to have no return.",
    rule: "unknowable-label",
    maker: defineLabel("zero-at-the-end", {horizon: 5}, ({horizon}) => ({
      needs: ["close"],
      compute: (panel) => ({y: forwardOf(panel, horizon).map((value) => value || 0), until: timesAhead(panel, horizon)})
    }))
  },
  {
    name: "weekly-resample",
    title: "A weekly resample that fills dead names forward",
    says: 'Taking each week\'s last price fills weeks without any: names that were delisted return exactly 0, and "not up" is foretold.',
    source: `${jansen}, chapter 19, notebook 00: resample("W").last().pct_change()`,
    rule: "dead-ticker",
    maker: defineLabel("weekly-resample", {horizon: 5}, ({horizon}) => ({
      needs: ["close"],
      compute: (panel) => ({
        y: eachSymbol(panel, ["close"], (close) => forward(filled(close), horizon)),
        until: timesAhead(panel, horizon)
      })
    }))
  },
  {
    name: "sold-at-the-last-price",
    title: "Delisted at the last price",
    says: "A position in a name that dies within the horizon is counted as sold at its last price, which nobody paid.",
    rule: "dead-ticker",
    maker: defineLabel("sold-at-the-last-price", {horizon: 5}, ({horizon}) => ({
      needs: ["close"],
      compute: (panel) => ({
        y: eachSymbol(panel, ["close"], (close) => {
          const later = filled(close);
          return close.map((price, i) => (later[i + horizon] ?? NaN) / price - 1);
        }),
        until: timesAhead(panel, horizon)
      })
    }))
  },
  {
    name: "gaps-filled",
    title: "Outcomes taken where nothing was traded",
    says: "ffill(limit=1) before the label is made: it may end on a bar on which nobody could sell, or the day after the last.",
    rule: "dead-ticker",
    maker: defineLabel("gaps-filled", {horizon: 5}, ({horizon}) => ({
      needs: ["close"],
      compute: (panel) => ({
        y: eachSymbol(panel, ["close"], (close) => {
          const whole = close.map((price, i) => (Number.isNaN(price) ? (close[i - 1] ?? NaN) : price));
          return forward(whole, horizon);
        }),
        until: timesAhead(panel, horizon)
      })
    }))
  },
  {
    name: "terciles-of-all-years",
    title: "Classes cut at quantiles of all returns",
    says: "Buy, hold and sell are the thirds of all labels of the sample, so where the borders lie is known at the end only.",
    rule: "whole-sample",
    maker: defineLabel("terciles-of-all-years", {horizon: 5}, ({horizon}) => ({
      needs: ["close"],
      compute(panel) {
        const y = forwardOf(panel, horizon);
        const [low, high] = [1 / 3, 2 / 3].map((p) => quantile(known(y), p));
        return {
          y: y.map((value) => (Number.isNaN(value) ? NaN : value < low ? -1 : value > high ? 1 : 0)),
          until: timesAhead(panel, horizon)
        };
      }
    }))
  },
  {
    name: "standardised-label",
    title: "Labels standardised over the sample",
    says: "The target is scaled with its mean and deviation before the sample is divided.",
    rule: "whole-sample",
    maker: defineLabel("standardised-label", {horizon: 5}, ({horizon}) => ({
      needs: ["close"],
      compute(panel) {
        const y = forwardOf(panel, horizon);
        const [level, spread] = [mean(known(y)), deviation(known(y))];
        return {y: y.map((value) => (value - level) / spread), until: timesAhead(panel, horizon)};
      }
    }))
  },
  {
    name: "barrier-of-all-years",
    title: "Triple barriers as wide as the whole sample's volatility",
    says: "The barriers stand at two deviations of all returns: in calm years they are set by crashes to come.",
    rule: "whole-sample",
    maker: defineLabel("barrier-of-all-years", {horizon: 10, width: 1}, ({horizon, width}) => ({
      needs: ["close"],
      compute: (panel) => ({
        y: eachSymbol(panel, ["close"], (close) => {
          const limit = width * deviation(known(simpleReturns(close)));
          return close.map((price, i) => {
            if (Number.isNaN(close[i + horizon] ?? NaN) || Number.isNaN(price)) return NaN;
            const path = simpleReturns(Float64Array.of(price, ...close.subarray(i + 1, i + horizon + 1)), 0);
            const moves = path.map((_, k) => close[i + k] / price - 1);
            const hit = moves.find((move) => Math.abs(move) >= limit);
            return hit === undefined ? 0 : Math.sign(hit);
          });
        }),
        until: timesAhead(panel, horizon)
      })
    }))
  },
  {
    name: "sorted-out",
    title: "Small moves dropped by a threshold of all years",
    says: "Only samples whose outcome is among the larger half are kept, and which half that is follows from all outcomes.",
    rule: "whole-sample",
    maker: defineLabel("sorted-out", {horizon: 5}, ({horizon}) => ({
      needs: ["close"],
      compute(panel) {
        const y = forwardOf(panel, horizon);
        const limit = quantile(known(y).map(Math.abs), 0.5);
        return {y: y.map((value) => (Math.abs(value) > limit ? value : NaN)), until: timesAhead(panel, horizon)};
      }
    }))
  },
  {
    name: "volatility-unnamed",
    title: "A label that reads a range it does not name",
    says: "The return is divided by the day's range, whose fields are not listed: a run that loads the close alone fails.",
    rule: "undeclared-field",
    maker: defineLabel("volatility-unnamed", {horizon: 5}, ({horizon}) => ({
      needs: ["close"],
      compute(panel) {
        const {high, low, close} = panel.fields;
        const range = close.map((price, i) => (high && low ? (high[i] - low[i]) / price : 0.01));
        return {y: forwardOf(panel, horizon).map((value, i) => value / range[i]), until: timesAhead(panel, horizon)};
      }
    }))
  },
  {
    name: "scale-remembered",
    title: "A label divided by the volatility of an earlier call",
    says: "The deviation is kept from the call before, so that labels of the test are scaled by whatever was labelled last.",
    rule: "hidden-state",
    maker: defineLabel("scale-remembered", {horizon: 5}, ({horizon}) => {
      let spread = 0.02;
      return {
        needs: ["close"],
        compute(panel) {
          const y = forwardOf(panel, horizon).map((value) => value / spread);
          const recent = eachSymbol(panel, ["close"], (close) => rollingDeviation(simpleReturns(close), 20, 1));
          spread = known(recent).at(-1) ?? spread;
          return {y, until: timesAhead(panel, horizon)};
        }
      };
    })
  }
];
