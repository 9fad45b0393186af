import {describe, expect, it} from "vitest";
import type {Panel} from "../../core/base/panel.js";
import {field} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import {addFeatures} from "../../core/pipeline/pipeline.js";
import {
  byMinute,
  minuteCoefficients,
  profileOf,
  sessionBars,
  sessionSpans
} from "../../notebooks/components/intraday.js";
import {describeColumns, overlapOf, partReturns, wholeSampleScore} from "../../notebooks/components/model-data.js";
import {minutesSinceOpen} from "../../plugins/features/intraday/minutes-since-open.js";
import {volumeByPrice} from "../../plugins/features/intraday/volume-by-price.js";
import {vwapDistance} from "../../plugins/features/intraday/vwap-distance.js";
import {returns} from "../../plugins/features/returns.js";
import {sessionReturn} from "../../plugins/labels/session-return.js";
import {randomPanel} from "../panels.js";
import {sessionPanel} from "./minutes.js";

describe("the figures of the page on a model's data", () => {
  const panel = randomPanel();

  it("describe a column over the cells that have a price, and name what is unfit", () => {
    const {close} = panel.fields;
    const fields = {
      close,
      same: close.map(() => 7),
      none: close.map(() => NaN),
      wide: close.map((price, i) => (i === 40 ? Infinity : price)),
      half: close.map((_, i) => (i % 2 ? i : NaN))
    };
    const [half, same, none, wide] = describeColumns({...panel, fields}, ["half", "same", "none", "wide"]);
    const kept = [...fields.half].filter((value, i) => !Number.isNaN(value) && !Number.isNaN(close[i]));
    const priced = close.filter((price) => !Number.isNaN(price)).length;
    const middle = kept.reduce((sum, value) => sum + value, 0) / kept.length;
    expect(half).toMatchObject({least: Math.min(...kept), most: Math.max(...kept), verdict: "fit"});
    expect(half.mean).toBeCloseTo(middle, 9);
    expect(half.deviation).toBeCloseTo(
      Math.sqrt(kept.reduce((sum, value) => sum + (value - middle) ** 2, 0) / kept.length),
      9
    );
    expect(half.missing).toBeCloseTo(1 - kept.length / priced, 12);
    expect([same, none, wide].map(({verdict}) => verdict)).toEqual(["constant", "no values", "infinite"]);
  });

  it("take the mean of what followed by part", () => {
    const parts = {x: Float64Array.of(0, 1, 1, NaN, 0)};
    expect(partReturns(parts, Float64Array.of(1, 2, 4, 8, NaN), 2)).toEqual([
      {row: "x", part: 0, mean: 1, count: 1},
      {row: "x", part: 1, mean: 3, count: 2}
    ]);
  });

  it("count how much labels share: of one that waits a row and lasts h, one part of h + 1 is its own", () => {
    const whole = randomPanel({gaps: false});
    const added = addFeatures(whole, {features: {change: returns({window: 1})}});
    const {samples, labelled, uniqueness} = overlapOf(added, ["change"], 4);
    expect([samples, labelled]).toEqual([459 * 5, (459 - 5) * 5]);
    expect(uniqueness).toBeGreaterThan(0.2);
    expect(uniqueness).toBeLessThan(0.21);
  });

  it("show a score by the whole sample for what it is", () => {
    const values = wholeSampleScore(returns({window: 1})).compute(panel);
    const own = values.filter((value, cell) => cell % 5 === 0 && !Number.isNaN(value));
    expect(own.reduce((sum, value) => sum + value, 0) / own.length).toBeCloseTo(0, 12);
  });
});

describe("the figures of the page on a session's minutes", () => {
  const market = sessionPanel("2024-03-07", "2024-03-13", {timeframe: "1m"});
  const features = {minute: minutesSinceOpen(), volumeByPrice: volumeByPrice(), vwapDistance: vwapDistance()};
  const panel = addFeatures(market, {features});
  const spans = sessionSpans(market);

  it("find the sessions and one symbol's bars of them", () => {
    expect(spans.map(({start, stop}) => [start, stop])).toEqual([0, 1, 2, 3].map((k) => [390 * k, 390 * (k + 1)]));
    const {times, fields} = sessionBars(panel, spans[2], 1);
    expect([times.length, times[0]]).toEqual([390, market.times[780]]);
    expect([...fields.close]).toEqual(Array.from({length: 390}, (_, i) => market.fields.close[(780 + i) * 2 + 1]));
  });

  it("take the mean by the minute", () => {
    const {close} = market.fields;
    const mean = byMinute(field(panel, "minute"), close, (value) => 2 * value);
    const first = [0, 1, 2, 3].flatMap((k) => [close[780 * k], close[780 * k + 1]]);
    expect(mean[0]).toBeCloseTo((2 * first.reduce((sum, value) => sum + value, 0)) / 8, 10);
  });

  it("draw the profile whose share the feature is", () => {
    const session = sessionBars(panel, spans[1], 0);
    for (const bars of [1, 50, 390]) {
      const {below, steps} = profileOf(session, bars);
      expect(below).toBeCloseTo(session.fields.volumeByPrice[bars - 1], 12);
      const traded = session.fields.volume.subarray(0, bars).reduce((sum, value) => sum + value, 0);
      expect(steps.reduce((sum, {volume}) => sum + volume, 0)).toBeCloseTo(traded, 6);
    }
  });

  it("find what foretells the next bar and, over all sessions, not what a session's own mean brings in", () => {
    const many = sessionPanel("2024-02-01", "2024-03-08", {timeframe: "5m", symbols: 4});
    const {y} = sessionReturn().compute(many);
    const r = random(5);
    const told = y.map((value) => value + 0.01 * r.normal());
    const own: Panel = addFeatures(many, {features: {distance: vwapDistance()}});
    const found = minuteCoefficients({...own, fields: {...own.fields, told}}, ["told", "distance"], y);
    expect(found[0].all).toBeGreaterThan(0.2);
    expect(found[0].t).toBeGreaterThan(10);
    expect(Math.abs(found[1].all)).toBeLessThan(0.03);
    expect(found[1].within).toBeLessThan(-0.05);
  });
});
