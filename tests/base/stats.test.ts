import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {correlation, quantile, rank, rankCorrelation, returns, variance} from "../../core/base/stats.js";

const numbers = fc.array(fc.double({min: -1e3, max: 1e3, noNaN: true}), {minLength: 2, maxLength: 50});

describe("stats", () => {
  it("ranks ties by their average", () => {
    expect(Array.from(rank([10, 20, 10, 30]))).toEqual([1.5, 3, 1.5, 4]);
    fc.assert(
      fc.property(numbers, (x) => {
        const sum = rank(x).reduce((a, b) => a + b, 0);
        expect(sum).toBeCloseTo((x.length * (x.length + 1)) / 2, 6);
      })
    );
  });

  it("correlates between −1 and 1, and not at all without variation", () => {
    expect(correlation([1, 2, 3], [2, 4, 6])).toBe(1);
    expect(rankCorrelation([1, 2, 3], [30, 20, 10])).toBe(-1);
    expect(correlation([1, 1], [1, 2])).toBeNaN();
    expect(rankCorrelation([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.8207826816681233, 14);
  });

  it("interpolates quantiles between order statistics", () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4, 5], 0.05)).toBeCloseTo(1.2, 14);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it("takes variance and returns", () => {
    expect(variance([1, 2, 3, 4])).toBeCloseTo(5 / 3, 14);
    expect(variance([1, 2, 3, 4], 0)).toBeCloseTo(5 / 4, 14);
    expect(Array.from(returns([1, 2, 1]))).toEqual([1, -0.5]);
    expect(returns([]).length).toBe(0);
  });
});
