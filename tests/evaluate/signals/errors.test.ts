import {describe, expect, it} from "vitest";
import {power} from "../../../core/base/elementary.js";
import {random} from "../../../core/base/random.js";
import {serialError} from "../../../core/evaluate/autocorrelation.js";
import {breakEven} from "../../../core/evaluate/signals/costs.js";
import {meanTest, neighbours, ninetyFive} from "../../../core/evaluate/signals/mean-test.js";
import {twoSided} from "../../../core/evaluate/signals/student.js";

describe("the neighbours that a mean's error allows for", () => {
  it("are twice the overlap, and at least what Newey and West say of so many values", () => {
    expect(neighbours(100, 1)).toBe(4);
    expect(neighbours(1000, 1)).toBe(Math.floor(4 * power(10, 2 / 9)));
    expect([5, 10, 21].map((horizon) => neighbours(1000, horizon))).toEqual([8, 18, 40]);
    expect(neighbours(10, 21)).toBe(9);
    expect(neighbours(0, 5)).toBe(0);
  });

  it("leave 1.5 n / (lag + 1) degrees of freedom", () => {
    const {normal} = random(2);
    const series = Float64Array.from({length: 90}, () => 0.1 + normal());
    const {robustT, robustP} = meanTest(series, 8);
    expect(robustP).toBe(twoSided(robustT, 15));
    expect(robustP).toBeGreaterThan(twoSided(robustT, 89));
  });
});

describe("the cost at which a spread dies", () => {
  it("is, at its lower end, that of the spread less its error with neighbours allowed for", () => {
    // Runs of alike values: the plain error is much smaller than the one that allows for them.
    const spread = Float64Array.from({length: 120}, (_, t) => 0.004 + (Math.floor(t / 10) % 2 === 0 ? 0.002 : -0.002));
    const test = meanTest(spread, 9);
    expect(test.robustError).toBeGreaterThan(1.5 * test.error);
    const traded = new Float64Array(120).fill(0.5);
    const {cost, low} = breakEven(test, traded);
    expect(cost).toBeCloseTo(test.mean / 0.5, 15);
    expect(low).toBeCloseTo((test.mean - ninetyFive * test.robustError) / 0.5, 15);
  });
});

describe("the error of a rank correlation through time", () => {
  it("is, of a signal that goes on, what simulated outcomes of that horizon are spread by", () => {
    const rows = 400;
    const horizon = 10;
    const {normal} = random(8);
    const signal = new Float64Array(rows);
    for (let t = 1; t < rows; ++t) signal[t] = 0.95 * signal[t - 1] + normal();
    const order = Array.from(signal.keys()).sort((a, b) => signal[a] - signal[b]);
    const ranks = new Float64Array(rows);
    order.forEach((t, place) => (ranks[t] = place - (rows - 1) / 2));
    const spread = Math.sqrt(ranks.reduce((sum, value) => sum + value * value, 0));
    let squares = 0;
    const draws = 4000;
    for (let draw = 0; draw < draws; ++draw) {
      const steps = Float64Array.from({length: rows + horizon}, normal);
      let sum = 0;
      for (let k = 0; k < horizon; ++k) sum += steps[k];
      const outcome = new Float64Array(rows);
      for (let t = 0; t < rows; ++t) {
        outcome[t] = sum;
        sum += steps[t + horizon] - steps[t];
      }
      const middle = outcome.reduce((all, value) => all + value, 0) / rows;
      let [product, size] = [0, 0];
      for (let t = 0; t < rows; ++t) {
        product += ranks[t] * (outcome[t] - middle);
        size += (outcome[t] - middle) ** 2;
      }
      squares += (product / spread / Math.sqrt(size)) ** 2;
    }
    const simulated = Math.sqrt(squares / draws);
    expect(
      serialError(
        signal,
        signal.map(() => 1),
        horizon
      ) / simulated
    ).toBeGreaterThan(0.93);
    expect(
      serialError(
        signal,
        signal.map(() => 1),
        horizon
      ) / simulated
    ).toBeLessThan(1.07);
  });
});
