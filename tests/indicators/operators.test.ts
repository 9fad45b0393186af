import fc from "fast-check";
import {describe, expect, it} from "vitest";
import * as stats from "../../core/base/stats.js";
import {rollingKurtosis, rollingSkew} from "../../core/indicators/operators/moments.js";
import {rollingMedian, rollingQuantile, rollingRank} from "../../core/indicators/operators/order.js";
import * as pairs from "../../core/indicators/operators/regression.js";
import {
  decayMean,
  fractionalDifference,
  fractionalWeights,
  weightedMean
} from "../../core/indicators/operators/weighted.js";

const value = fc.oneof(
  {weight: 6, arbitrary: fc.integer({min: -4, max: 4})},
  {weight: 6, arbitrary: fc.double({min: -100, max: 100, noNaN: true})},
  {weight: 1, arbitrary: fc.constant(NaN)}
);
const series = fc.array(value, {maxLength: 60}).map((values) => Float64Array.from(values));
const window = fc.integer({min: 1, max: 12});

/** Each whole window's figure, computed by itself; `NaN` where a value is. */
function naive(x: Float64Array, n: number, figure: (part: Float64Array, start: number) => number): Float64Array {
  return x.map((_, i) => {
    const part = x.subarray(i - n + 1, i + 1);
    return i < n - 1 || part.some((each) => Number.isNaN(each)) ? NaN : figure(part, i - n + 1);
  });
}

function expectNear(ours: Float64Array, theirs: Float64Array, allowed = 1e-9): void {
  expect(ours).toHaveLength(theirs.length);
  ours.forEach((each, i) => {
    if (Number.isNaN(theirs[i])) expect(each, `row ${i}`).toBeNaN();
    else expect(Math.abs(each - theirs[i]), `row ${i}`).toBeLessThanOrEqual(allowed * Math.max(1, Math.abs(theirs[i])));
  });
}

const isFlat = (part: Float64Array) => part.every((each) => each === part[0]);

/** The mean of the values' k-th powers of their distances from their mean. */
function moment(part: Float64Array, k: number): number {
  const middle = stats.mean(part);
  return stats.mean(part.map((each) => (each - middle) ** k));
}

/** Every kernel of one series. */
const kernels: Readonly<Record<string, (x: Float64Array, n: number) => Float64Array>> = {
  skew: rollingSkew,
  kurtosis: rollingKurtosis,
  "biased skew": (x, n) => rollingSkew(x, n, true),
  quantile: (x, n) => rollingQuantile(x, n, 0.3),
  median: rollingMedian,
  rank: rollingRank,
  covariance: (x, n) => pairs.rollingCovariance(x, shifted(x), n),
  correlation: (x, n) => pairs.rollingCorrelation(x, shifted(x), n),
  "regression slope": (x, n) => pairs.regressionSlope(x, shifted(x), n),
  "regression residual": (x, n) => pairs.regressionResidual(x, shifted(x), n),
  "trend slope": pairs.trendSlope,
  "trend residual": pairs.trendResidual,
  decay: decayMean
};

/** Another series of the same rows, so that a value does not depend on where the series begins. */
function shifted(x: Float64Array): Float64Array {
  return x.map((each) => Math.sin(5 * each));
}

