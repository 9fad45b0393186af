import type {Column} from "../base/panel.js";
import {columnOf, seriesReader} from "../base/series.js";
import type {Family} from "../indicators/operators/family.js";
import {alone} from "../indicators/operators/family.js";
import {absent, blank} from "../indicators/room.js";

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
  /** What computes it together with others of the same inputs, and as which of the family's figures. */
  readonly shared?: {readonly family: Family; readonly figure: unknown};
}

export const n: Constant = {name: "n", least: 1};

/**
 * Applies a figure to each of some cells: out[i] of x[i · sx], y[i · sy] and z[i · sz], where a step is 0 for what is the
 * same for all cells. Where each operator has a loop of its own, the figure is compiled into it.
 */
export type Loop = (out: Column, x: Column, sx: number, y: Column, sy: number, z: Column, sz: number) => void;

/** An operator of each cell by itself. */
export function each(
  about: string,
  inputs: number,
  figure: (...values: readonly number[]) => number,
  loop: Loop = loopOver(figure, inputs)
): Operator {
  return {
    about,
    inputs,
    constants: [],
    compute(given, _, {rows, symbols}) {
      if (given.every((value) => typeof value === "number")) return figure(...given);
      const out = blank(rows * symbols);
      const columns = given.map((value) => (typeof value === "number" ? Float64Array.of(value) : value));
      const steps = given.map((value) => (typeof value === "number" ? 0 : 1));
      const [x, y = none, z = none] = columns;
      const [sx, sy = 0, sz = 0] = steps;
      loop(out, x, sx, y, sy, z, sz);
      return out;
    }
  };
}

const none = new Float64Array(1);

function loopOver(figure: (...values: readonly number[]) => number, inputs: number): Loop {
  return (out, x, sx, y, sy, z, sz) => {
    if (inputs === 1) for (let i = 0; i < out.length; ++i) out[i] = figure(x[i * sx]);
    else if (inputs === 2) for (let i = 0; i < out.length; ++i) out[i] = figure(x[i * sx], y[i * sy]);
    else for (let i = 0; i < out.length; ++i) out[i] = figure(x[i * sx], y[i * sy], z[i * sz]);
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

/** One of a family's figures of each symbol's last n values. */
export function member<Figure>(
  about: string,
  family: Family<Figure>,
  figure: Figure,
  {inputs = 1, least = 1, more = []}: {inputs?: number; least?: number; more?: readonly Constant[]} = {}
): Operator {
  return {
    about,
    inputs,
    constants: [{...n, least}, ...more],
    reads: (size) => ({first: 1 - size, last: 0}),
    compute: (given, [size, extra], shape) =>
      bySymbol(given, shape, (...series) => alone(family, figure, series, size, extra)),
    shared: {family, figure}
  };
}

/** Applies a function of one symbol's series to each symbol. */
export function bySymbol(
  given: readonly Value[],
  {rows, symbols}: Shape,
  figure: (...series: Float64Array[]) => Float64Array
): Column {
  const constant = given.map((value) => (typeof value === "number" ? blank(rows).fill(value) : none));
  if (symbols === 1) {
    const series = given.map((value, k) => (typeof value === "number" ? constant[k] : value));
    const values = figure(...series);
    return series.includes(values) ? values.slice() : values;
  }
  const readers = given.map((value) => (typeof value === "number" ? null : seriesReader(value, rows, symbols)));
  return columnOf(rows, symbols, (symbol) =>
    figure(...readers.map((reader, k) => reader?.series(symbol) ?? constant[k]))
  );
}

/** The value some rows away, `NaN` beyond the panel; `by` rows before where it is above zero. */
export function shifted(x: Value, by: number, {rows, symbols}: Shape): Value {
  if (typeof x === "number") return x;
  const out = absent(rows * symbols);
  if (by >= 0) out.set(x.subarray(0, Math.max(0, rows - by) * symbols), Math.min(by, rows) * symbols);
  else out.set(x.subarray(Math.min(-by, rows) * symbols));
  return out;
}
