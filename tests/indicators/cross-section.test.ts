import fc from "fast-check";
import {describe, expect, it} from "vitest";
import * as stats from "../../core/base/stats.js";
import * as cross from "../../core/indicators/operators/cross-section.js";
import {neutraliseExposures, neutraliseGroups} from "../../core/indicators/operators/neutral.js";

const value = fc.oneof(
  {weight: 6, arbitrary: fc.integer({min: -4, max: 4})},
  {weight: 6, arbitrary: fc.double({min: -100, max: 100, noNaN: true})},
  {weight: 3, arbitrary: fc.constant(NaN)}
);
/** A column of three rows, and how many symbols it has. */
const column = fc
  .integer({min: 1, max: 12})
  .chain((n) => fc.tuple(fc.constant(n), fc.array(value, {minLength: 3 * n, maxLength: 3 * n})))
  .map(([n, values]) => [Float64Array.from(values), n] as const);

const known = (row: Float64Array) => row.filter((each) => !Number.isNaN(each));

/** Checks each row's numbers, in their order, against those of its numbers alone. */
function expectRows(
  x: Float64Array,
  n: number,
  ours: Float64Array,
  figure: (values: Float64Array) => ArrayLike<number>,
  allowed = 1e-10
): void {
  expect(ours).toHaveLength(x.length);
  for (let start = 0; start < x.length; start += n) {
    const row = x.subarray(start, start + n);
    const theirs = figure(known(row));
    let k = 0;
    row.forEach((each, s) => {
      const own = ours[start + s];
      if (Number.isNaN(each)) return expect(own).toBeNaN();
      const wanted = theirs[k++];
      if (Number.isNaN(wanted)) expect(own).toBeNaN();
      else expect(Math.abs(own - wanted), `${own} and ${wanted}`).toBeLessThanOrEqual(allowed);
    });
  }
}

const isFlat = (values: Float64Array) => values.every((each) => each === values[0]);

describe("cross-sections", () => {
  it("equal those of each row's numbers alone", () => {
    fc.assert(
      fc.property(column, ([x, n]) => {
        expectRows(x, n, cross.crossRank(x, n), (row) =>
          row.length === 1 ? [0.5] : stats.rank(row).map((each) => (each - 1) / (row.length - 1))
        );
        expectRows(x, n, cross.crossDemean(x, n), (row) => row.map((each) => each - stats.mean(row)));
        expectRows(x, n, cross.winsoriseQuantiles(x, n, 0.2, 0.7), (row) =>
          row.map((each) => Math.min(Math.max(each, stats.quantile(row, 0.2)), stats.quantile(row, 0.7)))
        );
        expectRows(x, n, cross.crossBucket(x, n, 4), (row) => {
          const edges = [0.25, 0.5, 0.75].map((p) => stats.quantile(row, p));
          return row.map((each) => edges.filter((edge) => edge < each).length);
        });
        expectRows(x, n, cross.scaleToGross(x, n, 2), (row) => {
          const gross = row.reduce((sum, each) => sum + Math.abs(each), 0);
          return row.map((each) => (gross > 0 ? (2 * each) / gross : NaN));
        });
      })
    );
  });

  it("z-scores have the mean 0 and the deviation 1, and none where all are equal", () => {
    fc.assert(
      fc.property(column, ([x, n]) => {
        const scores = cross.crossZScore(x, n);
        for (let start = 0; start < x.length; start += n) {
          const row = known(x.subarray(start, start + n));
          const own = known(scores.subarray(start, start + n));
          if (isFlat(row)) expect(own).toHaveLength(0);
          // Squares of differences that are smaller than this are lost to a double.
          else if (Math.max(...row) - Math.min(...row) > 1e-100) {
            expect(own).toHaveLength(row.length);
            expect(Math.abs(stats.mean(own))).toBeLessThan(1e-8);
            expect(Math.abs(stats.deviation(own) - 1)).toBeLessThan(1e-8);
          }
        }
      })
    );
  });

  it("winsorising by deviations moves outliers alone", () => {
    const x = Float64Array.of(1, 2, 3, 4, 100, NaN, 5, NaN, NaN, NaN, NaN, NaN);
    const row = known(x.subarray(0, 6));
    const top = stats.mean(row) + 1.5 * stats.deviation(row);
    expect([...cross.winsoriseDeviations(x, 6, 1.5)]).toEqual([1, 2, 3, 4, top, NaN, 5, NaN, NaN, NaN, NaN, NaN]);
  });

  it("rows do not know of each other, nor of missing cells", () => {
    const x = Float64Array.of(3, 1, 2, NaN, 30, 10, NaN, 20);
    const dense = Float64Array.of(3, 1, 2);
    for (const figure of [cross.crossRank, cross.crossZScore, cross.crossDemean, cross.scaleToGross]) {
      const found = figure(x, 4);
      expect(found.slice(0, 3)).toEqual(figure(dense, 3));
      expect(found[3]).toBeNaN();
      expect(found[6]).toBeNaN();
    }
  });
});

