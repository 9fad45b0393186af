import * as elementary from "../base/elementary.js";
import type {Operator} from "./operator.js";
import {each} from "./operator.js";

/** A comparison's verdict: unknown where a side is. */
const compared = (a: number, b: number, is: boolean) => (Number.isNaN(a) || Number.isNaN(b) ? NaN : Number(is));

/** Operators of each cell by itself. */
export const elementwise: Readonly<Record<string, Operator>> = {
  add: each(
    "x + y",
    2,
    (a, b) => a + b,
    (out, x, sx, y, sy) => {
      for (let i = 0; i < out.length; ++i) out[i] = x[i * sx] + y[i * sy];
    }
  ),
  subtract: each(
    "x − y",
    2,
    (a, b) => a - b,
    (out, x, sx, y, sy) => {
      for (let i = 0; i < out.length; ++i) out[i] = x[i * sx] - y[i * sy];
    }
  ),
  multiply: each(
    "x × y",
    2,
    (a, b) => a * b,
    (out, x, sx, y, sy) => {
      for (let i = 0; i < out.length; ++i) out[i] = x[i * sx] * y[i * sy];
    }
  ),
  divide: each(
    "x / y",
    2,
    (a, b) => a / b,
    (out, x, sx, y, sy) => {
      for (let i = 0; i < out.length; ++i) out[i] = x[i * sx] / y[i * sy];
    }
  ),
  power: each("x to the power of y", 2, elementary.power),
  negate: each(
    "−x",
    1,
    (a) => -a,
    (out, x, sx) => {
      for (let i = 0; i < out.length; ++i) out[i] = -x[i * sx];
    }
  ),
  abs: each("the size of x", 1, Math.abs, (out, x, sx) => {
    for (let i = 0; i < out.length; ++i) out[i] = Math.abs(x[i * sx]);
  }),
  sign: each("−1, 0 or 1", 1, Math.sign),
  log: each("the natural logarithm; NaN where x is not above zero", 1, (a) => (a > 0 ? elementary.log(a) : NaN)),
  exp: each("e to the power of x", 1, elementary.exp),
  sqrt: each("the square root", 1, Math.sqrt),
  min: each("the lesser of x and y", 2, Math.min, (out, x, sx, y, sy) => {
    for (let i = 0; i < out.length; ++i) out[i] = Math.min(x[i * sx], y[i * sy]);
  }),
  max: each("the greater of x and y", 2, Math.max, (out, x, sx, y, sy) => {
    for (let i = 0; i < out.length; ++i) out[i] = Math.max(x[i * sx], y[i * sy]);
  }),
  less: each(
    "1 where x < y, else 0",
    2,
    (a, b) => compared(a, b, a < b),
    (out, x, sx, y, sy) => {
      for (let i = 0; i < out.length; ++i) out[i] = compared(x[i * sx], y[i * sy], x[i * sx] < y[i * sy]);
    }
  ),
  lessEqual: each(
    "1 where x ≤ y, else 0",
    2,
    (a, b) => compared(a, b, a <= b),
    (out, x, sx, y, sy) => {
      for (let i = 0; i < out.length; ++i) out[i] = compared(x[i * sx], y[i * sy], x[i * sx] <= y[i * sy]);
    }
  ),
  greater: each(
    "1 where x > y, else 0",
    2,
    (a, b) => compared(a, b, a > b),
    (out, x, sx, y, sy) => {
      for (let i = 0; i < out.length; ++i) out[i] = compared(x[i * sx], y[i * sy], x[i * sx] > y[i * sy]);
    }
  ),
  greaterEqual: each(
    "1 where x ≥ y, else 0",
    2,
    (a, b) => compared(a, b, a >= b),
    (out, x, sx, y, sy) => {
      for (let i = 0; i < out.length; ++i) out[i] = compared(x[i * sx], y[i * sy], x[i * sx] >= y[i * sy]);
    }
  ),
  equal: each("1 where x = y, else 0", 2, (a, b) => compared(a, b, a === b)),
  unequal: each("1 where x ≠ y, else 0", 2, (a, b) => compared(a, b, a !== b)),
  and: each("1 where both are not 0, else 0", 2, (a, b) => compared(a, b, a !== 0 && b !== 0)),
  or: each("1 where one is not 0, else 0", 2, (a, b) => compared(a, b, a !== 0 || b !== 0)),
  not: each("1 where x is 0, else 0", 1, (a) => (Number.isNaN(a) ? NaN : Number(a === 0))),
  where: each("y where x is not 0, else z", 3, (a, b, c) => (Number.isNaN(a) ? NaN : a !== 0 ? b : c)),
  known: each("1 where x is a number, else 0", 1, (a) => Number(!Number.isNaN(a)))
};
