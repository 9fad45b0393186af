import {describe, expect, it} from "vitest";
import {accountReturns} from "../../../core/evaluate/returns.js";
import {noiseReturns, skilled, yearBars} from "../../../notebooks/components/overfitting/noise.js";
import {judgeSearch, powerOf} from "../../../notebooks/components/overfitting/search.js";
import {correlation, deviation} from "../../../core/base/stats.js";

const question = {trials: 60, years: 2, correlation: 0, skill: 0, seed: 0};

describe("the noise of the page", () => {
  it("is the same for the same seed, and a longer search has the shorter one's strategies", () => {
    const [few, many] = [noiseReturns(question), noiseReturns({...question, trials: 90})];
    expect(many.slice(0, 60)).toEqual(few);
    expect(noiseReturns({...question, seed: 1})[3]).not.toEqual(few[3]);
    const longer = noiseReturns({...question, years: 4})[7];
    expect(longer.slice(0, 2 * yearBars)).toEqual(few[7]);
  });

  it("correlates and deviates as asked, and one has skill", () => {
    const long = {...question, trials: 6, years: 10};
    for (const wanted of [0, 0.5, 0.9]) {
      const [a, b, c] = noiseReturns({...long, correlation: wanted});
      expect(Math.abs(correlation(b, c) - wanted)).toBeLessThan(0.05);
      expect(deviation(a) * 100).toBeCloseTo(1, 1);
    }
    const plain = noiseReturns(long);
    const gifted = noiseReturns({...long, skill: 2});
    expect(gifted.slice(1)).toEqual(plain.slice(1));
    const gained = (gifted[skilled][9] - plain[skilled][9]) / 0.01;
    expect(gained).toBeCloseTo(2 / Math.sqrt(yearBars), 9);
  });
});

describe("a search of the page", () => {
  const search = judgeSearch(question);

  it("is judged by the engine, and its pictures are those of its returns", () => {
    const {best, sharpes, curves, path, validated} = search;
    expect(sharpes[best]).toBe(Math.max(...sharpes));
    expect(search.probabilistic).toBeGreaterThan(0.9);
    expect(search.deflated).toBeLessThan(search.probabilistic);
    expect(search.effective).toBeCloseTo(60, 6);
    expect(validated?.logits).toHaveLength(252);
    expect(path.at(-1)).toMatchObject({
      trials: 60,
      best: sharpes[best],
      expected: search.expected,
      deflated: search.deflated
    });
    expect(path.map((step) => step.best)).toEqual(path.map((step) => step.best).toSorted((a, b) => a - b));
    const returns = noiseReturns(question)[best];
    const end = returns.reduce((level, value) => level * (1 + value), 100);
    expect(curves.best.at(-1)).toBeCloseTo(end, 3);
    expect(curves.best[0]).toBe(100);
    expect(accountReturns(curves.best)).toHaveLength(240);
    expect(curves.skilled).toBeNull();
  });

  it("of one strategy is no search, and of many alike is few", () => {
    const one = judgeSearch({...question, trials: 1});
    expect(one).toMatchObject({expected: 0, validated: null, effective: 1});
    expect(one.deflated).toBe(one.probabilistic);
    const alike = judgeSearch({...question, correlation: 0.95});
    expect(alike.effective).toBeLessThan(5);
    expect(alike.expected).toBeLessThan(search.expected / 2);
  });

  it("fools few, and finds skill the more the longer it lasts", () => {
    const worthless = powerOf({...question, trials: 100});
    expect(worthless.naive).toBeGreaterThan(0.95);
    expect(worthless.deflated).toBeLessThanOrEqual(0.05);
    const power = [1, 3, 10].map((years) => powerOf({...question, trials: 100, skill: 2, years}).deflated);
    expect(power[0]).toBeLessThan(0.5);
    expect(power[1]).toBeGreaterThan(power[0]);
    expect(power[2]).toBeGreaterThan(0.9);
    expect(powerOf({...question, trials: 100, skill: 2, years: 10}).right).toBeGreaterThan(0.95);
  });
});