describe("neutralising", () => {
  it("by groups leaves no group a mean", () => {
    fc.assert(
      fc.property(column, fc.integer({min: 1, max: 4}), ([x, n], count) => {
        const groups = Float64Array.from({length: n}, (_, s) => (s === 5 ? NaN : s % count));
        const found = neutraliseGroups(x, n, groups);
        const moving = Float64Array.from(x, (_, i) => groups[i % n]);
        expect(neutraliseGroups(x, n, moving)).toEqual(found);
        for (let start = 0; start < x.length; start += n)
          for (let group = 0; group < count; ++group) {
            const cells = groups.reduce<number[]>((all, each, s) => (each === group ? [...all, start + s] : all), []);
            const mean = stats.mean(known(Float64Array.from(cells, (i) => x[i])));
            for (const i of cells)
              if (Number.isNaN(x[i])) expect(found[i]).toBeNaN();
              else expect(Math.abs(found[i] - (x[i] - mean))).toBeLessThan(1e-10);
          }
        if (n > 5) expect(found[5]).toBeNaN();
      })
    );
    expect(() => neutraliseGroups(new Float64Array(6), 3, new Float64Array(2))).toThrow(
      "invalid groups: 2 of them; expected 3 or 6"
    );
  });

  it("by exposures leaves nothing along them, and no mean", () => {
    const cells = fc.array(fc.tuple(value, value, value), {minLength: 9, maxLength: 24});
    fc.assert(
      fc.property(cells, (all) => {
        const n = all.length;
        const x = Float64Array.from(all, ([each]) => each);
        const exposures = [Float64Array.from(all, ([, a]) => a), Float64Array.from(all, ([, , b]) => b)];
        const found = neutraliseExposures(x, n, exposures);
        const used = Array.from(x.keys()).filter((i) => !all[i].some((each) => Number.isNaN(each)));
        if (used.length <= 3) {
          expect(found.every((each) => Number.isNaN(each))).toBe(true);
          return;
        }
        expect(found.map((each) => (Number.isNaN(each) ? 0 : 1))).toEqual(x.map((_, i) => (used.includes(i) ? 1 : 0)));
        expect(Math.abs(used.reduce((sum, i) => sum + found[i], 0))).toBeLessThan(1e-7);
        for (const exposure of exposures)
          expect(Math.abs(used.reduce((sum, i) => sum + found[i] * exposure[i], 0))).toBeLessThan(1e-3);
        const again = neutraliseExposures(found, n, exposures);
        for (const i of used) expect(Math.abs(again[i] - found[i])).toBeLessThan(1e-7);
      })
    );
  });

  it("by an exposure twice, or by a constant one, is as without it", () => {
    const n = 10;
    const x = Float64Array.from({length: n}, (_, i) => Math.sin(3 * i));
    const beta = Float64Array.from({length: n}, (_, i) => Math.cos(5 * i));
    const constant = new Float64Array(n).fill(0.1);
    const once = neutraliseExposures(x, n, [beta]);
    const twice = neutraliseExposures(x, n, [beta, constant, beta.map((each) => 3 * each - 1)]);
    twice.forEach((each, i) => expect(Math.abs(each - once[i])).toBeLessThan(1e-13));
    expect(neutraliseExposures(x, n, [])).toEqual(cross.crossDemean(x, n));
    expect(() => neutraliseExposures(x, n, [new Float64Array(3)])).toThrow("invalid exposure: 3 cells; expected 10");
  });

  it("leaves its inputs as they are", () => {
    const x = Float64Array.of(3, 1, NaN, 4, 5);
    const beta = Float64Array.of(1, 0, 2, 1, 3);
    const before = [x.slice(), beta.slice()];
    neutraliseExposures(x, 5, [beta]);
    neutraliseGroups(x, 5, beta);
    cross.crossRank(x, 5);
    expect([x, beta]).toEqual(before);
  });
});
