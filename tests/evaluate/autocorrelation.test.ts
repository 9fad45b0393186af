import {describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import {rankCorrelation} from "../../core/base/stats.js";
import {autocorrelations, serialError} from "../../core/evaluate/autocorrelation.js";

const close = (found: ArrayLike<number>, wanted: readonly number[]) => {
  expect(found.length).toBe(wanted.length);
  wanted.forEach((value, i) => expect(found[i], `lag ${i}`).toBeCloseTo(value, 12));
};

describe("autocorrelations", () => {
  // statsmodels 0.14.4, `acf(x, nlags=4, fft=False)`.
  it("are statsmodels'", () => {
    close(
      autocorrelations(Float64Array.of(2, 4, 1, 7, 3, 8, 5, 6, 9, 3), 4),
      [1.0, -0.22704402515723268, 0.3918238993710692, -0.08679245283018869, -0.1408805031446541]
    );
  });

  // statsmodels 0.14.4, `acf(x, nlags=4, fft=False, missing="conservative")`.
  it("are statsmodels' where values are missing", () => {
    close(
      autocorrelations(Float64Array.of(2, 4, NaN, 7, 3, 8, 5, NaN, 9, 3), 4),
      [1.0, -0.32366666666666666, 0.06533333333333333, 0.16433333333333333, -0.23333333333333334]
    );
  });

  it("are unknown of what does not vary", () => {
    expect(Array.from(autocorrelations(Float64Array.of(1, 1, 1), 1))).toEqual([NaN, NaN]);
    expect(Array.from(autocorrelations(Float64Array.of(NaN), 1))).toEqual([NaN, NaN]);
  });
});

describe("the error of a rank correlation through time", () => {
  it("is 1 / √n of outcomes that do not overlap", () => {
    const x = Float64Array.from({length: 101}, (_, i) => (i === 7 ? NaN : Math.sin(i * i)));
    expect(serialError(x, x, 1)).toBeCloseTo(0.1, 12);
    expect(serialError(Float64Array.of(1, NaN), Float64Array.of(1, 2), 1)).toBeNaN();
  });

  it("holds about 19 of 20 that have nothing to do with one another, however persistent and overlapping", () => {
    for (const [persistence, horizon] of [
      [0, 21],
      [0.9, 5],
      [0.98, 21]
    ]) {
      const trials = 150;
      let within = 0;
      for (let trial = 0; trial < trials; ++trial) {
        const r = random(1 + trial);
        const x = new Float64Array(800);
        for (let t = 0; t < x.length; ++t) x[t] = (t > 0 ? persistence * x[t - 1] : 0) + r.normal();
        const steps = Float64Array.from({length: x.length + horizon}, () => r.normal());
        const y = x.map((_, t) => steps.subarray(t + 1, t + 1 + horizon).reduce((sum, step) => sum + step, 0));
        if (Math.abs(rankCorrelation(x, y)) < 1.96 * serialError(x, y, horizon)) ++within;
      }
      expect(within / trials, `persistence ${persistence}, horizon ${horizon}`).toBeGreaterThan(0.9);
      expect(within / trials, `persistence ${persistence}, horizon ${horizon}`).toBeLessThan(0.995);
    }
  });
});