describe("operators on rolling windows", () => {
  it.each(Object.entries(kernels))("%s has the same bits wherever the series begins and ends", (_, kernel) => {
    fc.assert(
      fc.property(series, window, (x, n) => {
        const whole = kernel(x, n);
        for (let i = n - 1; i < x.length; ++i) {
          const alone = kernel(x.slice(i - n + 1, i + 1), n);
          expect(Object.is(alone[n - 1], whole[i]), `row ${i}: ${alone[n - 1]} and ${whole[i]}`).toBe(true);
        }
        for (let i = 0; i < Math.min(n - 1, x.length); ++i) expect(whole[i]).toBeNaN();
      })
    );
  });

  it("moments equal those of each window", () => {
    const steps = fc.array(fc.integer({min: -9, max: 9}), {maxLength: 50}).map((all) => Float64Array.from(all));
    fc.assert(
      fc.property(steps, fc.integer({min: 4, max: 12}), (x, n) => {
        const skew = naive(x, n, (part) => (isFlat(part) ? NaN : moment(part, 3) / moment(part, 2) ** 1.5));
        const kurtosis = naive(x, n, (part) => (isFlat(part) ? NaN : moment(part, 4) / moment(part, 2) ** 2 - 3));
        expectNear(rollingSkew(x, n, true), skew);
        expectNear(rollingKurtosis(x, n, true), kurtosis);
        expectNear(
          rollingSkew(x, n),
          skew.map((each) => (each * Math.sqrt(n * (n - 1))) / (n - 2))
        );
        expectNear(
          rollingKurtosis(x, n),
          kurtosis.map((each) => ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * each + 6))
        );
      })
    );
  });

  it("moments need as many values as they say, and values that differ", () => {
    const x = Float64Array.of(0.1, 0.1, 0.1, 0.1, 0.1, 3, 1, 2, 5);
    expect(rollingSkew(x, 4)[4]).toBeNaN();
    expect(rollingKurtosis(x, 4, true)[4]).toBeNaN();
    expect(rollingSkew(x, 2).every((each) => Number.isNaN(each))).toBe(true);
    expect(rollingKurtosis(x, 3).every((each) => Number.isNaN(each))).toBe(true);
    expect(rollingSkew(x, 3)[8]).not.toBeNaN();
    expect(rollingKurtosis(x, 4)[8]).not.toBeNaN();
  });

  it("quantiles and ranks equal those of each window sorted by itself", () => {
    fc.assert(
      fc.property(series, window, fc.double({min: 0, max: 1, noNaN: true}), (x, n, p) => {
        const quantiles = naive(x, n, (part) => stats.quantile(part, p));
        expectNear(rollingQuantile(x, n, p), quantiles);
        expect(rollingRank(x, n)).toEqual(naive(x, n, (part) => stats.rank(part)[n - 1] / n));
      })
    );
  });

  it("pairs equal those of each window", () => {
    const both = fc.array(fc.tuple(fc.integer({min: -9, max: 9}), fc.integer({min: -9, max: 9})), {maxLength: 50});
    fc.assert(
      fc.property(both, fc.integer({min: 2, max: 12}), (rows, n) => {
        const x = Float64Array.from(rows, ([a]) => a);
        const y = Float64Array.from(rows, ([, b]) => b);
        const other = (start: number) => y.subarray(start, start + n);
        const covariance = (a: Float64Array, b: Float64Array) => {
          const [ma, mb] = [stats.mean(a), stats.mean(b)];
          return stats.mean(a.map((each, i) => (each - ma) * (b[i] - mb)));
        };
        const slope = (part: Float64Array, start: number) =>
          isFlat(part) ? NaN : covariance(part, other(start)) / covariance(part, part);
        expectNear(
          pairs.rollingCovariance(x, y, n, 0),
          naive(x, n, (part, start) => covariance(part, other(start)))
        );
        expectNear(
          pairs.rollingCorrelation(x, y, n),
          naive(x, n, (part, start) =>
            isFlat(part) || isFlat(other(start)) ? NaN : stats.correlation(part, other(start))
          )
        );
        expectNear(pairs.regressionSlope(y, x, n), naive(x, n, slope));
        expectNear(
          pairs.regressionResidual(y, x, n),
          naive(x, n, (part, start) => {
            const b = slope(part, start);
            const intercept = stats.mean(other(start)) - b * stats.mean(part);
            return other(start)[n - 1] - intercept - b * part[n - 1];
          })
        );
      })
    );
  });

  it("a straight line has its slope, nothing left over, and all explained", () => {
    const x = Float64Array.from({length: 30}, (_, i) => 7 - 0.25 * i);
    expectNear(pairs.trendSlope(x, 10).subarray(9), new Float64Array(21).fill(-0.25), 1e-14);
    expectNear(pairs.trendRSquared(x, 10).subarray(9), new Float64Array(21).fill(1), 1e-14);
    expectNear(pairs.trendResidual(x, 10).subarray(9), new Float64Array(21), 1e-14);
    expect(pairs.trendSlope(new Float64Array(5).fill(0.1), 3)[4]).toBe(0);
    expect(pairs.trendRSquared(new Float64Array(5).fill(0.1), 3)[4]).toBeNaN();
  });

  it("the decaying mean weights the latest value most", () => {
    fc.assert(
      fc.property(series, window, (x, n) => {
        const weight = (n * (n + 1)) / 2;
        expectNear(
          decayMean(x, n),
          naive(x, n, (part) => part.reduce((sum, each, k) => sum + (k + 1) * each, 0) / weight)
        );
      })
    );
  });

  it("the exponential mean is that of all values since the latest gap", () => {
    fc.assert(
      fc.property(series, fc.double({min: 0.01, max: 1, noNaN: true}), (x, weight) => {
        const adjusted = weightedMean(x, weight);
        const plain = weightedMean(x, weight, false);
        let run: number[] = [];
        x.forEach((each, i) => {
          run = Number.isNaN(each) ? [] : [...run, each];
          const shares = run.map((_, k) => (1 - weight) ** (run.length - 1 - k));
          const total = shares.reduce((a, b) => a + b, 0);
          const mean = run.reduce((sum, v, k) => sum + (v * shares[k]) / total, 0);
          const seeded = run.reduce((sum, v, k) => sum + v * shares[k] * (k === 0 ? 1 : weight), 0);
          if (run.length === 0) {
            expect(adjusted[i]).toBeNaN();
            expect(plain[i]).toBeNaN();
          } else {
            expect(Math.abs(adjusted[i] - mean)).toBeLessThan(1e-10);
            expect(Math.abs(plain[i] - seeded)).toBeLessThan(1e-10);
          }
        });
      })
    );
  });
});

