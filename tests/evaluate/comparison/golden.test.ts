import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {deviation, mean} from "../../../core/base/stats.js";
import {confidenceSet} from "../../../core/evaluate/comparison/confidence-set.js";
import {dieboldMariano} from "../../../core/evaluate/comparison/forecast-difference.js";
import {holm} from "../../../core/evaluate/comparison/holm.js";
import {longRunVariance} from "../../../core/evaluate/comparison/long-run.js";
import {differenceError} from "../../../core/evaluate/comparison/returns-difference.js";
import {studentTails} from "../../../core/evaluate/comparison/student.js";

interface Golden {
  readonly series: readonly {x: number[]; lag: number; variance: number; t: number}[];
  readonly forecasts: readonly {d: number[]; horizon: number; t: number; p: number}[];
  readonly sharpes: readonly {a: number[]; b: number[]; lag: number; error: number; t: number; p: number}[];
  readonly tails: readonly {t: number; freedom: number; p: number}[];
  readonly holm: readonly {p: number[]; holm: number[]}[];
  readonly sets: readonly {losses: number[][]; means: number[][]; p: number[]}[];
}

const golden = JSON.parse(
  readFileSync(new URL("../../golden/comparison/comparison.json", import.meta.url), "utf8")
) as Golden;

const near = (found: number, expected: number) =>
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));

describe("what other packages find too", () => {
  it("is the long-run variance, and the t of a mean, of statsmodels", () => {
    for (const {x, lag, variance, t} of golden.series) {
      const found = longRunVariance(Float64Array.from(x), lag);
      near(found, variance);
      near(mean(x) / Math.sqrt(found / x.length), t);
    }
  });

  it("is the test of Diebold and Mariano, by statsmodels' autocovariances and SciPy's t", () => {
    for (const {d, horizon, t, p} of golden.forecasts) {
      const found = dieboldMariano(Float64Array.from(d), horizon);
      if (typeof found === "string") throw new Error(found);
      near(found.t, t);
      near(found.p, p);
      near(found.value, mean(d));
      expect(found.rows).toBe(d.length);
    }
  });

  it("is the error of a difference of Sharpe ratios, by gradient and statsmodels' covariance of four moments", () => {
    for (const {a, b, lag, error, t} of golden.sharpes) {
      const [x, y] = [a, b].map((each) => Float64Array.from(each));
      const found = differenceError(x, y, lag).error;
      near(found, error);
      const difference = mean(x) / deviation(x, 0) - mean(y) / deviation(y, 0);
      near(difference / found, t);
    }
  });

  it("are SciPy's tails of Student's t", () => {
    for (const {t, freedom, p} of golden.tails) {
      expect(Math.abs(studentTails(t, freedom) - p)).toBeLessThan(1e-12);
      expect(studentTails(-t, freedom)).toBe(studentTails(t, freedom));
    }
    expect(studentTails(Infinity, 5)).toBe(0);
    expect(studentTails(NaN, 5)).toBeNaN();
    expect(studentTails(1, 0)).toBeNaN();
  });

  it("is statsmodels' correction by Holm, with what has no chance passed over", () => {
    for (const {p, holm: expected} of golden.holm) holm(p).forEach((each, i) => near(each!, expected[i]));
    expect(holm([0.02, null, 0.03])).toEqual([0.04, null, 0.04]);
    expect(holm([])).toEqual([]);
  });

  it("is the model confidence set of arch, given its draws", () => {
    for (const {losses, means, p} of golden.sets) {
      const turned = (columns: number[][]) => columns.map((column) => Float64Array.from(column, (value) => -value));
      confidenceSet(turned(losses), turned(means)).forEach((chance, k) => near(chance, p[k]));
    }
    expect(golden.sets.flatMap(({p}) => p).filter((p) => p < 0.05).length).toBeGreaterThan(2);
  });
});
