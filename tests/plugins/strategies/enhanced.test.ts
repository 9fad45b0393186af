import {describe, expect, it} from "vitest";
import {view} from "../../../core/base/view.js";
import type {Enhancement} from "../../../plugins/strategies/enhanced.js";
import {confidenceIn, enhance, enhanced} from "../../../plugins/strategies/enhanced.js";
import {ask, bookHolding, days} from "./asking.js";

const all: Enhancement = {
  stages: ["regime", "model", "alternative", "confidence"],
  multipliers: [1, 0.5],
  reading: "probability",
  modelScale: 1,
  modelWeight: 0.5,
  alternativeScale: 2,
  alternativeWeight: 0.25,
  threshold: 0.6,
  boost: 1,
  least: 0
};
const of = (...values: number[]) => Float64Array.from(values);
const scores = (evidence: Parameters<typeof enhance>[0], options: Partial<Enhancement> = {}) =>
  enhance(evidence, {...all, ...options}).stages.map(({name, score}) => [
    name,
    ...Array.from(score, (value) => Math.round(value * 1e9) / 1e9 + 0)
  ]);

describe("the stages", () => {
  it("each change the score as they say", () => {
    const evidence = {base: of(0.8, -0.6), regime: of(1, 0), model: of(0.9, 0.25), alternative: of(-1, 4)};
    // 0.8 → · 0.5 → ½ · 0.4 + ½ · 0.8 → ¾ · 0.6 − ¼ · ½ → p = 0.9, confidence 0.9 + (0.9 − 0.6) is 1 at most: twice.
    // −0.6 → · 1 → ½ · −0.6 − ½ · 0.5 → ¾ · −0.55 + ¼ · 1 → p of a fall 0.75, confidence 0.9: 1.8 times.
    expect(scores(evidence)).toEqual([
      ["base", 0.8, -0.6],
      ["regime", 0.4, -0.6],
      ["model", 0.6, -0.55],
      ["alternative", 0.325, -0.1625],
      ["confidence", 0.65, -0.2925]
    ]);
    const {stages, confidence} = enhance(evidence, all);
    expect(Array.from(confidence, (value) => Math.round(value * 1e12) / 1e12)).toEqual([1, 0.9]);
    expect(stages.map(({change}) => Math.round(change * 1e9) / 1e9)).toEqual([0, 0.2, 0.125, 0.33125, 0.2275]);
    expect(stages.map(({gross}) => Math.round(gross * 1e9) / 1e9)).toEqual([1.4, 1, 1.15, 0.4875, 0.9425]);
    expect(stages.every(({known}) => known === 2)).toBe(true);
  });

  it("are each switched on and off alone", () => {
    const evidence = {base: of(0.8), regime: of(1), model: of(0.9), alternative: of(-1)};
    expect(scores(evidence, {stages: []})).toEqual([["base", 0.8]]);
    expect(scores(evidence, {stages: ["regime"]}).at(-1)).toEqual(["regime", 0.4]);
    expect(scores(evidence, {stages: ["model"]}).at(-1)).toEqual(["model", 0.8]);
    expect(scores(evidence, {stages: ["alternative"]}).at(-1)).toEqual(["alternative", 0.475]);
    expect(scores(evidence, {stages: ["confidence"]}).at(-1)).toEqual(["confidence", 1]);
    expect(scores(evidence, {stages: ["model", "regime"]}).map(([name]) => name)).toEqual(["base", "regime", "model"]);
  });

  it("leave a score as it was where they have no data, and say how many they have", () => {
    const evidence = {
      base: of(0.8, 0.4, NaN),
      regime: of(NaN, 1, 1),
      model: of(NaN, NaN, 0.9),
      alternative: of(NaN, 2, 2)
    };
    expect(scores(evidence)).toEqual([
      ["base", 0.8, 0.4, NaN],
      ["regime", 0.8, 0.2, NaN],
      ["model", 0.8, 0.2, NaN],
      ["alternative", 0.8, 0.4, NaN],
      ["confidence", 0.8, 0.4, NaN]
    ]);
    const {stages, confidence} = enhance(evidence, all);
    expect(stages.map(({known}) => known)).toEqual([2, 1, 0, 1, 0]);
    expect(stages.map(({change}) => Math.round(change * 1e9) / 1e9)).toEqual([0, 0.1, 0, 0.1, 0]);
    expect(Array.from(confidence)).toEqual([NaN, NaN, NaN]);
    expect(scores({base: of(0.3)}).map(([, score]) => score)).toEqual([0.3, 0.3, 0.3, 0.3, 0.3]);
    // A regime without a multiplier, and a probability that is none.
    expect(scores({base: of(0.3), regime: of(2), model: of(1.2)}).at(-1)).toEqual(["confidence", 0.3]);
  });

  it("read a model's signal by its scale, cut to what a score may be", () => {
    const stages = ["model"] as const;
    const signal = (value: number) =>
      scores({base: of(0), model: of(value)}, {stages, reading: "signal", modelScale: 0.02});
    expect(signal(0.01).at(-1)).toEqual(["model", 0.25]);
    expect(signal(-0.5).at(-1)).toEqual(["model", -0.5]);
    expect(scores({base: of(7, -Infinity)}, {stages: []})).toEqual([["base", 1, -1]]);
  });

  it("stay within −1 … 1", () => {
    const score = enhance({base: of(1, -1), regime: of(0, 0), model: of(1, 0)}, {...all, multipliers: [3]}).stages;
    for (const stage of score) for (const value of stage.score) expect(Math.abs(value)).toBeLessThanOrEqual(1);
  });
});

