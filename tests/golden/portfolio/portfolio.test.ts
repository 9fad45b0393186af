import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {blackLitterman} from "../../../core/portfolio/black-litterman.js";
import {exponentialCovariance, sampleCovariance} from "../../../core/portfolio/covariance.js";
import {hierarchicalRiskParity} from "../../../core/portfolio/hierarchical-risk-parity.js";
import {dot, times} from "../../../core/portfolio/matrix.js";
import {maximumSharpe} from "../../../core/portfolio/maximum-sharpe.js";
import {minimumVariance} from "../../../core/portfolio/minimum-variance.js";
import {riskParity} from "../../../core/portfolio/risk-parity.js";
import {oracleApproximating, shrunkToConstantCorrelation, shrunkToIdentity} from "../../../core/portfolio/shrinkage.js";

interface Estimate {
  readonly covariance: number[];
  readonly shrinkage: number;
}

interface Case {
  readonly rows: number;
  readonly assets: number;
  readonly returns: number[];
  readonly sample: number[];
  readonly exponential: number[];
  readonly identity: Estimate;
  readonly oracle: Estimate;
  readonly constant: Estimate;
  readonly mean: number[];
  readonly longOnly: number[];
  readonly bounded: number[];
  readonly tangency: number[];
  readonly tangencyBounded: number[];
  readonly parity: number[];
  readonly budgets: number[];
  readonly hierarchical: {readonly order: number[]; readonly weights: number[]};
  readonly direct: number[];
  readonly views: {
    readonly pick: number[];
    readonly mean: number[];
    readonly covariance: number[];
    readonly certainMean: number[];
    readonly certainCovariance: number[];
  };
}

const cases = JSON.parse(readFileSync(new URL("portfolio.json", import.meta.url), "utf8")) as Case[];

/** The largest difference, as a part of the largest value wanted. */
function off(got: ArrayLike<number>, wanted: readonly number[]): number {
  expect(got.length).toBe(wanted.length);
  const size = Math.max(...wanted.map(Math.abs));
  return Math.max(...Array.from(got, (value, i) => Math.abs(value - wanted[i]))) / size;
}

describe.each(cases)("$rows rows of $assets assets", (golden) => {
  const {assets} = golden;
  const returns = Float64Array.from(golden.returns);
  const covariance = Float64Array.from(golden.identity.covariance);

  it("have the sample covariance of NumPy and the weighted one of pandas", () => {
    expect(off(sampleCovariance(returns, assets), golden.sample)).toBeLessThan(1e-12);
    expect(off(exponentialCovariance(returns, assets, 15), golden.exponential)).toBeLessThan(1e-12);
  });

  it.each([
    ["identity", shrunkToIdentity],
    ["oracle", oracleApproximating],
    ["constant", shrunkToConstantCorrelation]
  ] as const)("are shrunk to %s as by scikit-learn or PyPortfolioOpt", (name, estimate) => {
    const got = estimate(returns, assets);
    expect(got.shrinkage).toBeGreaterThan(0);
    expect(Math.abs(got.shrinkage - golden[name].shrinkage)).toBeLessThan(1e-9);
    expect(off(got.covariance, golden[name].covariance)).toBeLessThan(1e-9);
  });

  it("have the weights of least variance that SciPy finds", () => {
    expect(off(minimumVariance(covariance), golden.longOnly)).toBeLessThan(1e-9);
    expect(off(minimumVariance(covariance, {lower: -0.2, upper: 0.4}), golden.bounded)).toBeLessThan(1e-9);
  });

  it("have a Sharpe ratio not below the one that SciPy finds, at nearly the same weights", () => {
    const ratio = (w: ArrayLike<number>) => dot(golden.mean, w) / Math.sqrt(dot(w, times(covariance, w)));
    for (const [bounds, wanted] of [
      [{}, golden.tangency],
      [{lower: -0.1, upper: 0.5}, golden.tangencyBounded]
    ] as const) {
      const got = maximumSharpe(golden.mean, covariance, bounds);
      expect(ratio(got)).toBeGreaterThanOrEqual(ratio(wanted) - 1e-12);
      expect(off(got, wanted)).toBeLessThan(1e-5);
    }
  });

  it("have the risk parity that SciPy's root finds", () => {
    expect(off(riskParity(covariance), golden.parity)).toBeLessThan(1e-9);
    const budgets = golden.mean.map((_, i) => i + 1);
    expect(off(riskParity(covariance, budgets), golden.budgets)).toBeLessThan(1e-9);
  });

  it("have the hierarchical risk parity of the paper over SciPy's tree, and of PyPortfolioOpt", () => {
    expect(off(hierarchicalRiskParity(covariance), golden.hierarchical.weights)).toBeLessThan(1e-9);
    expect(off(hierarchicalRiskParity(covariance, "direct"), golden.direct)).toBeLessThan(1e-9);
  });

  it("have the posterior of PyPortfolioOpt", () => {
    const views = {pick: Float64Array.from(golden.views.pick), value: [0.001, 0.0005]};
    const got = blackLitterman(golden.mean, covariance, views);
    expect(off(got.mean, golden.views.mean)).toBeLessThan(1e-9);
    expect(off(got.covariance, golden.views.covariance)).toBeLessThan(1e-9);
    const certain = blackLitterman(golden.mean, covariance, {...views, doubt: [1e-6, 4e-6]}, 0.1);
    expect(off(certain.mean, golden.views.certainMean)).toBeLessThan(1e-9);
    expect(off(certain.covariance, golden.views.certainCovariance)).toBeLessThan(1e-9);
  });
});
