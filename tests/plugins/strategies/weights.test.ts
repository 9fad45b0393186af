import {describe, expect, it} from "vitest";
import {weights} from "../../../plugins/strategies/weights.js";
import {ask, days, trade, walk} from "./asking.js";

const table = (...weight: number[]) =>
  days(
    weight.map(() => [10]),
    {weight: weight.map((value) => [value])}
  );

describe("weights", () => {
  it("are held as they stand", () => {
    expect(ask(weights(), table(0.5, -0.3, 0))).toEqual([0.5, -0.3, 0]);
    expect(ask(weights(), table(0.5, -0.3, 0), [0.4, 0.1, 0.2])).toEqual([0.5, -0.3, 0]);
    const panel = days([[10], [10]], {mine: [[0.1], [0.2]]});
    expect(ask(weights({field: "mine"}), panel)).toEqual([0.1, 0.2]);
  });

  it("leave the book alone where there are none", () => {
    for (const missing of ["keep", "zero"])
      expect(ask(weights({missing}), table(NaN, NaN, NaN), [0.4, 0, 0])).toBeNull();
    expect(ask(weights(), table(0, 0, 0), [0.4, 0, 0])).toEqual([0, 0, 0]);
  });

  it("leave a symbol alone that has none, or sell it", () => {
    expect(ask(weights(), table(0.5, NaN, NaN), [0.1, -0.3, 0])).toEqual([0.5, -0.3, 0]);
    expect(ask(weights({missing: "zero"}), table(0.5, NaN, NaN), [0.1, -0.3, 0])).toEqual([0.5, 0, 0]);
  });

  it("must be finite", () => {
    expect(() => ask(weights(), table(0.5, -Infinity))).toThrow(
      "invalid weight of S1: -Infinity; expected a finite weight or none"
    );
    expect(() => weights({missing: "drop"})).toThrow("unknown weights missing: drop");
  });

  it("need no book where what is missing is sold", () => {
    expect(weights().bookless).toBe(false);
    expect(weights({missing: "zero"}).bookless).toBe(true);
  });

  it("trade on the days that have some, and earn what they hold", () => {
    const closes = [walk(40, 3), walk(40, 4)];
    const given = (all: readonly [number, number, number]) =>
      Array.from({length: 40}, (_, row) => (row === 0 ? all[0] : row === 9 ? all[1] : row === 29 ? all[2] : NaN));
    const {equity, trades} = trade(weights(), days(closes, {weight: [given([1, 0.5, 0]), given([0, -0.5, 0])]}));
    expect(trades.map(({row}) => row)).toEqual([1, 10, 10, 30, 30]);
    const [a, b] = closes;
    const first = 1 / a[0];
    const at9 = 1 + first * (a[9] - a[1]);
    const at10 = 1 + first * (a[10] - a[1]);
    const [long, short] = [(0.5 * at9) / a[9], (-0.5 * at9) / b[9]];
    expect(equity.at(-1)).toBeCloseTo(at10 + long * (a[30] - a[10]) + short * (b[30] - b[10]), 12);
  });
});
