import {describe, expect, it} from "vitest";
import {featureFindings} from "../../core/audit/features/feature.js";
import type {Panel} from "../../core/base/panel.js";
import {head, rows} from "../../core/base/panel.js";
import {patternNames, patterns} from "../../core/indicators/candles/patterns.js";
import {candlestick} from "../../plugins/features/candlesticks/candlestick.js";
import {candlestickScore} from "../../plugins/features/candlesticks/candlestick-score.js";
import {randomPanel} from "../panels.js";

const panel = randomPanel({rows: 600});

/** The panel with every price rounded to whole numbers, so that many bodies and shadows are equal. */
const whole: Panel = {
  ...panel,
  fields: Object.fromEntries(Object.entries(panel.fields).map(([name, values]) => [name, values.map(Math.round)]))
};

describe("candlestick", () => {
  it.each(patternNames)("%s reads no bar beyond its lookback, bit for bit", (pattern) => {
    for (const each of [panel, whole]) expect(featureFindings(candlestick({pattern}), head(each, 200))).toEqual([]);
  });

  it.each(patternNames)("%s has its first verdict on the bar after its lookback", (pattern) => {
    const {lookback} = patterns[pattern];
    for (const count of [1, lookback, lookback + 1, lookback + 2]) {
      const values = candlestick({pattern}).compute(rows(panel, 0, count));
      const known = values.filter((_, i) => i % 5 === 0);
      expect(known.findIndex((value) => !Number.isNaN(value))).toBe(count > lookback ? lookback : -1);
    }
  });

  it("starts again after a gap", () => {
    const gap = 300;
    const values = panel.fields.close.slice();
    values.fill(NaN, 5 * gap, 5 * gap + 5);
    const gapped = {...panel, fields: {...panel.fields, close: values}};
    const plugin = candlestick({pattern: "doji"});
    const found = plugin.compute(gapped);
    expect(found.subarray(0, 5 * gap)).toEqual(plugin.compute(rows(gapped, 0, gap)));
    expect(found.subarray(5 * gap + 5)).toEqual(plugin.compute(rows(gapped, gap + 1, 600)));
    expect(found.subarray(5 * gap, 5 * (gap + 11)).every((value) => Number.isNaN(value))).toBe(true);
  });

  it("tells its names, and which patterns have a penetration", () => {
    expect(() => candlestick({pattern: "three-blind-mice"})).toThrow(
      /^unknown candlestick pattern: three-blind-mice; candlestick patterns are abandoned-baby, .*, morning-star, /
    );
    expect(() => candlestick({pattern: "engulfing", penetration: 0.3})).toThrow(
      "invalid candlestick penetration: engulfing has none; leave it out"
    );
    expect(() => candlestick({pattern: "piercing", penetration: -2})).toThrow("invalid candlestick penetration: -2");
  });

  it("takes TA-Lib's own penetration where none is given", () => {
    for (const [pattern, penetration] of [
      ["dark-cloud-cover", 0.5],
      ["evening-star", 0.3]
    ] as const) {
      const own = candlestick({pattern}).compute(whole);
      expect(own).toEqual(candlestick({pattern, penetration}).compute(whole));
      const deeper = candlestick({pattern, penetration: 0.9}).compute(whole);
      expect(deeper.filter((value) => value !== 0)).not.toEqual(own.filter((value) => value !== 0));
    }
  });
});

describe("candlestick-score", () => {
  it("is the sum of the patterns' verdicts", () => {
    const chosen = ["engulfing", "morning-star", "three-black-crows"];
    const sum = panel.fields.close.map(() => 0);
    for (const pattern of chosen) {
      const values = candlestick({pattern}).compute(panel);
      for (let i = 0; i < sum.length; ++i) sum[i] += values[i];
    }
    const score = candlestickScore({patterns: chosen}).compute(panel);
    expect(score).toEqual(sum.map((value) => value / 100));
    expect(score.some((value) => value !== 0 && !Number.isNaN(value))).toBe(true);
  });

  it("takes all 61 where no list is given", () => {
    expect(candlestickScore().compute(panel)).toEqual(candlestickScore({patterns: [...patternNames]}).compute(panel));
    expect(candlestickScore().lookback).toBe(14);
    expect(() => candlestickScore({patterns: ["no"]})).toThrow("unknown candlestick pattern: no");
  });
});
