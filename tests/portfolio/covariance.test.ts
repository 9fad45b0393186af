import {describe, expect, it} from "vitest";
import {completeRows, exponentialCovariance, sampleCovariance} from "../../core/portfolio/covariance.js";
import {lowerFactor} from "../../core/portfolio/matrix.js";
import {
  covarianceOf,
  shrinkages,
  shrunkToConstantCorrelation,
  shrunkToIdentity
} from "../../core/portfolio/shrinkage.js";
import {apart, reordered, someReturns} from "./samples.js";

const kinds = [
  ...shrinkages.map((name) => [name, (x: Float64Array, n: number) => covarianceOf(x, n, name)] as const),
  ["exponential", (x: Float64Array, n: number) => exponentialCovariance(x, n, 20)] as const
];

describe.each(kinds)("the covariance %s", (_, estimate) => {
  it("leaves rows out in which a value is missing, and needs two", () => {
    const x = someReturns(3, 40, 4);
    const holed = Float64Array.of(...x.subarray(0, 80), 0.5, NaN, 0.5, 0.5, ...x.subarray(80), NaN, 1, 1, 1);
    expect(Array.from(estimate(holed, 4))).toEqual(Array.from(estimate(x, 4)));
    expect(() => estimate(Float64Array.of(1, 2, NaN, 3, 4, NaN), 2)).toThrow(/^missing returns: 1/);
    expect(() => estimate(Float64Array.of(1, 2, 3), 2)).toThrow(
      "invalid returns: 3 values of 2 assets; give whole rows"
    );
  });

  it("grows with the square of the returns, and takes its assets in any order", () => {
    const x = someReturns(5, 40, 4);
    const c = estimate(x, 4);
    const doubled = estimate(
      x.map((value) => 2 * value),
      4
    );
    expect(
      apart(
        doubled,
        c.map((value) => 4 * value)
      )
    ).toBeLessThan(1e-15);
    const order = [2, 0, 3, 1];
    const moved = x.map((_, at) => x[at - (at % 4) + order[at % 4]]);
    expect(apart(estimate(moved, 4), reordered(c, order))).toBeLessThan(1e-17);
  });
});

describe("shrinkage", () => {
  it("makes a covariance of fewer rows than assets invertible, which is not so without", () => {
    const x = someReturns(7, 10, 20);
    expect(lowerFactor(sampleCovariance(x, 20), 20)).toBeNull();
    expect(lowerFactor(shrunkToIdentity(x, 20).covariance, 20)).not.toBeNull();
    expect(lowerFactor(shrunkToConstantCorrelation(x, 20).covariance, 20)).not.toBeNull();
  });

  it("is less the more rows there are", () => {
    const far = (rows: number) => shrunkToIdentity(someReturns(9, rows, 6), 6).shrinkage;
    expect(far(2000)).toBeLessThan(far(200) / 4);
    expect(far(200)).toBeLessThan(far(20));
  });

  it("keeps each variance where it draws towards constant correlation, and the mean one else", () => {
    const x = someReturns(11, 30, 5);
    const s = sampleCovariance(x, 5, 0);
    const flat = shrunkToConstantCorrelation(x, 5).covariance;
    const round = shrunkToIdentity(x, 5).covariance;
    const diagonal = (c: Float64Array) => Array.from({length: 5}, (_, i) => c[6 * i]);
    expect(apart(diagonal(flat), diagonal(s))).toBeLessThan(1e-18);
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
    expect(sum(diagonal(round))).toBeCloseTo(sum(diagonal(s)), 15);
    expect(() => shrunkToConstantCorrelation(Float64Array.of(1, 0, 1, 1, 1, 2), 2)).toThrow("asset 0 do not vary");
  });

  it("tells which row it keeps", () => {
    expect(Array.from(completeRows(Float64Array.of(1, 2, NaN, 4, Infinity, 0, 5, 6), 2))).toEqual([1, 2, 5, 6]);
  });
});

it("weighs all rows alike with a long half-life, and the last ones with a short one", () => {
  const x = Float64Array.from({length: 60}, (_, t) => (t < 30 ? 0.01 : 0.03) * (t % 2 ? 1 : -1));
  expect(exponentialCovariance(x, 1, 1e9)[0]).toBeCloseTo(sampleCovariance(x, 1)[0], 9);
  expect(exponentialCovariance(x, 1, 3)[0]).toBeGreaterThan(0.0008);
});
