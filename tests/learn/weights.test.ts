import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import type {Spans} from "../../core/learn/weights.js";
import {
  classCounts,
  classWeights,
  labelUniqueness,
  returnWeights,
  symbolsOf,
  timeDecay
} from "../../core/learn/weights.js";

const near = (values: Float64Array, expected: readonly number[]) => {
  expect(values.length).toBe(expected.length);
  expected.forEach((value, i) => expect(values[i]).toBeCloseTo(value, 12));
};

/** Rows 0, 10, 20, … and labels from one row to another. */
const times = Float64Array.from({length: 8}, (_, i) => 10 * i);
const spans = (rows: readonly (readonly [from: number, to: number])[], symbol?: readonly number[]): Spans => ({
  t: Float64Array.from(rows, ([from]) => 10 * from),
  until: Float64Array.from(rows, ([, to]) => 10 * to),
  ...(symbol && {symbol: Uint32Array.from(symbol)})
});

const anySpans = fc
  .array(fc.tuple(fc.nat(5), fc.integer({min: 1, max: 6}), fc.nat(2), fc.nat(9)), {minLength: 1, maxLength: 40})
  .map((rows): Spans & {symbol: Uint32Array} => ({
    t: Float64Array.from(rows, ([from]) => 10 * from),
    until: Float64Array.from(rows, ([from, length, , never]) =>
      never === 0 ? Infinity : 10 * Math.min(7, from + length)
    ),
    symbol: Uint32Array.from(rows, ([, , symbol]) => symbol)
  }));

/** The rows that a label spans, and how many labels of its symbol span each. */
const concurrency = ({t, until, symbol}: Spans & {symbol: Uint32Array}, i: number) =>
  Array.from(times.keys())
    .filter((row) => times[row] > t[i] && times[row] <= until[i] && until[i] < Infinity)
    .map((row) => ({
      row,
      count: t.filter((from, j) => {
        const same = symbol[j] === symbol[i] && until[j] < Infinity;
        return same && times[row] > from && times[row] <= until[j];
      }).length
    }));

describe("uniqueness", () => {
  it("is 1 for labels that share nothing, and 1 / n for n that share all", () => {
    near(labelUniqueness(spans([[0, 2], [2, 4], [5, 6]]), times), [1, 1, 1]); // prettier-ignore
    near(labelUniqueness(spans([[0, 2], [0, 2], [0, 2], [2, 3]]), times), [1 / 3, 1 / 3, 1 / 3, 1]); // prettier-ignore
  });

  it("is the mean over the rows that a label spans", () => {
    // Rows 1, 2 and 3 are spanned by 1, 2 and 2 labels, row 4 by 2, row 5 by 1.
    const overlapping = spans([[0, 3], [1, 4], [3, 5]]); // prettier-ignore
    near(labelUniqueness(overlapping, times), [2 / 3, 1 / 2, 3 / 4]);
  });

  it("counts each symbol by itself, and leaves out what is never known", () => {
    near(labelUniqueness(spans([[0, 2], [0, 2], [0, 2]], [0, 1, 1]), times), [1, 1 / 2, 1 / 2]); // prettier-ignore
    near(labelUniqueness(spans([[0, 2], [0, Infinity]]), times), [1, 0]); // prettier-ignore
    expect(Array.from(symbolsOf(Uint32Array.of(0, 4, 5, 9), 5))).toEqual([0, 4, 0, 4]);
  });

  it("is what counting row by row gives, and never more than 1", () => {
    fc.assert(
      fc.property(anySpans, (each) => {
        const unique = labelUniqueness(each, times);
        for (let i = 0; i < unique.length; ++i) {
          const rows = concurrency(each, i);
          const expected = rows.length === 0 ? 0 : rows.reduce((sum, {count}) => sum + 1 / count, 0) / rows.length;
          expect(unique[i]).toBeCloseTo(expected, 12);
          expect(unique[i]).toBeLessThanOrEqual(1 + 1e-12);
        }
      })
    );
  });

  it("takes time in proportion to the labels, not to their square", () => {
    const rows = Float64Array.from({length: 200_000}, (_, i) => i);
    const start = performance.now();
    const t = rows.subarray(0, -20);
    const unique = labelUniqueness({t, until: t.map((time) => time + 20)}, rows);
    expect(performance.now() - start).toBeLessThan(5000);
    expect(unique[100_000]).toBeCloseTo(1 / 20, 9);
  });

  it("refuses a label that is known by its own row", () => {
    expect(() => labelUniqueness(spans([[0, 2], [3, 3]]), times)).toThrow("the label of number 1 is known by its own row"); // prettier-ignore
  });
});

