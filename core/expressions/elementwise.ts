import type {Operator} from "./operator.js";
import {each} from "./operator.js";

const truth = (is: boolean) => (is ? 1 : 0);
/** A comparison's verdict: unknown where a side is. */
const compared = (a: number, b: number, is: boolean) => (Number.isNaN(a) || Number.isNaN(b) ? NaN : truth(is));

/** Operators of each cell by itself. */
export const elementwise: Readonly<Record<string, Operator>> = {
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
  known: each("1 where x is a number, else 0", 1, (a) => truth(!Number.isNaN(a)))
};
