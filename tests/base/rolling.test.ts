import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import {
  exponentialMean,
  rollingDeviation,
  rollingMax,
  rollingMean,
  rollingMin,
  rollingSum,
  spanMean,
  wilderMean
} from "../../core/base/rolling.js";
import {deviation, mean} from "../../core/base/stats.js";

const series = fc.record({
  seed: fc.integer(),
  length: fc.integer({min: 1, max: 80}),
  gaps: fc.array(fc.nat(79), {maxLength: 4}),
  window: fc.integer({min: 2, max: 12})
});

function values({seed, length, gaps}: {seed: number; length: number; gaps: readonly number[]}): Float64Array {
  const r = random(seed);
  return Float64Array.from({length}, (_, i) => (gaps.includes(i) ? NaN : 100 + r.normal()));
}

function close(ours: number, theirs: number): void {
  if (Number.isNaN(theirs)) expect(ours).toBeNaN();
  else expect(Math.abs(ours - theirs)).toBeLessThan(1e-9);
}

describe("rolling", () => {
  it("gives the figure of each whole window, and NaN where one is missing", () => {
    fc.assert(
      fc.property(series, (given) => {
        const x = values(given);
        const {window} = given;
        const ours = {
          sum: rollingSum(x, window),
          mean: rollingMean(x, window),
          deviation: rollingDeviation(x, window, 1),
          max: rollingMax(x, window),
          min: rollingMin(x, window)
        };
        for (let i = 0; i < x.length; ++i) {
          const last = i + 1 < window ? Float64Array.of(NaN) : x.subarray(i - window + 1, i + 1);
          close(
            ours.sum[i],
            last.reduce((a, b) => a + b, 0)
          );
          close(ours.mean[i], mean(last));
          close(ours.deviation[i], last.length < window ? NaN : deviation(last));
          expect(ours.max[i]).toBe(Math.max(...last));
          expect(ours.min[i]).toBe(Math.min(...last));
        }
      })
    );
  });

  it("takes equal values for exactly equal", () => {
    const x = new Float64Array(30).fill(0.1);
    expect(spanMean(x, 0, 29)).toBe(0.1);
    expect(rollingDeviation(x, 7, 0)[29]).toBe(0);
    expect(exponentialMean(x, 5, 1 / 3, 20)[29]).toBe(0.1);
  });
});

describe("exponential mean", () => {
  it("is seeded with a mean and then moves by its weight", () => {
    const x = Float64Array.of(1, 3, 10, 2);
    expect(Array.from(exponentialMean(x, 2, 0.5, 4))).toEqual([NaN, 2, 6, 4]);
    expect(Array.from(wilderMean(x, 2, 4))).toEqual([NaN, 2, 6, 4]);
  });

  it("starts afresh as many values back as the span says", () => {
    const x = Float64Array.of(50, 1, 3, 10, 2);
    expect(exponentialMean(x, 2, 0.5, 4)[4]).toBe(4);
  });

  it("has the same bits for the last values alone, and after a gap", () => {
    fc.assert(
      fc.property(series, fc.integer({min: 0, max: 3}), ({window, ...given}, extra) => {
        const x = values(given);
        const span = window + 10 * extra;
        const whole = exponentialMean(x, window, 2 / (window + 1), span);
        for (let i = 0; i < x.length; ++i) {
          const from = Math.max(0, i - span + 1, ...given.gaps.filter((g) => g <= i).map((g) => g + 1));
          const alone = from > i ? NaN : exponentialMean(x.slice(from, i + 1), window, 2 / (window + 1), span).at(-1);
          expect(whole[i]).toBe(alone);
        }
      })
    );
  });
});
