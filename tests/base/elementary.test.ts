import fc from "fast-check";
import {describe, expect, it} from "vitest";
import * as elementary from "../../core/base/elementary.js";

/** How many units in the last place two numbers are apart. */
function apart(a: number, b: number): number {
  if (Object.is(a, b) || a === b) return 0;
  return Math.abs(a - b) / Math.max(Number.MIN_VALUE, Math.abs(b) * Number.EPSILON);
}

const near = (least: number, most: number) => fc.double({min: least, max: most, noNaN: true});

describe("elementary functions", () => {
  it("are within two units in the last place of the runtime's", () => {
    const check = (name: "log" | "exp" | "atan", numbers: fc.Arbitrary<number>) =>
      fc.assert(
        fc.property(numbers, (x) => {
          expect(apart(elementary[name](x), Math[name](x)), `${name}(${x})`).toBeLessThanOrEqual(2);
        }),
        {numRuns: 3000}
      );
    check("log", fc.oneof(near(5e-324, 1e308), near(0.5, 2), near(1e-3, 1e3)));
    check("exp", fc.oneof(near(-700, 709), near(-1, 1)));
    check("atan", fc.oneof(near(-1e9, 1e9), near(-3, 3)));
  });

  it("raise to whole powers by multiplying, and to others to 1e-13", () => {
    expect(elementary.power(3, 2)).toBe(9);
    expect(elementary.power(-2, -3)).toBe(-0.125);
    expect(elementary.power(2, 0.5)).toBe(Math.SQRT2);
    fc.assert(
      fc.property(near(1e-3, 1e3), near(-5, 5), (x, y) => {
        expect(apart(elementary.power(x, y), x ** y)).toBeLessThanOrEqual(500);
      })
    );
  });

  it("say what has no value", () => {
    const {log, exp, power, atan} = elementary;
    expect([log(0), log(-1), log(NaN), log(Infinity), log(1), log(5e-324)]).toEqual([
      -Infinity,
      NaN,
      NaN,
      Infinity,
      0,
      Math.log(5e-324)
    ]);
    expect([exp(NaN), exp(-Infinity), exp(Infinity), exp(0), exp(-744) > 0, exp(710)]).toEqual([
      NaN,
      0,
      Infinity,
      1,
      true,
      Infinity
    ]);
    expect([power(-8, 1 / 3), power(0, -0.3), power(0, 0.3), power(NaN, 0), power(NaN, 1)]).toEqual([
      NaN,
      Infinity,
      0,
      1,
      NaN
    ]);
    expect([atan(Infinity), atan(-Infinity), atan(NaN)]).toEqual([Math.PI / 2, -Math.PI / 2, NaN]);
  });
});