describe("fractional differencing", () => {
  it("of a whole order is differencing", () => {
    const x = Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6);
    expect([...fractionalWeights(0, 1e-4)]).toEqual([1]);
    expect([...fractionalWeights(1, 1e-4)]).toEqual([1, -1]);
    expect([...fractionalWeights(2, 1e-4)]).toEqual([1, -2, 1]);
    expect([...fractionalWeights(3, 1e-4)]).toEqual([1, -3, 3, -1]);
    expect(fractionalDifference(x, 0)).toEqual(x);
    expect(fractionalDifference(x, 1)).toEqual(x.map((each, i) => each - x[i - 1]));
  });

  it("of half an order, twice, is differencing but for the weights left out", () => {
    const x = Float64Array.from({length: 3000}, (_, i) => Math.sin(i / 7) + Math.cos(i * i));
    const half = fractionalDifference(x, 0.5, 1e-5);
    const twice = fractionalDifference(half, 0.5, 1e-5);
    const from = 2 * (fractionalWeights(0.5, 1e-5).length - 1);
    expect(from).toBeGreaterThan(1000);
    expect(from).toBeLessThan(2990);
    for (let i = from; i < 3000; ++i) expect(Math.abs(twice[i] - (x[i] - x[i - 1]))).toBeLessThan(0.03);
  });

  it("keeps no weight below the threshold after the last at least as large", () => {
    fc.assert(
      fc.property(fc.double({min: 0, max: 3, noNaN: true}), fc.constantFrom(1e-2, 1e-3, 1e-4), (order, threshold) => {
        const weights = fractionalWeights(order, threshold);
        expect(weights[0]).toBe(1);
        expect(Math.abs(weights.at(-1)!)).toBeGreaterThanOrEqual(threshold);
        const finer = fractionalWeights(order, threshold / 10);
        expect(finer.subarray(0, weights.length)).toEqual(weights);
        for (const weight of finer.subarray(Math.max(weights.length, Math.ceil(order) + 1)))
          expect(Math.abs(weight)).toBeLessThan(threshold);
      })
    );
    expect(() => fractionalWeights(-0.5, 1e-4)).toThrow("invalid order of differencing: -0.5");
    expect(() => fractionalWeights(0.5, 0)).toThrow("invalid threshold of weights: 0");
  });

  it("has no value where one of the values it needs is missing", () => {
    const x = Float64Array.from({length: 60}, (_, i) => (i === 30 ? NaN : i));
    const {length} = fractionalWeights(0.4, 0.01);
    const found = fractionalDifference(x, 0.4, 0.01);
    found.forEach((each, i) => expect(Number.isNaN(each)).toBe(i < length - 1 || (i >= 30 && i < 30 + length)));
  });
});
