import {describe, expect, it} from "vitest";
import {random} from "../../../core/base/random.js";
import {longShortQuantile} from "../../../plugins/strategies/long-short-quantile.js";
import {ask, days, trade} from "./asking.js";

/** One day of symbols at 10 with these signals, and sectors. */
function day(signal: readonly number[], sector?: readonly number[], close = signal.map(() => 10)) {
  const column = (values: readonly number[]) => values.map((value) => [value]);
  return days(column(close), {signal: column(signal), ...(sector && {sector: column(sector)})});
}

describe("long-short-quantile", () => {
  it("is long the best part and short the worst", () => {
    expect(ask(longShortQuantile({quantiles: 3}), day([5, 1, 4, 2, 3, 0]))).toEqual([0.25, -0.25, 0.25, 0, 0, -0.25]);
    expect(ask(longShortQuantile({quantiles: 6}), day([5, 1, 4, 2, 3, 0]))).toEqual([0.5, 0, 0, 0, 0, -0.5]);
    expect(ask(longShortQuantile({quantiles: 2, gross: 3}), day([1, 3, 2]))).toEqual([-1.5, 1.5, 0]);
    expect(ask(longShortQuantile({quantiles: 3, short: false}), day([5, 1, 4, 2, 3, 0]))).toEqual([
      0.5, 0, 0.5, 0, 0, 0
    ]);
    expect(ask(longShortQuantile({quantiles: 10}), day([1, 2, 3])), "one at least").toEqual([-0.5, 0, 0.5]);
  });

  it("weighs a side by the distance from the median", () => {
    const strategy = longShortQuantile({quantiles: 3, weighting: "signal"});
    // Median 2.5: distances 7.5 and 1.5, and −0.5 and −4.5.
    expect(ask(strategy, day([10, 2, 4, 2.2, 2.8, -2]))).toEqual([0.416666666667, -0.05, 0.083333333333, 0, 0, -0.45]);
    // The best two lie as far from the median, 1, as the rest: 4, 1.
    expect(ask(strategy, day([1, 1, 1, 1, 2, 5]))).toEqual([0, 0, -0.25, -0.25, 0.1, 0.4]);
    expect(ask(longShortQuantile({quantiles: 2, weighting: "signal", short: false}), day([1, 2, 3]))).toEqual([
      0, 0, 1
    ]);
  });

  it("ranks in each sector apart, so that each is held as much long as short", () => {
    const signal = [9, 8, 7, 6, 3, 2, 1, 0, 5];
    const sector = [0, 0, 0, 0, 1, 1, 1, 1, 2];
    const strategy = longShortQuantile({quantiles: 4, sector: "sector"});
    expect(ask(strategy, day(signal, sector))).toEqual([0.25, 0, 0, -0.25, 0.25, 0, 0, -0.25, 0]);
    expect(ask(longShortQuantile({quantiles: 4}), day(signal, sector))).toEqual([
      0.25, 0.25, 0, 0, 0, 0, -0.25, -0.25, 0
    ]);
    const uneven = [0, 0, 0, 0, 1, 1, 0, 0, NaN];
    // Six of group 0, one a side with 4 parts; with 3 parts two a side, and every name has the same weight.
    expect(ask(longShortQuantile({quantiles: 3, sector: "sector", gross: 6}), day(signal, uneven))).toEqual([
      1, 1, 0, 0, 1, -1, -1, -1, 0
    ]);
    const bySignal = longShortQuantile({quantiles: 3, sector: "sector", gross: 6, weighting: "signal"});
    // Group 0: median 6.5, distances 2.5 and 1.5, and −5.5 and −6.5; group 1: one a side.
    expect(ask(bySignal, day(signal, uneven))).toEqual([1.25, 0.75, 0, 0, 1, -1, -0.916666666667, -1.083333333333, 0]);
  });

  it("passes over what it cannot know or trade, and groups that say nothing", () => {
    const lost = day([4, 3, 2, 1], [0, NaN, 0, NaN]);
    expect(ask(longShortQuantile({sector: "sector"}), lost)).toEqual([0.5, 0, -0.5, 0]);
    const close = [10, 10, NaN, 10, 10, 0];
    expect(ask(longShortQuantile(), day([5, NaN, 9, 1, Infinity, -9], undefined, close))).toEqual([
      0.5, 0, 0, -0.5, 0, 0
    ]);
    for (const signal of [
      [7, 7, 7],
      [NaN, 7, NaN],
      [NaN, NaN, NaN]
    ]) {
      expect(ask(longShortQuantile(), day(signal)), String(signal)).toBeNull();
      expect(ask(longShortQuantile(), day(signal), [0.5, 0, -0.5]), String(signal)).toEqual([0, 0, 0]);
    }
  });

  it("takes ties in the symbols' order", () => {
    expect(ask(longShortQuantile(), day([1, 1, 0, 0]))).toEqual([0.5, 0, 0, -0.5]);
  });

  it("does not pay for drift, and fills up parts", () => {
    const signal = [5, 1, 4, 2, 3, 0];
    const strategy = longShortQuantile({quantiles: 3});
    expect(ask(strategy, day(signal), [0.3, -0.2, 0.22, 0, 0, -0.27])).toBeNull();
    expect(ask(strategy, day(signal), [0.3, -0.1, 0.22, 0, 0, -0.27])).toEqual([0.3, -0.25, 0.22, 0, 0, -0.27]);
    expect(ask(strategy, day(signal), [0.3, -0.2, 0.22, 0, 0.2, -0.27])).toEqual([0.3, -0.2, 0.22, 0, 0, -0.27]);
    expect(ask(longShortQuantile({quantiles: 3, band: 0}), day(signal), [0.3, -0.2, 0.22, 0, 0, -0.27])).toEqual([
      0.25, -0.25, 0.25, 0, 0, -0.25
    ]);
  });

  it("decides at the beginning of a period alone", () => {
    const made = days([Array<number>(40).fill(1), Array<number>(40).fill(1)], {
      signal: [Array<number>(40).fill(1), Array<number>(40).fill(2)]
    });
    const rows = (rebalance: string) => {
      const strategy = longShortQuantile({rebalance});
      return Array.from({length: 39}, (_, i) => i + 1).filter((row) => ask(strategy, made, undefined, row));
    };
    expect(rows("month")).toEqual([31]);
    expect(rows("week")).toEqual([3, 10, 17, 24, 31, 38]);
    expect(rows("bar")).toHaveLength(39);
    expect(longShortQuantile().lookback).toBe(0);
    expect(longShortQuantile({rebalance: "week"}).lookback).toBe(1);
  });

  it("earns the spread that its signal foretells, and none that it does not", () => {
    const r = random(5);
    const [symbols, rows] = [20, 400];
    const moves = Array.from({length: symbols}, () => Array.from({length: rows}, () => 0.01 * r.normal()));
    const close = moves.map((each) =>
      each.reduce<number[]>((out, move) => [...out, (out.at(-1) ?? 100) * (1 + move)], [])
    );
    // Filled at the next close, a signal earns the move after that.
    const foretold = moves.map((each) => each.map((_, i) => each[i + 2] ?? 0));
    const noise = moves.map((each) => each.map(() => r.normal()));
    const strategy = longShortQuantile({band: 0});
    const earned = trade(strategy, days(close, {signal: foretold})).equity;
    let expected = 1;
    for (let i = 2; i < rows; ++i) {
      const sorted = moves.map((each) => each[i]).sort((a, b) => a - b);
      const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
      expected *= 1 + (sum(sorted.slice(-4)) - sum(sorted.slice(0, 4))) / 8;
    }
    expect(Math.log(earned.at(-1)!) / Math.log(expected)).toBeCloseTo(1, 1);
    expect(Math.log(expected)).toBeGreaterThan(4);
    expect(Math.abs(Math.log(trade(strategy, days(close, {signal: noise})).equity.at(-1)!))).toBeLessThan(0.3);
  });

  it("refuses options that make no sense", () => {
    expect(() => longShortQuantile({quantiles: 1})).toThrow("invalid long-short-quantile quantiles: 1");
    expect(() => longShortQuantile({weighting: "rank"})).toThrow("unknown long-short-quantile weighting: rank");
    expect(() => longShortQuantile({rebalance: "hour"})).toThrow("unknown long-short-quantile rebalance: hour");
  });
});
