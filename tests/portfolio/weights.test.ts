import {describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import {blackLitterman, impliedReturns} from "../../core/portfolio/black-litterman.js";
import {hierarchicalRiskParity, linkedOrder} from "../../core/portfolio/hierarchical-risk-parity.js";
import {riskParity, riskShares} from "../../core/portfolio/risk-parity.js";
import {shrunkToIdentity} from "../../core/portfolio/shrinkage.js";
import {apart, reordered, shuffled, someReturns} from "./samples.js";

const seeds = Array.from({length: 25}, (_, seed) => seed);
const covarianceOf = (seed: number, n: number) => shrunkToIdentity(someReturns(seed, 80, n), n).covariance;
const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

describe("risk parity", () => {
  it("gives each asset its budget of the variance", () => {
    for (const seed of seeds) {
      const n = 2 + (seed % 20);
      const covariance = covarianceOf(seed, n);
      const equal = riskParity(covariance);
      expect(apart(riskShares(equal, covariance), new Float64Array(n).fill(1 / n))).toBeLessThan(1e-11);
      expect(sum(equal)).toBeCloseTo(1, 12);
      expect(Math.min(...equal)).toBeGreaterThan(0);
      const budgets = Float64Array.from({length: n}, (_, i) => (i + 1) / ((n * (n + 1)) / 2));
      expect(apart(riskShares(riskParity(covariance, budgets), covariance), budgets)).toBeLessThan(1e-11);
    }
  });

  it("is inverse to volatility for two assets, whatever their correlation", () => {
    for (const c of [-0.9, 0, 0.5, 0.99]) {
      const w = riskParity(Float64Array.of(0.04, c * 0.06, c * 0.06, 0.09));
      expect(w[0]).toBeCloseTo(0.6, 11);
    }
  });

  it("permutes with its assets and does not depend on the returns' unit", () => {
    const covariance = covarianceOf(4, 9);
    const w = riskParity(covariance);
    const order = shuffled(random(4), 9);
    expect(
      apart(
        riskParity(reordered(covariance, order)),
        order.map((i) => w[i])
      )
    ).toBeLessThan(1e-11);
    expect(apart(riskParity(covariance.map((value) => value * 1e10)), w)).toBeLessThan(1e-11);
  });

  it("says what it cannot weigh", () => {
    expect(() => riskParity(Float64Array.of(1, -1, -1, 1))).toThrow("not positive definite");
    expect(() => riskParity(Float64Array.of(1, 0, 0, 0))).toThrow("asset 1 has variance 0; leave it out");
    expect(() => riskParity(Float64Array.of(1, 0, 0, 1), [1, 0])).toThrow("invalid budget: 0; ");
    expect(() => riskParity(Float64Array.of(1, 0, 0, 1), [1])).toThrow("invalid budgets: 1; ");
  });
});

describe("hierarchical risk parity", () => {
  it("is inverse to variance for assets that have nothing to do with one another", () => {
    const w = hierarchicalRiskParity(Float64Array.of(0.01, 0, 0, 0, 0.04, 0, 0, 0, 0.16));
    const parts = [100, 25, 6.25].map((value) => value / 131.25);
    expect(apart(w, parts)).toBeLessThan(1e-14);
  });

  it("has weights above 0 that add up to 1, of covariances that cannot be inverted too", () => {
    for (const seed of seeds) {
      const n = 1 + seed;
      const w = hierarchicalRiskParity(covarianceOf(seed, n));
      expect(sum(w)).toBeCloseTo(1, 12);
      expect(Math.min(...w)).toBeGreaterThan(0);
    }
    expect(apart(hierarchicalRiskParity(Float64Array.of(1, 1, 1, 1)), [0.5, 0.5])).toBeLessThan(1e-15);
  });

  it("halves evenly where both halves have no risk", () => {
    const pairs = Float64Array.of(1, -1, 0, 0, -1, 1, 0, 0, 0, 0, 1, -1, 0, 0, -1, 1);
    expect(apart(hierarchicalRiskParity(pairs), [0.25, 0.25, 0.25, 0.25])).toBe(0);
  });

  it("puts like beside like", () => {
    const [near, far] = [0.1, 0.9];
    const d = Float64Array.of(0, far, near, far, far, 0, far, near, near, far, 0, far, far, near, far, 0);
    const order = linkedOrder(d, 4);
    expect(Math.abs(order.indexOf(0) - order.indexOf(2))).toBe(1);
    expect(Math.abs(order.indexOf(1) - order.indexOf(3))).toBe(1);
  });

  it("permutes with up to three assets, and does not depend on the returns' unit", () => {
    const covariance = covarianceOf(8, 3);
    const w = hierarchicalRiskParity(covariance);
    for (const order of [
      [2, 1, 0],
      [1, 2, 0],
      [0, 2, 1]
    ])
      expect(
        apart(
          hierarchicalRiskParity(reordered(covariance, order)),
          order.map((i) => w[i])
        )
      ).toBeLessThan(1e-12);
    const large = covarianceOf(8, 12);
    const tiny = large.map((value) => value / 1e8);
    expect(apart(hierarchicalRiskParity(tiny), hierarchicalRiskParity(large))).toBeLessThan(1e-12);
  });
});

describe("Black-Litterman", () => {
  const covariance = covarianceOf(2, 4);
  const prior = impliedReturns([0.4, 0.3, 0.2, 0.1], covariance, 2.5);
  const pick = Float64Array.of(1, 0, 0, 0, 0, 1, -1, 0);

  it("is the prior without views, with views that say the same, and with boundless doubt", () => {
    const none = blackLitterman(prior, covariance, {pick: new Float64Array(0), value: []});
    expect(apart(none.mean, prior)).toBe(0);
    expect(
      apart(
        none.covariance,
        covariance.map((value) => 1.05 * value)
      )
    ).toBe(0);
    const same = blackLitterman(prior, covariance, {pick, value: [prior[0], prior[1] - prior[2]]});
    expect(apart(same.mean, prior)).toBeLessThan(1e-17);
    const doubtful = blackLitterman(prior, covariance, {pick, value: [1, 1], doubt: [1e9, 1e9]});
    expect(apart(doubtful.mean, prior)).toBeLessThan(1e-9);
  });

  it("is what the views say where they have no doubt", () => {
    const {mean, covariance: after} = blackLitterman(prior, covariance, {pick, value: [0.01, 0.002], doubt: [0, 0]});
    expect(mean[0]).toBeCloseTo(0.01, 14);
    expect(mean[1] - mean[2]).toBeCloseTo(0.002, 14);
    expect(after[0]).toBeCloseTo(covariance[0], 15);
  });

  it("goes half the way to one view by the usual doubt", () => {
    const {mean} = blackLitterman([0.02], Float64Array.of(0.04), {pick: Float64Array.of(1), value: [0.06]});
    expect(mean[0]).toBeCloseTo(0.04, 15);
  });

  it("says what it cannot mix", () => {
    const twice = {pick: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0), value: [0, 1], doubt: [0, 0]};
    expect(() => blackLitterman(prior, covariance, twice)).toThrow("invalid views: some say the same or contradict");
    expect(() => blackLitterman([0], covariance, {pick, value: [0, 0]})).toThrow("invalid views: 2 of 8 weights");
    expect(() => blackLitterman(prior, covariance, {pick, value: [0, 0], doubt: [-1, 0]})).toThrow("invalid doubt: -1");
    expect(() => blackLitterman(prior, covariance, {pick, value: [0, 0]}, 0)).toThrow("invalid tau: 0; ");
  });
});
