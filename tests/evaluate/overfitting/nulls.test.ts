import {describe, expect, it} from "vitest";
import type {Random} from "../../../core/base/random.js";
import {random} from "../../../core/base/random.js";
import {deviation} from "../../../core/base/stats.js";
import {crossValidation} from "../../../core/evaluate/overfitting/cross-validation.js";
import {deflatedSharpe} from "../../../core/evaluate/overfitting/deflated.js";
import {discoveries, twoSided} from "../../../core/evaluate/overfitting/discoveries.js";
import {effectiveTrials} from "../../../core/evaluate/overfitting/effective-trials.js";
import {headlineIntervals, meanInterval} from "../../../core/evaluate/overfitting/intervals.js";
import {drawsOf, superiority, superiorTrials} from "../../../core/evaluate/overfitting/reality-check.js";
import {probabilisticSharpe, sharpeOfBar, trackRecord} from "../../../core/evaluate/overfitting/sharpe.js";

/** Returns of strategies without skill, of which each pair correlates as told. */
function noise(generator: Random, trials: number, bars: number, correlation = 0): readonly Float64Array[] {
  const common = Float64Array.from({length: bars}, () => (correlation > 0 ? generator.normal() : 0));
  const [together, apart] = [Math.sqrt(correlation), Math.sqrt(1 - correlation)];
  return Array.from({length: trials}, () =>
    common.map((value) => 0.01 * (together * value + apart * generator.normal()))
  );
}

/** The best of a search, and how sure the deflated and the probabilistic Sharpe ratio are of it. */
function judged(trials: readonly Float64Array[], effective?: number) {
  const sharpes = trials.map(sharpeOfBar);
  const best = sharpes.indexOf(Math.max(...sharpes));
  const record = trackRecord(trials[best]);
  const search = {trials: trials.length, deviation: deviation(sharpes), ...(effective !== undefined && {effective})};
  return {deflated: deflatedSharpe(record, search), naive: probabilisticSharpe(record)};
}

/** The share of so many searches that pass at 95 %. */
function passing(searches: number, make: (generator: Random) => ReturnType<typeof judged>) {
  let [deflated, naive] = [0, 0];
  for (let seed = 0; seed < searches; ++seed) {
    const found = make(random(`search ${seed}`));
    if (found.deflated > 0.95) ++deflated;
    if (found.naive > 0.95) ++naive;
  }
  return {deflated: deflated / searches, naive: naive / searches};
}

describe("the deflated Sharpe ratio", () => {
  it("passes the best of 100 trials without skill in at most 5 % of 1,000 searches, where the plain one passes nearly all", () => {
    const {deflated, naive} = passing(1000, (generator) => judged(noise(generator, 100, 100)));
    expect(deflated).toBeLessThanOrEqual(0.05);
    expect(naive).toBeGreaterThan(0.95);
  });

  it.each([0.3, 0.6, 0.9])("does so where every pair of trials correlates by %f", (correlation) => {
    const {deflated, naive} = passing(300, (generator) => {
      const trials = noise(generator, 25, 100, correlation);
      return judged(trials, effectiveTrials(trials).effective);
    });
    expect(deflated).toBeLessThanOrEqual(0.05);
    expect(naive).toBeGreaterThan(0.1);
  });

  it("does so where trials are few groups of near copies", () => {
    const {deflated} = passing(300, (generator) => {
      const trials = noise(generator, 6, 100).flatMap((base) =>
        Array.from({length: 6}, () => base.map((value) => value + 0.003 * generator.normal()))
      );
      return judged(trials, effectiveTrials(trials).effective);
    });
    expect(deflated).toBeLessThanOrEqual(0.05);
  });

  it("passes one of 100 that has skill enough", () => {
    const {deflated} = passing(100, (generator) => {
      const trials = noise(generator, 100, 500);
      return judged([trials[0].map((value) => value + 0.0035), ...trials.slice(1)]);
    });
    expect(deflated).toBeGreaterThan(0.9);
  });
});

