import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import {standingOf, quantilesOf} from "../../core/learn/ensembles/standing.js";
import {learnWeights, nonNegative} from "../../core/learn/ensembles/weighing.js";

describe("weights of errors", () => {
  it("are the best of all that are not negative and add up to one", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({min: 1, max: 6}), (seed, count) => {
        const r = random(seed);
        const shared = Float64Array.from({length: 40}, () => r.normal());
        const errors = Array.from({length: count}, () =>
          shared.map((each) => 0.7 * each + r.normal() * (0.2 + r.uniform()))
        );
        const loss = (w: ArrayLike<number>) => shared.reduce((sum, _, s) => sum + errors.reduce((e, each, m) => e + w[m] * each[s], 0) ** 2, 0); // prettier-ignore
        const weights = learnWeights(errors, "least-squares");
        expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
        expect(weights.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
        for (let attempt = 0; attempt < 60; ++attempt) {
          const other = weights.map((weight) => (attempt % 2 ? weight : 0) + r.uniform() ** 4);
          const sum = other.reduce((all, each) => all + each, 0);
          expect(loss(other.map((each) => each / sum))).toBeGreaterThanOrEqual(loss(weights) * (1 - 1e-8));
        }
      }),
      {numRuns: 60, seed: 4}
    );
  });

  it("are by hand: of errors of variance 1 and 4 that do not go together, four fifths and a fifth", () => {
    const a = Float64Array.of(1, 1, -1, -1);
    const b = Float64Array.of(2, -2, 2, -2);
    for (const weighing of ["least-squares", "inverse-error"] as const) {
      const [first, second] = learnWeights([a, b], weighing);
      expect(first).toBeCloseTo(0.8, 9);
      expect(second).toBeCloseTo(0.2, 9);
    }
    expect(Array.from(learnWeights([a, a.map((each) => 2 * each)], "least-squares"))).toEqual([1, 0]);
    expect(Array.from(learnWeights([a, new Float64Array(4)], "inverse-error"))).toEqual([0, 1]);
    const alike = learnWeights([a, a, a], "least-squares");
    expect(alike.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
    expect(() => learnWeights([a, Float64Array.of(NaN, 0, 0, 0)], "inverse-error")).toThrow("invalid predictions");
  });

  it("solve least squares without negative ones", () => {
    // The free solution is (2, −1); without negatives the second is 0 and the first 3 / 2.
    const first = nonNegative(Float64Array.of(2, 1, 1, 2), Float64Array.of(3, 0));
    expect(first[0]).toBeCloseTo(1.5, 14);
    expect(first[1]).toBe(0);
    const second = nonNegative(Float64Array.of(2, 0, 0, 4), Float64Array.of(2, 2));
    [1, 0.5].forEach((weight, m) => expect(second[m]).toBeCloseTo(weight, 14));
  });
});

it("a standing is the share of values below, and half of equal ones", () => {
  const values = quantilesOf(Float64Array.of(4, 1, 2, 2));
  expect([0, 1, 2, 3, 4, 9].map((value) => standingOf(values, value))).toEqual([-0.5, -0.375, 0, 0.25, 0.375, 0.5]);
  expect(standingOf(values, NaN)).toBeNaN();
});
