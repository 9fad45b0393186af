import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {neweyWestErrors, plainErrors} from "../../../core/evaluate/regression/errors.js";
import {factorRegression, rollingBetas} from "../../../core/evaluate/regression/factors.js";
import {leastSquares} from "../../../core/evaluate/regression/least-squares.js";

interface Fit {
  readonly coefficients: readonly number[];
  readonly r2: number;
  readonly adjustedR2: number;
}
interface Case extends Fit {
  readonly periods: number;
  readonly lags: number;
  readonly returns: readonly number[];
  readonly factors: Readonly<Record<string, readonly number[]>>;
  readonly errors: readonly number[];
  readonly robust: readonly number[];
  readonly t: readonly number[];
  readonly residual: number;
  readonly through: Fit;
  readonly window: number;
  readonly rolling: readonly (readonly number[])[];
}

const cases = JSON.parse(readFileSync(new URL("regression.json", import.meta.url), "utf8")) as Record<string, Case>;

const same = (own: ArrayLike<number>, theirs: readonly number[], what: string) => {
  expect(own.length, what).toBe(theirs.length);
  theirs.forEach((value, i) =>
    expect(Math.abs(own[i] - value), `${what} ${i}: ${own[i]} against ${value}`).toBeLessThanOrEqual(
      1e-9 * Math.max(1, Math.abs(value))
    )
  );
};

describe.each(Object.entries(cases))("statsmodels on %s", (_, given) => {
  const y = Float64Array.from(given.returns);
  const names = Object.keys(given.factors);
  const columns = names.map((name) => Float64Array.from(given.factors[name]));
  const factors = Object.fromEntries(names.map((name, j) => [name, columns[j]]));

  it("has the same coefficients and errors", () => {
    const fit = leastSquares(y, columns);
    same(fit.coefficients, given.coefficients, "coefficient");
    same(plainErrors(fit), given.errors, "error");
    same(neweyWestErrors(fit, given.lags), given.robust, "Newey-West error");
    same([fit.r2, fit.adjustedR2], [given.r2, given.adjustedR2], "R²");
  });

  it("has the same line through the origin", () => {
    const {coefficients, r2, adjustedR2} = leastSquares(y, columns, {constant: false});
    same(coefficients, given.through.coefficients, "coefficient");
    same([r2, adjustedR2], [given.through.r2, given.through.adjustedR2], "R²");
  });

  it("has the same factor model", () => {
    const {periods, lags} = given;
    const model = factorRegression(y, factors, {periods, lags});
    const loadings = [model.alpha, ...model.betas];
    same(
      loadings.map(({value}) => value),
      given.coefficients,
      "loading"
    );
    same(
      loadings.map(({t}) => t ?? NaN),
      given.t,
      "t"
    );
    same([model.residual, model.annualAlpha], [given.residual, given.coefficients[0] * periods], "annual figure");
    expect(model.betas.map(({name}) => name)).toEqual(names);
    expect([model.rows, model.lags]).toEqual([y.length, lags]);
  });

  it("has the same rolling betas", () => {
    const {window} = given;
    const own = rollingBetas(y, factors, window);
    names.forEach((name, j) => {
      expect(own[name].subarray(0, window - 1).every(Number.isNaN), name).toBe(true);
      same(own[name].subarray(window - 1), given.rolling[j], name);
    });
  });
});