describe("the number of effective trials", () => {
  const of = (correlation: number, bars = 500) => effectiveTrials(noise(random(5), 60, bars, correlation));

  it("is that of the trials where they have nothing to do with one another, and one where all are the same", () => {
    expect(of(0)).toMatchObject({count: 60, clusters: 60});
    expect(of(0).rank).toBeGreaterThan(59);
    expect(of(0, 80).effective).toBeCloseTo(60, 9);
    expect(of(1)).toMatchObject({clusters: 1});
    expect(of(1).effective).toBeCloseTo(1, 6);
  });

  it("falls as they go together", () => {
    const counts = [0, 0.3, 0.6, 0.9, 0.99].map((correlation) => of(correlation).rank);
    expect(counts.toSorted((a, b) => b - a)).toEqual(counts);
    expect(counts.at(-1)).toBeLessThan(1.5);
  });

  it("finds planted groups", () => {
    const generator = random(8);
    const trials = noise(generator, 7, 400).flatMap((base) =>
      Array.from({length: 9}, () => base.map((value) => value + 0.004 * generator.normal()))
    );
    const {clusters, rank, effective} = effectiveTrials(trials);
    expect(clusters).toBe(7);
    expect(rank).toBeGreaterThan(7);
    expect(rank).toBeLessThan(20);
    expect(effective).toBe(Math.max(clusters, rank));
  });

  it("counts trials that do nothing as trials, and scales up what was not compared", () => {
    const still = new Float64Array(100);
    expect(effectiveTrials([still, still, still])).toMatchObject({count: 3, clusters: 3, effective: 3});
    const [one] = noise(random(1), 1, 50);
    expect(effectiveTrials([one])).toMatchObject({count: 1, effective: 1});
    expect(effectiveTrials([]).effective).toBe(0);
    const many = effectiveTrials(noise(random(3), 1000, 60));
    expect(many.effective).toBeCloseTo(1000, 6);
  });
});

describe("the probability of backtest overfitting", () => {
  it("is near a half where nothing has skill", () => {
    let sum = 0;
    for (let seed = 0; seed < 60; ++seed) sum += crossValidation(noise(random(seed), 20, 160), 8).probability;
    expect(sum / 60).toBeGreaterThan(0.42);
    expect(sum / 60).toBeLessThan(0.6);
  });

  it("is near 0 with a true winner, whose choice beats choosing blindly", () => {
    const trials = noise(random(2), 20, 1000);
    const winner = trials[7].map((value) => value + 0.003);
    const {probability, lossProbability, dominance, logits} = crossValidation(trials.with(7, winner), 16);
    expect(logits).toHaveLength(12_870);
    expect(probability).toBeLessThan(0.02);
    expect(lossProbability).toBeLessThan(0.02);
    expect(dominance).toEqual({first: true, second: true});
  });

  it("is 1 where what wins a half loses the other", () => {
    const rows = 64;
    const block = rows / 4;
    const trials = Array.from({length: 4}, (_, k) =>
      Float64Array.from(
        {length: rows},
        (_, i) => (Math.floor(i / block) === k ? 0.02 : -0.01) + (i % 2 ? 0.004 : -0.004)
      )
    );
    const {probability, slope, lossProbability} = crossValidation(trials, 4);
    expect(probability).toBe(1);
    expect(slope).toBeNaN();
    expect(lossProbability).toBe(1);
  });

  it("says what it cannot be made of", () => {
    const trials = noise(random(1), 3, 40);
    expect(() => crossValidation(trials.slice(1, 2))).toThrow("missing trials: there are 1; ranks need two or more");
    expect(() => crossValidation(trials, 5)).toThrow("invalid blocks: 5; expected an even number from 2 to 20");
    expect(() => crossValidation(trials, 20 + 2)).toThrow("invalid blocks: 22");
    expect(() =>
      crossValidation(
        trials.map((each) => each.slice(30)),
        8
      )
    ).toThrow("missing rows: there are 10; 8 blocks need 16 or more");
    expect(() => crossValidation([trials[0], trials[1].slice(1)], 4)).toThrow("invalid trials: 39 rows beside 40");
  });
});

