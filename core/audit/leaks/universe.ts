import {eachSymbol} from "../../base/panel.js";
import {defineFeature} from "../../plugin.js";
import {known, simpleReturns} from "./leak.js";
import type {Planted} from "./leak.js";

/** Universes that are known afterwards, and names that are gone. */
export const universe: readonly Planted[] = [
  {
    name: "liquid-today",
    title: "The most traded names of the last day",
    says: "The universe is the names with the largest dollar volume now, and the backtest begins ten years ago.",
    rule: "whole-sample",
    maker: defineFeature("liquid-today", {kept: 3}, ({kept}) => ({
      needs: ["close", "volume"],
      lookback: 0,
      compute({times, symbols, fields: {close, volume}}) {
        const n = symbols.length;
        const end = (times.length - 1) * n;
        const size = Float64Array.from(symbols, (_, s) => close[end + s] * volume[end + s] || 0);
        const least = size.toSorted().at(-kept) ?? 0;
        return close.map((price, i) => (size[i % n] >= least ? price : NaN));
      }
    }))
  },
  {
    name: "largest-of-all-years",
    title: "The names that were traded most over all years",
    says: "The names are ranked by their mean dollar volume of the whole sample: those that will grow are in from the start.",
    rule: "whole-sample",
    maker: defineFeature("largest-of-all-years", {}, () => ({
      needs: ["close", "volume"],
      lookback: 1,
      compute(panel) {
        const totals = eachSymbol(panel, ["close", "volume"], (close, volume) => {
          const turnover = known(close.map((price, i) => price * volume[i]));
          return close.map(() => turnover.reduce((sum, value) => sum + value, 0) / turnover.length);
        });
        const n = panel.symbols.length;
        return totals.map((value, i) => {
          const row = totals.subarray(i - (i % n), i - (i % n) + n);
          return row.filter((other) => other < value).length / n;
        });
      }
    }))
  },
  {
    name: "survivors",
    title: "Names that still have a price at the end",
    says: "dropna(axis=1) removes every column that ends early: only names that survive are ever looked at.",
    rule: "look-ahead",
    maker: defineFeature("survivors", {}, () => ({
      needs: ["close"],
      lookback: 1,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) =>
          Number.isNaN(close.at(-1) ?? NaN) ? close.map(() => NaN) : simpleReturns(close)
        )
    }))
  },
  {
    name: "complete-names",
    title: "Names with enough rows",
    says: "Names with fewer than so many bars in the sample are dropped, so that being there later decides about now.",
    rule: "look-ahead",
    maker: defineFeature("complete-names", {}, () => ({
      needs: ["close"],
      lookback: 1,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) =>
          known(close).length < 0.95 * close.length ? close.map(() => NaN) : simpleReturns(close)
        )
    }))
  },
  {
    name: "halted-tomorrow",
    title: "Names that will be halted are left out",
    says: "Rows beside bars without a volume are dropped to clean the data: the day before a halt is missing too.",
    rule: "look-ahead",
    maker: defineFeature("halted-tomorrow", {}, () => ({
      needs: ["close", "volume"],
      lookback: 1,
      compute: (panel) =>
        eachSymbol(panel, ["close", "volume"], (close, volume) =>
          simpleReturns(close).map((value, i) => (volume[i + 1] === 0 ? NaN : value))
        )
    }))
  },
  {
    name: "dead-filled-forward",
    title: "A dead name's price filled forward",
    says: "ffill() goes on with the last price after a name was delisted: its momentum is 0 for good, and so is its label.",
    rule: "dead-ticker",
    maker: defineFeature("dead-filled-forward", {}, () => ({
      needs: ["close"],
      lookback: 60,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          let last = NaN;
          return simpleReturns(
            close.map((price) => (last = Number.isNaN(price) ? last : price)),
            20
          );
        })
    }))
  },
  {
    name: "dead-level",
    title: "A dead name that keeps its last level",
    says: "The distance from the mean is filled forward as a column, so a name that is gone stays as cheap as it was.",
    rule: "dead-ticker",
    maker: defineFeature("dead-level", {}, () => ({
      needs: ["close"],
      lookback: 1,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          let last = NaN;
          return simpleReturns(close).map((value) => (last = Number.isNaN(value) ? last : value));
        })
    }))
  }
];
