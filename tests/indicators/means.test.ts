import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {ema, memoryOf, sma, trueRange, wilder, wma} from "../../core/indicators/means.js";
import {byRuns} from "../../core/indicators/runs.js";

const prices = fc.float64Array({minLength: 0, maxLength: 80, min: -1e4, max: 1e4, noNaN: true});
const windows = fc.integer({min: 1, max: 30});

/** Each window's figure by going over the whole window. */
function naive(x: Float64Array, window: number, figure: (values: Float64Array) => number): Float64Array {
  return x.map((_, i) => (i < window - 1 ? NaN : figure(x.subarray(i - window + 1, i + 1))));
}

function expectNear(ours: Float64Array, theirs: Float64Array): void {
  expect(ours.length).toBe(theirs.length);
  const scale = theirs.reduce((most, v) => (Number.isNaN(v) ? most : Math.max(most, Math.abs(v))), 1e4);
  ours.forEach((value, i) => {
    if (Number.isNaN(theirs[i])) expect(value, `row ${i}`).toBeNaN();
    else expect(Math.abs(value - theirs[i]), `row ${i}`).toBeLessThanOrEqual(1e-12 * scale);
  });
}

describe("moving means", () => {
  it("equal those of each window by itself", () => {
    fc.assert(
      fc.property(prices, windows, (x, window) => {
        expectNear(
          sma(x, window),
          naive(x, window, (values) => values.reduce((a, b) => a + b, 0) / window)
        );
        const weight = (window * (window + 1)) / 2;
        expectNear(
          wma(x, window),
          naive(x, window, (values) => values.reduce((sum, value, k) => sum + (k + 1) * value, 0) / weight)
        );
      })
    );
  });

  it("are the value, exactly, where every value is the same", () => {
    for (const mean of [sma, wma, ema, wilder])
      for (const window of [1, 3, 7]) {
        const values = mean(new Float64Array(40).fill(0.1), window);
        expect([...values.subarray(0, window - 1)].every(Number.isNaN)).toBe(true);
        expect([...values.subarray(window - 1)].every((value) => value === 0.1)).toBe(true);
      }
  });

  it("lose every trace of a value that has left the window", () => {
    const x = Float64Array.from({length: 60}, (_, i) => (i === 10 ? 1e18 : 1 + (i % 5)));
    expect([...sma(x, 5).subarray(20)].every((value) => Math.abs(value - 3) < 1e-14)).toBe(true);
  });

  it("pass over the NaNs that a series begins with", () => {
    fc.assert(
      fc.property(prices, windows, fc.integer({min: 0, max: 9}), (x, window, gap) => {
        const later = new Float64Array(x.length + gap).fill(NaN);
        later.set(x, gap);
        for (const mean of [sma, wma, ema, wilder]) expect(mean(later, window).subarray(gap)).toEqual(mean(x, window));
      })
    );
  });

  it("seed the recursive ones as TA-Lib does", () => {
    const x = Float64Array.of(1, 2, 6, 4, 8);
    expect([...ema(x, 3)]).toEqual([NaN, NaN, 3, 3.5, 5.75]);
    expect([...wilder(x, 4)]).toEqual([NaN, NaN, NaN, 3.25, 3.25 + 4.75 / 4]);
  });
});

it("takes the true range from the close before", () => {
  const range = trueRange(Float64Array.of(5, 6, 9), Float64Array.of(3, 4, 8), Float64Array.of(4, 5, 8));
  expect([...range]).toEqual([NaN, 2, 4]);
});

it("says when a seed is forgotten", () => {
  fc.assert(
    fc.property(fc.double({min: 0.01, max: 0.995, noNaN: true}), (weight) => {
      const rows = memoryOf(weight, 1e-10);
      expect(weight ** rows).toBeLessThanOrEqual(1e-10 * (1 + 1e-9));
      if (rows > 1) expect(weight ** (rows - 1)).toBeGreaterThan(1e-10 * (1 - 1e-9));
    })
  );
  expect(memoryOf(0, 1e-10)).toBe(1);
  expect(memoryOf(1, 1e-10)).toBe(Infinity);
});

describe("byRuns", () => {
  const values = fc.oneof(
    {arbitrary: fc.double({min: -9, max: 9, noNaN: true}), weight: 6},
    fc.constantFrom(NaN, Infinity)
  );
  const pairs = fc.array(fc.tuple(values, values), {maxLength: 40});

  it("starts a kernel again after each gap in any input", () => {
    fc.assert(
      fc.property(pairs, (rows) => {
        const [a, b] = [0, 1].map((k) => Float64Array.from(rows, (row) => row[k]));
        const [totals, lengths] = byRuns([a, b], ([x, y]) => {
          let total = 0;
          return [x.map((value, i) => (total += value * y[i])), x.map((_, i) => i)];
        });
        let total = 0;
        let length = 0;
        rows.forEach(([x, y], i) => {
          if (!Number.isFinite(x) || !Number.isFinite(y)) {
            total = length = 0;
            expect([totals[i], lengths[i]]).toEqual([NaN, NaN]);
          } else expect([totals[i], lengths[i]]).toEqual([(total += x * y), length++]);
        });
      })
    );
  });
});