describe("the test of superiority", () => {
  const blocks = {kind: "stationary", length: 1} as const;
  const tested = (seed: number, excess: readonly Float64Array[], studentised = true) =>
    superiority({excess, blocks, draws: drawsOf(199, excess[0].length, blocks, random(`draws ${seed}`)), studentised});

  it("rejects about 5 % of searches without skill, with the reality check above it and the lower bound below", () => {
    const count = 300;
    const rejected = {lower: 0, consistent: 0, upper: 0};
    for (let seed = 0; seed < count; ++seed) {
      const values = tested(seed, noise(random(seed), 8, 200));
      for (const name of ["lower", "consistent", "upper"] as const) if (values[name] <= 0.05) ++rejected[name];
      expect(values.lower).toBeLessThanOrEqual(values.consistent);
      expect(values.consistent).toBeLessThanOrEqual(values.upper);
    }
    expect(rejected.consistent / count).toBeGreaterThan(0.02);
    expect(rejected.consistent / count).toBeLessThan(0.085);
    expect(rejected.upper).toBeLessThanOrEqual(rejected.consistent);
  });

  it("finds the one with skill among many clearly worse, where the reality check loses sight of it", () => {
    const trials = noise(random(4), 30, 300);
    const excess = trials.map((each, i) => each.map((value) => value + (i === 3 ? 0.0016 : -0.004)));
    const {best, consistent, upper} = tested(1, excess, false);
    expect(best).toBe(3);
    expect(consistent).toBeLessThan(0.05);
    expect(consistent).toBeLessThan(upper);
    const draws = drawsOf(500, 300, blocks, random(2));
    expect(superiorTrials({excess, blocks, draws})).toEqual([3]);
  });

  it("finds none among trials that do nothing, and says what it cannot be made of", () => {
    const still = Array.from({length: 3}, () => new Float64Array(50));
    for (const excess of [
      still,
      [...still, ...noise(random(6), 2, 50).map((each) => each.map((value) => value - 0.02))]
    ]) {
      for (const studentised of [true, false])
        expect(tested(1, excess, studentised)).toMatchObject({statistic: 0, lower: 1, consistent: 1, upper: 1});
    }
    const constant = [new Float64Array(50).fill(0.0001 / 3)];
    expect(tested(1, constant)).toMatchObject({statistic: 0, consistent: 1});
    const sure = noise(random(9), 1, 50).map((each) => each.map((value) => value + 0.05));
    expect(tested(1, sure).upper).toBe(1 / 200);
    expect(superiorTrials({excess: still, blocks, draws: drawsOf(50, 50, blocks, random(1))})).toEqual([]);
    const draws = drawsOf(5, 50, blocks, random(1));
    expect(() => superiority({excess: [], blocks, draws})).toThrow("missing trials");
    expect(() => superiority({excess: still, blocks, draws: []})).toThrow("missing draws");
    expect(() => superiority({excess: still, blocks, draws: drawsOf(5, 40, blocks, random(1))})).toThrow(
      "40 rows beside 50"
    );
    expect(() => drawsOf(5, 40, {kind: "circular", length: 0}, random(1))).toThrow("invalid block length: 0");
  });
});

