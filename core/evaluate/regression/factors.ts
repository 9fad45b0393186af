import {between, whole} from "../../base/options.js";
import {usualLag} from "../comparison/long-run.js";
import {neweyWestErrors} from "./errors.js";
import {leastSquares} from "./least-squares.js";

/** Factors' returns by name, one a row as the account's are; a row on which one is `NaN` does not count. */
export type FactorReturns = Readonly<Record<string, Float64Array>>;

/** A coefficient, its Newey–West standard error and what is the one over the other; null where it is not determined. */
export interface Loading {
  readonly name: string;
  readonly value: number;
  readonly error: number;
  readonly t: number | null;
}

/** What a factor regression found. */
export interface FactorModel {
  /** Earned on a row beside what the factors explain. */
  readonly alpha: Omit<Loading, "name">;
  /** alpha · periods: the same in a year, without compounding. */
  readonly annualAlpha: number;
  /** Its Newey–West standard error. */
  readonly annualError: number;
  readonly betas: readonly Loading[];
  /** Null where the returns do not vary. */
  readonly r2: number | null;
  readonly adjustedR2: number | null;
  /** The annual deviation of what the factors do not explain: √(Σ e² / (n − k)) · √periods. */
  readonly residual: number;
  readonly rows: number;
  readonly lags: number;
}

/** How a factor regression is made. */
export interface FactorOptions {
  /** Rows a year. */
  readonly periods: number;
  /** What cash earned on each row, taken off the account's return; 0 where left out. */
  readonly riskFree?: Float64Array;
  /** How many lags the standard errors count; by `usualLag` where left out. */
  readonly lags?: number;
}

/**
 * Explains returns by those of factors, as Fama and French (1993) do: r − rf = α + Σ β_f f + e, by least squares over the
 * rows on which all are known; one factor is the market model, three, five and momentum are theirs and Carhart's. Factors
 * are returns of portfolios that cost nothing, or beyond the risk-free rate. t is by Newey–West errors. Throws where there is
 * no factor, where one follows from the others, and where there are no more rows than coefficients.
 */
export function factorRegression(
  returns: Float64Array,
  factors: FactorReturns,
  {periods, riskFree, lags}: FactorOptions
): FactorModel {
  between("periods", periods, 1);
  const {names, y, columns} = complete(returns, factors, riskFree);
  if (y.length <= names.length + 1)
    throw new Error(
      `invalid rows: ${y.length} on which the account and all ${names.length} factors have a return; ` +
        `expected at least ${names.length + 2}`
    );
  const fit = leastSquares(y, columns, {names});
  const counted = lags ?? usualLag(y.length);
  const errors = neweyWestErrors(fit, counted);
  const loading = (j: number) => {
    const [value, error] = [fit.coefficients[j], errors[j]];
    return {value, error, t: error > 0 ? value / error : null};
  };
  const known = (value: number) => (Number.isFinite(value) ? value : null);
  return {
    alpha: loading(0),
    annualAlpha: fit.coefficients[0] * periods,
    annualError: errors[0] * periods,
    betas: names.map((name, j) => ({name, ...loading(j + 1)})),
    r2: known(fit.r2),
    adjustedR2: known(fit.adjustedR2),
    residual: Math.sqrt(fit.squares / (fit.rows - fit.width)) * Math.sqrt(periods),
    rows: fit.rows,
    lags: counted
  };
}

/**
 * Each factor's beta over the `window` rows that end on each row, of those on which all are known; `NaN` on the first
 * `window` − 1, and where there are too few such rows or a factor follows from the others.
 */
export function rollingBetas(
  returns: Float64Array,
  factors: FactorReturns,
  window: number,
  {riskFree}: Pick<FactorOptions, "riskFree"> = {}
): Readonly<Record<string, Float64Array>> {
  const names = namesOf(returns, factors);
  whole("window", window, names.length + 2);
  const out = Object.fromEntries(names.map((name) => [name, new Float64Array(returns.length).fill(NaN)]));
  for (let end = window; end <= returns.length; ++end) {
    const cut = (column: Float64Array) => column.subarray(end - window, end);
    const within = Object.fromEntries(names.map((name) => [name, cut(factors[name])]));
    const {y, columns} = complete(cut(returns), within, riskFree && cut(riskFree));
    if (y.length <= names.length + 1) continue;
    const fit = tried(y, columns);
    if (fit) names.forEach((name, j) => (out[name][end - 1] = fit.coefficients[j + 1]));
  }
  return out;
}

function tried(y: Float64Array, columns: readonly Float64Array[]) {
  try {
    return leastSquares(y, columns);
  } catch {
    return null;
  }
}

function namesOf(returns: Float64Array, factors: FactorReturns): readonly string[] {
  const names = Object.keys(factors);
  if (names.length === 0) throw new Error("missing factors: a regression needs at least one");
  for (const name of names)
    if (factors[name].length !== returns.length)
      throw new Error(`invalid factor: ${name} has ${factors[name].length} rows, not ${returns.length}`);
  return names;
}

/** The rows on which the account, the risk-free rate and every factor are known. */
function complete(returns: Float64Array, factors: FactorReturns, riskFree?: Float64Array) {
  const names = namesOf(returns, factors);
  const excess = riskFree ? returns.map((r, i) => r - riskFree[i]) : returns;
  const known = (_: number, i: number) =>
    Number.isFinite(excess[i]) && names.every((name) => Number.isFinite(factors[name][i]));
  return {names, y: excess.filter(known), columns: names.map((name) => factors[name].filter(known))};
}
