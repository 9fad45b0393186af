import {describe, expect, it} from "vitest";
import type {Panel} from "../../core/base/panel.js";
import type {Feature} from "../../core/plugin.js";
import {atr} from "../../plugins/features/atr.js";
import {bollinger} from "../../plugins/features/bollinger.js";
import {dayOfWeek} from "../../plugins/features/day-of-week.js";
import {gap} from "../../plugins/features/gap.js";
import {macd} from "../../plugins/features/macd.js";
import {momentum} from "../../plugins/features/momentum.js";
import {month} from "../../plugins/features/month.js";
import {obv} from "../../plugins/features/obv.js";
import {rangePosition} from "../../plugins/features/range-position.js";
import {returns} from "../../plugins/features/returns.js";
import {rsi} from "../../plugins/features/rsi.js";
import {volatility} from "../../plugins/features/volatility.js";
import {volumeZscore} from "../../plugins/features/volume-zscore.js";
import {randomPanel} from "../panels.js";

/** Two symbols, the second the first times ten (its volume the same). */
function panelOf(fields: Readonly<Record<string, readonly number[]>>): Panel {
  const length = Object.values(fields)[0].length;
  const twice = ([name, values]: [string, readonly number[]]) => [
    name,
    Float64Array.from(values.flatMap((value) => [value, name === "volume" ? value : 10 * value]))
  ];
  return {
    times: Float64Array.from({length}, (_, i) => Date.UTC(2020, 1, 28 + i)),
    symbols: ["A", "B"],
    fields: Object.fromEntries(Object.entries(fields).map(twice)) as Record<string, Float64Array>
  };
}

/** What is computed of the first symbol, once the second's is found to be the same. */
function compute(feature: Feature, fields: Readonly<Record<string, readonly number[]>>): number[] {
  const both = feature.compute(panelOf(fields));
  const [a, b] = [0, 1].map((s) => Array.from(both).filter((_, i) => i % 2 === s));
  b.forEach((value, i) => expect(Number.isNaN(value) ? Number.isNaN(a[i]) : Math.abs(value - a[i]) < 1e-9).toBe(true));
  return a;
}

describe("features", () => {
  it("returns and momentum", () => {
    const close = [100, 110, 99, 198, 99];
    expect(compute(returns({window: 2}), {close})).toEqual([NaN, NaN, 99 / 100 - 1, 198 / 110 - 1, 0]);
    expect(compute(momentum({window: 3, skip: 1}), {close})).toEqual([NaN, NaN, NaN, 99 / 100 - 1, 198 / 110 - 1]);
  });

  it("gap", () => {
    expect(compute(gap(), {open: [1, 9, 12], close: [10, 8, 7]})).toEqual([NaN, 9 / 10 - 1, 12 / 8 - 1]);
  });

  it("volatility", () => {
    const [, , , last] = compute(volatility({window: 3}), {close: [100, 101, 101, 103.02]});
    expect(last).toBeCloseTo(0.01, 12);
  });

  it("volume against its own past", () => {
    const score = compute(volumeZscore({window: 3}), {volume: [1, 2, 3, 3, 3]});
    expect(score.slice(0, 3)).toEqual([NaN, NaN, 1]);
    expect(score[4]).toBeNaN();
  });

  it("place in the channel and in the band", () => {
    const bars = {high: [5, 6, 7], low: [3, 4, 5], close: [4, 5, 6]};
    expect(compute(rangePosition({window: 2}), bars)).toEqual([NaN, 2 / 3, 2 / 3]);
    expect(compute(bollinger({window: 2, width: 1}), bars)).toEqual([NaN, 1, 1]);
    expect(compute(bollinger({window: 2, width: 1, output: "width"}), bars)).toEqual([NaN, 1 / 4.5, 1 / 5.5]);
  });

  it("balance of volume", () => {
    const bars = {close: [5, 6, 6, 5], volume: [9, 3, 1, 2]};
    expect(compute(obv({window: 3}), bars)).toEqual([NaN, NaN, NaN, (3 - 2) / 6]);
  });

  it("true range counts the gap from the last close", () => {
    const bars = {high: [10, 20, 11], low: [9, 19, 10], close: [10, 19, 11]};
    const relative = compute(atr({window: 1, relative: true}), bars);
    expect(relative).toEqual([NaN, 10 / 19, 9 / 11]);
  });

  it("RSI is 100 of rises alone, 0 of falls alone and nothing of a price that stands still", () => {
    expect(compute(rsi({window: 2}), {close: [1, 2, 3, 4]}).slice(2)).toEqual([100, 100]);
    expect(compute(rsi({window: 2}), {close: [4, 3, 2, 1]}).slice(2)).toEqual([0, 0]);
    expect(compute(rsi({window: 2}), {close: [1, 1, 1]})).toEqual([NaN, NaN, NaN]);
  });

  it("days and months", () => {
    expect(compute(dayOfWeek(), {close: [1, 1, 1, 1]})).toEqual([5, 6, 7, 1]);
    expect(compute(month(), {close: [1, 1, 1, 1]})).toEqual([2, 2, 3, 3]);
  });

  it("start again after a gap", () => {
    const panel = randomPanel({rows: 160, symbols: 1, gaps: false});
    const cut = 80;
    const broken = Object.fromEntries(
      Object.entries(panel.fields).map(([name, column]) => [name, column.map((v, i) => (i === cut ? NaN : v))])
    );
    const later = Object.fromEntries(Object.entries(panel.fields).map(([name, v]) => [name, v.slice(cut + 1)]));
    for (const feature of [rsi(), atr(), macd(), macd({output: "histogram"})]) {
      const whole = feature.compute({...panel, fields: broken});
      const alone = feature.compute({...panel, times: panel.times.slice(cut + 1), fields: later});
      expect(Array.from(whole.slice(cut + 1)), feature.name).toEqual(Array.from(alone));
      expect(whole[cut]).toBeNaN();
    }
  });

  it("refuse options that mean nothing", () => {
    expect(() => returns({window: 0})).toThrow("invalid returns window: 0; expected a whole number from 1");
    expect(() => rsi({window: 1.5})).toThrow("invalid rsi window: 1.5; ");
    expect(() => macd({output: "line"})).toThrow("unknown macd output: line; macd outputs are macd, signal, histogram");
    expect(() => macd({fast: 30})).toThrow("invalid macd slow: 26; expected a whole number from 31");
    expect(() => momentum({window: 21})).toThrow("invalid momentum skip: 21; expected fewer than the window's 21");
    expect(() => bollinger({width: -1})).toThrow("invalid bollinger width: -1; expected a number from 0");
  });
});