describe("discoveries", () => {
  it("are false at most as often as they are said to be", () => {
    const falseShare = {"benjamini-hochberg": 0, storey: 0, bonferroni: 0};
    let anyFalse = 0;
    const found = {...falseShare};
    const count = 300;
    for (let seed = 0; seed < count; ++seed) {
      const generator = random(seed);
      const values = Array.from({length: 100}, (_, i) => twoSided(generator.normal() + (i < 25 ? 3.5 : 0)));
      for (const name of ["benjamini-hochberg", "storey", "bonferroni"] as const) {
        const flags = discoveries(values, name, 0.1).found;
        const wrong = flags.slice(25).filter(Boolean).length;
        const all = flags.filter(Boolean).length;
        falseShare[name] += wrong / Math.max(1, all) / count;
        found[name] += all / count;
        if (name === "bonferroni" && wrong > 0) anyFalse += 1 / count;
      }
    }
    expect(falseShare["benjamini-hochberg"]).toBeLessThan(0.1);
    expect(falseShare["benjamini-hochberg"]).toBeGreaterThan(0.05);
    expect(falseShare.storey).toBeLessThan(0.11);
    expect(anyFalse).toBeLessThan(0.12);
    expect(found.storey).toBeGreaterThan(found["benjamini-hochberg"]);
    expect(found["benjamini-hochberg"]).toBeGreaterThan(found.bonferroni);
  });

  it("are none among nulls alone, in nine of ten cases", () => {
    let any = 0;
    for (let seed = 0; seed < 500; ++seed) {
      const generator = random(seed);
      const values = Array.from({length: 40}, () => generator.uniform());
      if (discoveries(values, "benjamini-hochberg", 0.1).found.some(Boolean)) ++any;
    }
    expect(any / 500).toBeLessThan(0.13);
    expect(any / 500).toBeGreaterThan(0.06);
  });

  it("are of numbers from 0 to 1", () => {
    expect(discoveries([], "storey")).toMatchObject({found: [], nulls: 1});
    expect(() => discoveries([0.5, NaN], "holm")).toThrow(
      "invalid p-value: NaN of test 2; expected a number from 0 to 1"
    );
    expect(() => discoveries([0.5], "holm", 0)).toThrow("invalid level: 0");
  });
});

describe("intervals", () => {
  it("of the Sharpe ratio and the mean hold the truth about 95 times of 100, with memory from bar to bar or without", () => {
    for (const memory of [0, 0.3]) {
      let [sharpe, middle] = [0, 0];
      const count = 150;
      const truth = 0.05 * Math.sqrt(1 - memory * memory) * Math.sqrt(252);
      for (let seed = 0; seed < count; ++seed) {
        const generator = random(`coverage ${memory} ${seed}`);
        let last = generator.normal() / Math.sqrt(1 - memory * memory);
        const returns = Float64Array.from({length: 200}, () => {
          last = memory * last + generator.normal();
          return 0.01 * (last + 0.05);
        });
        const {low, high} = headlineIntervals(returns, 252, {seed, draws: 120}).sharpe;
        if (low <= truth && truth <= high) ++sharpe;
        const m = meanInterval(returns, {seed, draws: 120});
        if (m.low <= 0.0005 && 0.0005 <= m.high) ++middle;
      }
      for (const held of [sharpe, middle]) {
        expect(held / count).toBeGreaterThan(0.88);
        expect(held / count).toBeLessThan(0.99);
      }
    }
  });

  it("hold the figures, are the same for the same seed, and are no numbers where the figures are none", () => {
    const [returns] = noise(random(6), 1, 500);
    const one = headlineIntervals(returns, 252, {seed: 1});
    expect(headlineIntervals(returns, 252, {seed: 1})).toEqual(one);
    expect(headlineIntervals(returns, 252, {seed: 2})).not.toEqual(one);
    for (const {low, high} of Object.values(one)) expect(low).toBeLessThan(high);
    expect(one["max-drawdown"].high).toBeLessThan(0);
    const wide = headlineIntervals(returns, 252, {seed: 1, confidence: 0.99});
    expect(wide.sharpe.low).toBeLessThan(one.sharpe.low);
    const still = headlineIntervals(new Float64Array(50), 252, {seed: 1});
    expect(still.sharpe.low).toBeNaN();
    expect(still["total-return"]).toMatchObject({low: 0, high: 0});
    expect(() => headlineIntervals(returns.slice(0, 1), 252, {seed: 1})).toThrow("missing returns: there are 1");
  });
});