describe("return weights", () => {
  it("share each row's return among the labels that span it", () => {
    const returns = Float64Array.of(9, 0.1, 0.2, -0.4, 0.3, 0, 0, 0);
    // Row by row 0.1, 0.2 / 2, −0.4 / 2 and 0.3: the first claims 0.1 + 0.1 − 0.2 = 0, the second |0.1 − 0.2 + 0.3|.
    near(returnWeights(spans([[0, 3], [1, 4]]), times, returns), [0, 2]); // prettier-ignore
    near(returnWeights(spans([[0, 1], [1, 2], [2, Infinity]]), times, returns), [1, 2, 0]); // prettier-ignore
    near(returnWeights(spans([[4, 5], [4, Infinity]]), times, returns), [1, 0]); // prettier-ignore
  });

  it("are what summing row by row gives, of each symbol's own returns", () => {
    const r = random(4);
    const returns = Float64Array.from({length: 8 * 3}, () => (r.uniform() < 0.1 ? NaN : r.normal()));
    fc.assert(
      fc.property(anySpans, (each) => {
        const claims = Array.from(each.t, (_, i) =>
          Math.abs(
            concurrency(each, i).reduce((sum, {row, count}) => {
              const value = returns[row * 3 + each.symbol[i]];
              return sum + (Number.isNaN(value) ? 0 : value / count);
            }, 0)
          )
        );
        const sum = claims.reduce((a, b) => a + b, 0);
        fc.pre(sum > 1e-6);
        const weights = returnWeights(each, times, returns);
        claims.forEach((claim, i) => expect(weights[i]).toBeCloseTo((claim * claims.length) / sum, 8));
      })
    );
  });
});

describe("time decay", () => {
  const t = Float64Array.of(1, 2, 3, 4);
  const even = new Float64Array(4).fill(0.5);

  it("falls to the oldest along the cumulated uniqueness", () => {
    near(timeDecay(t, even, 1), [1, 1, 1, 1]);
    near(timeDecay(t, even, 0), [0.25, 0.5, 0.75, 1]);
    near(timeDecay(t, even, 0.5), [0.625, 0.75, 0.875, 1]);
    near(timeDecay(t, even, -0.5), [0, 0, 0.5, 1]);
    near(timeDecay(t, Float64Array.of(0.7, 0.1, 0.1, 0.1), 0), [0.7, 0.8, 0.9, 1]);
  });

  it("is one for all samples of a row", () => {
    near(timeDecay(Float64Array.of(1, 1, 2, 2), even, 0), [0.5, 0.5, 1, 1]);
  });

  it("refuses disorder and factors that are none", () => {
    expect(() => timeDecay(Float64Array.of(2, 1), even, 0)).toThrow("number 1 is not in order of t");
    expect(() => timeDecay(t, even, -1)).toThrow("invalid oldest factor: -1");
    expect(() => timeDecay(t, even, 1.5)).toThrow("invalid oldest factor: 1.5");
  });
});

describe("classes", () => {
  it("are counted, and weighed alike", () => {
    const y = Float64Array.of(1, 0, NaN, 0, -1, 0);
    expect([...classCounts(y)]).toEqual([
      [-1, 1],
      [0, 3],
      [1, 1]
    ]);
    near(classWeights(y), [5 / 3, 5 / 9, 0, 5 / 9, 5 / 3, 5 / 9]);
    expect([...classCounts(Float64Array.of(NaN))]).toEqual([]);
    near(classWeights(Float64Array.of(NaN)), [0]);
  });
});