describe("confidence", () => {
  const grid = Array.from({length: 1001}, (_, i) => i / 1000);

  it("is within 0 … 1, never falls with the probability, and is raised above the threshold alone", () => {
    for (const threshold of [0, 0.3, 0.6, 1])
      for (const boost of [0, 0.5, 2, 40]) {
        const values = grid.map((p) => confidenceIn(p, {threshold, boost}));
        for (const [i, value] of values.entries()) {
          expect(value >= 0 && value <= 1).toBe(true);
          if (i > 0) expect(value).toBeGreaterThanOrEqual(values[i - 1]);
          if (grid[i] <= threshold) expect(value).toBe(grid[i]);
          else if (boost > 0 && grid[i] < 1) expect(value).toBeGreaterThan(grid[i]);
        }
      }
    expect(confidenceIn(0.7, {threshold: 0.6, boost: 1})).toBeCloseTo(0.8, 12);
  });

  it("grows the score with the probability of its own direction", () => {
    const after = (base: number, p: number) =>
      enhance({base: of(base), model: of(p)}, {...all, stages: ["confidence"]});
    const sizes = grid.map((p) => after(0.4, p).stages.at(-1)!.score[0]);
    for (let i = 1; i < sizes.length; ++i) expect(sizes[i]).toBeGreaterThanOrEqual(sizes[i - 1]);
    expect(sizes[500]).toBeCloseTo(0.4, 12);
    expect(sizes[1000]).toBeCloseTo(0.8, 12);
    for (const p of grid)
      expect(after(-0.4, 1 - p).stages.at(-1)!.score[0]).toBeCloseTo(-after(0.4, p).stages.at(-1)!.score[0], 9);
  });

  it("leaves nothing of a score below the least", () => {
    const score = (p: number) =>
      enhance({base: of(0.4), model: of(p)}, {...all, stages: ["confidence"], least: 0.55}).stages.at(-1)!.score[0];
    expect(score(0.54)).toBe(0);
    expect(score(0.56)).toBeCloseTo(0.4 * 1.12, 12);
  });
});

describe("enhanced", () => {
  const closes = [[10], [20], [40], [80]];
  const panel = days(closes, {score: [[1], [-0.5], [NaN], [0.25]]});
  const base = {stages: [] as string[], band: 0};

  it("holds by score", () => {
    expect(ask(enhanced(base), panel)).toEqual([0.25, -0.125, 0, 0.0625]);
    expect(ask(enhanced({...base, gross: 2, short: false, dead: 0.3}), panel)).toEqual([0.5, 0, 0, 0]);
    // Without a score it stays.
    expect(ask(enhanced(base), panel, [0, 0, 0.3, 0])).toEqual([0.25, -0.125, 0.3, 0.0625]);
  });

  it("leaves alone what is near enough", () => {
    const near = [0.24, -0.12, 0, 0.06];
    expect(ask(enhanced({...base, band: 0.1}), panel, near)).toBeNull();
    expect(ask(enhanced({...base, band: 0.01}), panel, near)![0]).toBeCloseTo(0.25, 12);
    expect(ask(enhanced({...base, band: 1}), panel, [0.24, 0.12, 0, 0.06])![1]).toBeCloseTo(-0.125, 12);
  });

  it("reads the fields of the stages that are on", () => {
    expect(enhanced().needs).toEqual(["score", "regime", "signal", "alternative", "close"]);
    expect(enhanced({stages: ["regime"], regime: "state"}).needs).toEqual(["score", "state", "close"]);
    expect(enhanced({stages: ["confidence"]}).needs).toEqual(["score", "signal", "close"]);
    expect(enhanced({stages: []}).needs).toEqual(["score", "close"]);
  });

  it("tells what every stage did", () => {
    const all = days(closes, {
      score: [[1], [-0.5], [NaN], [0.25]],
      regime: [[1], [1], [0], [0]],
      signal: [[0.01], [NaN], [0], [NaN]],
      alternative: [[NaN], [NaN], [NaN], [NaN]]
    });
    const strategy = enhanced({multipliers: [1, 0.5]});
    const said = strategy.explain!(view(all, 0), bookHolding(all, 0));
    // 1 → 0.5 → 0.75 → 0.75 → confidence 1: 1.5, cut to 1.
    expect(said).toMatchObject({
      "base gross": 1.75,
      "regime gross": 1,
      "regime change": 0.25,
      "regime data": 1,
      "model gross": 1.25,
      "model change": 0.25 / 3,
      "model data": 1 / 3,
      "alternative change": 0,
      "alternative data": 0,
      "confidence gross": 1.5,
      confidence: 1,
      regime: 0,
      stages:
        "base of score, regime of regime, model of signal, alternative of alternative (no data), confidence of signal"
    });
    const bare = enhanced({stages: []}).explain!(view(all, 0), bookHolding(all, 0));
    expect(bare).toEqual({"base gross": 1.75, stages: "base of score"});
  });

  it("trades what the last stage says", () => {
    const all = days(closes, {score: [[1], [1], [1], [1]], regime: [[0], [1], [2], [NaN]]});
    const strategy = enhanced({stages: ["regime"], multipliers: [1, 0.5, 0], band: 0});
    expect(ask(strategy, all)).toEqual([0.25, 0.125, 0, 0.25]);
  });

  it("refuses options that make no sense", () => {
    expect(() => enhanced({stages: ["news"]})).toThrow("unknown enhanced stage: news");
    expect(() => enhanced({reading: "text"})).toThrow("unknown enhanced reading: text");
    expect(() => enhanced({modelWeight: 2})).toThrow("invalid enhanced modelWeight: 2");
    expect(() => enhanced({modelScale: 0})).toThrow("invalid enhanced modelScale: 0");
    expect(() => enhanced({multipliers: [-1]})).toThrow("invalid enhanced multipliers: -1");
  });
});
