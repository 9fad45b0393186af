import type {Column} from "../base/panel.js";
import {rollingDeviation, rollingMax, rollingMean, rollingMin, rollingSum} from "../base/rolling.js";

/** The rows that a value at row t reads, relative to t: 0 is t itself, −20 the twentieth row before, 5 the fifth after. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** A value of each cell, or the same of all. */
export type Value = Column | number;

/** The size of a panel's columns. */
export interface Shape {
  readonly rows: number;
  readonly symbols: number;
}

/** A number that an operator takes beside its inputs. */
export interface Constant {
  readonly name: string;
  readonly least: number;
  readonly most?: number;
  /** Whether it must be a whole number, which it must unless it is said that it need not. */
  readonly whole?: boolean;
  /** What it is where it is left out. */
  readonly usual?: number;
}

/** A step of a formula. */
export interface Operator {
  readonly about: string;
  /** How many formulas it takes. */
  readonly inputs: number;
  readonly constants: readonly Constant[];
  /**
   * Which rows of its inputs its value at t reads, relative to t; t alone where left out. This is what the proof that a
   * formula does not look ahead rests on, and it is checked against the values in the tests.
   */
  reads?(...constants: readonly number[]): Span;
  readonly tolerance?: number;
  compute(inputs: readonly Value[], constants: readonly number[], shape: Shape): Value;
}

const n: Constant = {name: "n", least: 1};

/** An operator of each cell by itself. */
function each(about: string, inputs: number, figure: (...values: readonly number[]) => number): Operator {
  return {
    about,
    inputs,
    constants: [],
    compute(given, _, {rows, symbols}) {
      const [x, y, z] = given;
      if (given.every((value) => typeof value === "number")) return figure(...given);
      const at = (value: Value, i: number) => (typeof value === "number" ? value : value[i]);
      const out = new Float64Array(rows * symbols);
      if (inputs === 1) for (let i = 0; i < out.length; ++i) out[i] = figure(at(x, i));
      else if (inputs === 2) for (let i = 0; i < out.length; ++i) out[i] = figure(at(x, i), at(y, i));
      else for (let i = 0; i < out.length; ++i) out[i] = figure(at(x, i), at(y, i), at(z, i));
      return out;
    }
  };
}

/** A figure of each symbol's last n values. */
function window(
  about: string,
  figure: (series: Float64Array, n: number, more: number) => Float64Array,
  {least = 1, more = []}: {readonly least?: number; readonly more?: readonly Constant[]} = {}
): Operator {
  return {
    about,
    inputs: 1,
    constants: [{...n, least}, ...more],
    reads: (size) => ({first: 1 - size, last: 0}),
    compute: ([x], [size, extra], shape) => bySymbol([x], shape, (series) => figure(series, size, extra))
  };
}

/** Applies a function of one symbol's series to each symbol. */
export function bySymbol(
  given: readonly Value[],
  {rows, symbols}: Shape,
  figure: (...series: Float64Array[]) => Float64Array
): Column {
  const out = new Float64Array(rows * symbols);
  const series = given.map((value) => new Float64Array(rows).fill(typeof value === "number" ? value : 0));
  for (let s = 0; s < symbols; ++s) {
    for (const [k, value] of given.entries())
      if (typeof value !== "number") for (let i = 0; i < rows; ++i) series[k][i] = value[i * symbols + s];
    const values = figure(...series);
    for (let i = 0; i < rows; ++i) out[i * symbols + s] = values[i];
  }
  return out;
}

/** The value some rows away, `NaN` beyond the panel; `by` rows before where it is above zero. */
function shifted(x: Value, by: number, {rows, symbols}: Shape): Value {
  if (typeof x === "number") return x;
  const out = new Float64Array(rows * symbols).fill(NaN);
  if (by >= 0) out.set(x.subarray(0, Math.max(0, rows - by) * symbols), Math.min(by, rows) * symbols);
  else out.set(x.subarray(Math.min(-by, rows) * symbols));
  return out;
}

const combine = (x: Value, y: Value, shape: Shape, figure: (a: number, b: number) => number): Value =>
  each("", 2, figure).compute([x, y], [], shape);

