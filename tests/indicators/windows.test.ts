import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {beta, correlation, line, variance} from "../../core/indicators/moments.js";
import {
  averageDeviation,
  highest,
  lowest,
  percentile,
  percentRank,
  sinceHighest,
  sinceLowest,
  sum
} from "../../core/indicators/windows.js";

type Series = Float64Array;
const value = fc.oneof(
  {arbitrary: fc.double({min: -1e3, max: 1e3, noNaN: true}), weight: 8},
  {arbitrary: fc.integer({min: -3, max: 3}), weight: 8},
  fc.constant(NaN)
);
const series = fc.array(value, {maxLength: 70}).map((values) => Float64Array.from(values));
const windows = fc.integer({min: 1, max: 25});

/** Each window's figure by going over the whole window; `NaN` where it has one. */
function naive(x: Series, window: number, figure: (values: Series) => number): Series {
  return x.map((_, i) => {
    const values = x.subarray(Math.max(0, i - window + 1), i + 1);
    return values.length < window || values.some(Number.isNaN) ? NaN : figure(values);
  });
}

function expectNear(ours: Series, theirs: Series, allowed = 0): void {
  expect(ours.length).toBe(theirs.length);
  ours.forEach((own, i) => {
    if (Number.isNaN(theirs[i])) expect(own, `row ${i}`).toBeNaN();
    else expect(Math.abs(own - theirs[i]), `row ${i}: ${own}, ${theirs[i]}`).toBeLessThanOrEqual(allowed);
  });
}

const meanOf = (values: Series) => values.reduce((a, b) => a + b, 0) / values.length;
const spreadOf = (values: Series) => meanOf(values.map((v) => (v - meanOf(values)) ** 2));

/** The slope and the last value of the line of least squares, from its normal equations. */
function fit(values: Series): readonly [slope: number, last: number] {
  const middle = (values.length - 1) / 2;
  const mean = meanOf(values);
  const spread = values.reduce((total, _, k) => total + (k - middle) ** 2, 0);
  const slope = values.reduce((total, v, k) => total + (k - middle) * (v - mean), 0) / spread;
  return [slope, mean + slope * middle];
}

describe("figures of a window equal those of each window by itself", () => {
  const checks: Record<string, (x: Series, window: number) => void> = {
    sum: (x, n) =>
      expectNear(
        sum(x, n),
        naive(x, n, (v) => v.reduce((a, b) => a + b, 0)),
        1e-10
      ),
    highest: (x, n) =>
      expectNear(
        highest(x, n),
        naive(x, n, (v) => Math.max(...v))
      ),
    lowest: (x, n) =>
      expectNear(
        lowest(x, n),
        naive(x, n, (v) => Math.min(...v))
      ),
    "since the highest": (x, n) =>
      expectNear(
        sinceHighest(x, n),
        naive(x, n, (v) => n - 1 - v.lastIndexOf(Math.max(...v)))
      ),
    "since the lowest": (x, n) =>
      expectNear(
        sinceLowest(x, n),
        naive(x, n, (v) => n - 1 - v.lastIndexOf(Math.min(...v)))
      ),
    "average deviation": (x, n) =>
      expectNear(
        averageDeviation(x, n),
        naive(x, n, (v) => meanOf(v.map((each) => Math.abs(each - meanOf(v))))),
        1e-10
      ),
    percentile: (x, n) => {
      for (const percent of [0, 33, 50, 100])
        expectNear(
          percentile(x, n, percent),
          naive(x, n, (v) => v.slice().sort()[Math.max(1, Math.ceil((percent / 100) * n)) - 1])
        );
    },
    "percent rank": (x, n) =>
      expectNear(
        percentRank(x, n),
        naive(x, n + 1, (v) => (v.filter((each) => each < v[n]).length / n) * 100)
      ),
    variance: (x, n) => expectNear(variance(x, n), naive(x, n, spreadOf), 1e-7),
    line: (x, n) => {
      if (n < 2) return;
      const [slopes, values] = line(x, n);
      expectNear(
        slopes,
        naive(x, n, (v) => fit(v)[0]),
        1e-10
      );
      expectNear(
        values,
        naive(x, n, (v) => fit(v)[1]),
        1e-10
      );
    }
  };
  it.each(Object.keys(checks))("%s", (name) => {
    fc.assert(fc.property(series, windows, checks[name]));
  });

  it("correlation and beta", () => {
    const prices = fc.array(
      fc.tuple(fc.double({min: 1, max: 9, noNaN: true}), fc.double({min: 1, max: 9, noNaN: true}))
    );
    fc.assert(
      fc.property(prices, fc.integer({min: 3, max: 12}), (rows, n) => {
        const [x, y] = [0, 1].map((k) => Float64Array.from(rows, (row) => row[k]));
        const both = (a: Series, b: Series) => meanOf(a.map((v, i) => (v - meanOf(a)) * (b[i] - meanOf(b))));
        const returns = (z: Series) => z.slice(1).map((v, i) => v / z[i] - 1);
        const correlations = correlation(x, y, n);
        const betas = beta(x, y, n);
        for (let i = n; i < x.length; ++i) {
          const [a, b] = [x, y].map((z) => z.subarray(i - n + 1, i + 1));
          if (spreadOf(a) > 1e-3 && spreadOf(b) > 1e-3)
            expect(correlations[i]).toBeCloseTo(both(a, b) / Math.sqrt(spreadOf(a) * spreadOf(b)), 8);
          const [r, s] = [x, y].map((z) => returns(z.subarray(i - n, i + 1)));
          if (spreadOf(r) > 1e-3) expect(betas[i]).toBeCloseTo(both(r, s) / spreadOf(r), 8);
        }
      })
    );
  });
});

it("has no spread, exactly, where nothing moves, whatever came before", () => {
  const x = Float64Array.from({length: 60}, (_, i) => (i < 20 ? 1e9 * Math.sin(i) : 0.1));
  expect([...variance(x, 7).subarray(26)]).toEqual(Array.from({length: 34}, () => 0));
  expect([...line(x, 7)[0].subarray(26)]).toEqual(Array.from({length: 34}, () => 0));
  expect([...correlation(x, x, 7).subarray(26)].every(Number.isNaN)).toBe(true);
});

it("keeps its digits on a small spread about a large level", () => {
  const noise = Float64Array.from({length: 500}, (_, i) => (i * 7919) % 13);
  const far = noise.map((v) => v + 2 ** 40);
  expectNear(variance(far, 20), variance(noise, 20), 1e-9);
});
