import {describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import {kellyBet, kellyWeight, kellyWeights} from "../../core/portfolio/kelly.js";
import {dot, times} from "../../core/portfolio/matrix.js";
import {maximumSharpe} from "../../core/portfolio/maximum-sharpe.js";
import {minimumVariance} from "../../core/portfolio/minimum-variance.js";
import {minimiseQuadratic} from "../../core/portfolio/quadratic.js";
import {shrunkToIdentity} from "../../core/portfolio/shrinkage.js";
import {apart, reordered, shuffled, someReturns} from "./samples.js";

const seeds = Array.from({length: 40}, (_, seed) => seed);

/** A covariance and means of 2 … 25 assets, and bounds that can be met. */
function market(seed: number) {
  const r = random(seed);
  const n = 2 + r.integer(24);
  const {covariance} = shrunkToIdentity(someReturns(seed, 15 + r.integer(100), n), n);
  const mean = Float64Array.from({length: n}, () => 0.001 * (0.3 + r.normal()));
  mean[0] = 0.002;
  const bounds = [{}, {upper: 1.5 / n}, {lower: -0.3, upper: 0.6}, {lower: 0.2 / n, upper: 1}][seed % 4];
  return {n, covariance, mean, bounds, r};
}

/** How far the slope of what is least, less what the total's multiplier explains, points out of the bounds. */
function slack(weights: Float64Array, slope: Float64Array, low: number, high: number, total: boolean): number {
  const free = Array.from(weights.keys()).filter((i) => weights[i] > low && weights[i] < high);
  const size = Math.max(...slope.map(Math.abs));
  if (total && free.length === 0) return 0;
  const level = total ? free.reduce((sum, i) => sum + slope[i], 0) / free.length : 0;
  const wrong = Array.from(weights, (weight, i) => {
    const rest = slope[i] - level;
    if (weight <= low) return Math.max(0, -rest);
    return weight >= high ? Math.max(0, rest) : Math.abs(rest);
  });
  return Math.max(...wrong) / size;
}

describe("minimum variance", () => {
  it("meets the conditions of Karush, Kuhn and Tucker", () => {
    let bound = 0;
    for (const seed of seeds) {
      const {covariance, bounds} = market(seed);
      const {lower = 0, upper = Infinity} = bounds;
      const w = minimumVariance(covariance, bounds);
      expect(w.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
      expect(Math.min(...w)).toBeGreaterThanOrEqual(lower);
      expect(Math.max(...w)).toBeLessThanOrEqual(upper);
      expect(slack(w, times(covariance, w), lower, upper, true)).toBeLessThan(1e-9);
      if (w.some((value) => value === lower || value === upper)) ++bound;
    }
    expect(bound).toBeGreaterThan(20);
  });

  it("is the closed form of two assets", () => {
    const [a, b, c] = [0.04, 0.09, 0.012];
    const w = minimumVariance(Float64Array.of(a, c, c, b));
    expect(w[0]).toBeCloseTo((b - c) / (a + b - 2 * c), 14);
    expect(apart(minimumVariance(Float64Array.of(0.01, 0.02, 0.02, 0.09)), [1, 0])).toBeLessThan(1e-14);
  });

  it("permutes with its assets, and does not depend on the returns' unit", () => {
    for (const seed of seeds.slice(0, 12)) {
      const {n, covariance, bounds, r} = market(seed);
      const w = minimumVariance(covariance, bounds);
      const order = shuffled(r, n);
      const moved = minimumVariance(reordered(covariance, order), bounds);
      expect(
        apart(
          moved,
          order.map((i) => w[i])
        )
      ).toBeLessThan(1e-10);
      const tiny = covariance.map((value) => value * 1e-12);
      expect(apart(minimumVariance(tiny, bounds), w)).toBeLessThan(1e-10);
    }
  });

  it("says what it cannot do", () => {
    const c = Float64Array.of(1, 0, 0, 1);
    expect(() => minimumVariance(c, {upper: 0.4})).toThrow("invalid constraints: no weights meet them all; ");
    expect(() => minimumVariance(c, {lower: 1, upper: 0})).toThrow("invalid bounds: 1 to 0 of asset 0; ");
    expect(() => minimumVariance(Float64Array.of(1e13, 0, 0, 1))).toThrow("variances are more than 10¹² times");
    expect(() => minimumVariance(c, {lower: [0]})).toThrow("invalid bounds: 1 lower and 2 upper; ");
    expect(() => minimumVariance(Float64Array.of(1, 1, 1, 1))).toThrow("not positive definite");
    expect(() => minimumVariance(Float64Array.of(1, 0.5, 0.2, 1))).toThrow("symmetric");
    expect(() => minimumVariance(Float64Array.of(1, NaN, NaN, 1))).toThrow("invalid covariance: NaN");
    expect(() => minimumVariance(Float64Array.of(1, 2, 3))).toThrow("invalid covariance: 3 values; ");
    expect(Array.from(minimumVariance(c, {upper: 0.5}))).toEqual([0.5, 0.5]);
  });
});

describe("maximum Sharpe", () => {
  const ratio = (mean: Float64Array, c: Float64Array, w: ArrayLike<number>) =>
    dot(mean, w) / Math.sqrt(dot(w, times(c, w)));

  it("meets its conditions and its bounds, and no other weights do better", () => {
    for (const seed of seeds) {
      const {n, covariance, mean, bounds, r} = market(seed);
      const {lower = 0, upper = Infinity} = bounds;
      const w = maximumSharpe(mean, covariance, bounds);
      expect(w.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 11);
      expect(Math.min(...w)).toBeGreaterThanOrEqual(lower);
      expect(Math.max(...w)).toBeLessThanOrEqual(upper);
      const best = ratio(mean, covariance, w);
      const risk = times(covariance, w);
      const scale = dot(mean, w) / dot(risk, w);
      const slope = risk.map((value, i) => scale * value - mean[i]);
      const size = Math.max(...mean.map(Math.abs));
      const total = [...slope].filter((_, i) => w[i] > lower && w[i] < upper);
      const level = total.length > 0 ? total.reduce((sum, value) => sum + value, 0) / total.length : 0;
      for (const value of total) expect(Math.abs(value - level) / size).toBeLessThan(1e-9);
      for (let k = 0; k < 20; ++k) {
        const [i, j] = [r.integer(n), r.integer(n)];
        const room = 1e-3 * Math.min(w[i] - lower, upper - w[j], 1);
        const other = w.slice();
        other[i] -= room;
        other[j] += room;
        expect(ratio(mean, covariance, other)).toBeLessThanOrEqual(best * (1 + 1e-12));
      }
    }
  });

  it("is Σ⁻¹(μ − rate) where no bound binds, and that of two assets", () => {
    const c = Float64Array.of(0.04, 0.01, 0.01, 0.09);
    const w = maximumSharpe([0.08, 0.12], c, {lower: -Infinity}, 0.02);
    const raw = [0.06 * 0.09 - 0.1 * 0.01, 0.1 * 0.04 - 0.06 * 0.01];
    expect(w[0]).toBeCloseTo(raw[0] / (raw[0] + raw[1]), 13);
  });

  it("does not depend on the unit of means or covariance", () => {
    const {covariance, mean, bounds} = market(10);
    const scaled = covariance.map((value) => value * 1e-9);
    const w = maximumSharpe(mean, covariance, bounds);
    expect(
      apart(
        maximumSharpe(
          mean.map((value) => value * 1e6),
          scaled,
          bounds
        ),
        w
      )
    ).toBeLessThan(1e-9);
  });

  it("refuses markets that earn nothing", () => {
    const c = Float64Array.of(1, 0, 0, 1);
    for (const mean of [
      [-1, -2],
      [0, 0]
    ])
      expect(() => maximumSharpe(mean, c)).toThrow(
        "invalid means: no weights within the bounds earn more than the rate; "
      );
    expect(() => maximumSharpe([1, NaN], c)).toThrow("invalid means: one is no number; ");
    expect(() => maximumSharpe([1], c)).toThrow("invalid means: 1; ");
  });
});

describe("Kelly", () => {
  it("stakes 20 % on even odds at 60 %, half of it by half, and nothing on a bad bet", () => {
    expect(kellyBet(0.6, 1)).toBeCloseTo(0.2, 15);
    expect(kellyBet(0.6, 1, 0.5)).toBeCloseTo(0.1, 15);
    expect(kellyBet(0.4, 1)).toBe(0);
    expect(() => kellyBet(1.2, 1)).toThrow("invalid chance: 1.2; ");
  });

  it("is the single weight where assets have nothing to do with one another", () => {
    const w = kellyWeights([0.1, 0.05], Float64Array.of(0.04, 0, 0, 0.09), 0.5, 0.02);
    expect(w[0]).toBeCloseTo(kellyWeight(0.1, 0.04, 0.5, 0.02), 14);
    expect(w[1]).toBeCloseTo(kellyWeight(0.05, 0.09, 0.5, 0.02), 14);
  });

  it("meets its conditions within bounds, and needs none where they are wide", () => {
    for (const seed of seeds.slice(0, 12)) {
      const {covariance, mean} = market(seed);
      const w = kellyWeights(mean, covariance, 0.5, 0, {lower: -0.5, upper: 1});
      const slope = times(covariance, w).map((value, i) => value - 0.5 * mean[i]);
      expect(slack(w, slope, -0.5, 1, false)).toBeLessThan(1e-9);
      const free = kellyWeights(mean, covariance, 0.5);
      const wide = kellyWeights(mean, covariance, 0.5, 0, {lower: -1e6, upper: 1e6});
      expect(apart(wide, free)).toBeLessThan(1e-9 * Math.max(...free.map(Math.abs)));
    }
  });
});

describe("the quadratic program", () => {
  it("heeds equalities, one that says another again, and refuses two that contradict", () => {
    const g = Float64Array.of(2, 0, 0, 2);
    const sum = (least: number, size = 1) => ({normal: Float64Array.of(size, size), least, equal: true});
    expect(Array.from(minimiseQuadratic(g, Float64Array.of(0, 0), [sum(-2), sum(-4, 2)]))).toEqual([-1, -1]);
    expect(() => minimiseQuadratic(g, Float64Array.of(0, 0), [sum(1), sum(3)])).toThrow("no weights meet them all");
  });
});