const truth = (is: boolean) => (is ? 1 : 0);
/** A comparison's verdict: unknown where a side is. */
const compared = (a: number, b: number, is: boolean) => (Number.isNaN(a) || Number.isNaN(b) ? NaN : truth(is));

const back = (rows: number): Span => ({first: -rows, last: 0});

/** Every operator of the formula language, by name. `NaN` in gives `NaN` out. */
export const operators: Readonly<Record<string, Operator>> = {
  add: each("x + y", 2, (a, b) => a + b),
  subtract: each("x − y", 2, (a, b) => a - b),
  multiply: each("x × y", 2, (a, b) => a * b),
  divide: each("x / y", 2, (a, b) => a / b),
  power: each("x to the power of y", 2, (a, b) => a ** b),
  negate: each("−x", 1, (a) => -a),
  abs: each("the size of x", 1, Math.abs),
  sign: each("−1, 0 or 1", 1, Math.sign),
  log: each("the natural logarithm; NaN where x is not above zero", 1, (a) => (a > 0 ? Math.log(a) : NaN)),
  exp: each("e to the power of x", 1, Math.exp),
  sqrt: each("the square root", 1, Math.sqrt),
  min: each("the lesser of x and y", 2, Math.min),
  max: each("the greater of x and y", 2, Math.max),
  less: each("1 where x < y, else 0", 2, (a, b) => compared(a, b, a < b)),
  lessEqual: each("1 where x ≤ y, else 0", 2, (a, b) => compared(a, b, a <= b)),
  greater: each("1 where x > y, else 0", 2, (a, b) => compared(a, b, a > b)),
  greaterEqual: each("1 where x ≥ y, else 0", 2, (a, b) => compared(a, b, a >= b)),
  equal: each("1 where x = y, else 0", 2, (a, b) => compared(a, b, a === b)),
  unequal: each("1 where x ≠ y, else 0", 2, (a, b) => compared(a, b, a !== b)),
  and: each("1 where both are not 0, else 0", 2, (a, b) => compared(a, b, a !== 0 && b !== 0)),
  or: each("1 where one is not 0, else 0", 2, (a, b) => compared(a, b, a !== 0 || b !== 0)),
  not: each("1 where x is 0, else 0", 1, (a) => (Number.isNaN(a) ? NaN : truth(a === 0))),
  where: each("y where x is not 0, else z", 3, (a, b, c) => (Number.isNaN(a) ? NaN : a !== 0 ? b : c)),
  known: each("1 where x is a number, else 0", 1, (a) => truth(!Number.isNaN(a))),

  lag: {
    about: "x of n rows before",
    inputs: 1,
    constants: [{...n, least: 0, usual: 1}],
    reads: (rows) => ({first: -rows, last: -rows}),
    compute: ([x], [rows], shape) => shifted(x, rows, shape)
  },
  lead: {
    about: "x of n rows after: for labels alone",
    inputs: 1,
    constants: [{...n, least: 0, usual: 1}],
    reads: (rows) => ({first: rows, last: rows}),
    compute: ([x], [rows], shape) => shifted(x, -rows, shape)
  },
  delta: {
    about: "x less that of n rows before",
    inputs: 1,
    constants: [{...n, usual: 1}],
    reads: back,
    compute: ([x], [rows], shape) => combine(x, shifted(x, rows, shape), shape, (a, b) => a - b)
  },
  returns: {
    about: "x over that of n rows before, less 1",
    inputs: 1,
    constants: [{...n, usual: 1}],
    reads: back,
    compute: ([x], [rows], shape) => combine(x, shifted(x, rows, shape), shape, (a, b) => a / b - 1)
  },
  sum: window("the sum of the last n", rollingSum),
  mean: window("the mean of the last n", rollingMean),
  std: window("the standard deviation of the last n, with divisor n − ddof", rollingDeviation, {
    least: 2,
    more: [{name: "ddof", least: 0, most: 1, usual: 1}]
  }),
  highest: window("the highest of the last n", rollingMax),
  lowest: window("the lowest of the last n", rollingMin)
};
