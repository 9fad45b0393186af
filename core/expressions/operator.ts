import type {Column} from "../base/panel.js";

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

export const n: Constant = {name: "n", least: 1};

/** An operator of each cell by itself. */
export function each(about: string, inputs: number, figure: (...values: readonly number[]) => number): Operator {
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
export function window(
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
export function shifted(x: Value, by: number, {rows, symbols}: Shape): Value {
  if (typeof x === "number") return x;
  const out = new Float64Array(rows * symbols).fill(NaN);
  if (by >= 0) out.set(x.subarray(0, Math.max(0, rows - by) * symbols), Math.min(by, rows) * symbols);
  else out.set(x.subarray(Math.min(-by, rows) * symbols));
  return out;
}
