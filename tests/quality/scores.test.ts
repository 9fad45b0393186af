import {describe, expect, it} from "vitest";
import {exp} from "../../core/base/elementary.js";
import {draw, imprint} from "./data/problem.js";
import {recipes} from "./data/recipes.js";
import {golden} from "./golden.js";
import {holds, paired} from "./paired.js";
import {scoresOf} from "./scores.js";

describe.each(Object.keys(recipes))("the problem %s", (name) => {
  it("is the one that the libraries were given, and is scored as they were", () => {
    const problem = draw(name, recipes[name], 0);
    const theirs = golden.problems[name][0];
    expect(imprint(problem)).toBe(theirs.imprint);
    const {x, y, shape} = problem.test;
    const first = y.map((_, i) => {
      const value = x[i * shape[2]];
      const known = Number.isNaN(value) ? 0 : value;
      return problem.task === "binary" ? 1 / (1 + exp(-known)) : known;
    });
    for (const [figure, value] of Object.entries(scoresOf(problem, first)))
      expect(Math.abs(value / theirs.first[figure] - 1), figure).toBeLessThan(1e-6);
  });
});

it("a problem of another seed is another", () => {
  expect(imprint(draw("tiny", recipes.tiny, 1))).toBe(golden.problems.tiny[1].imprint);
  expect(golden.problems.tiny[1].imprint).not.toBe(golden.problems.tiny[0].imprint);
});

describe("a paired comparison", () => {
  it("has the mean difference and its error by hand", () => {
    const found = paired([1, 2, 4], [1, 1, 1]);
    expect(found.difference).toBeCloseTo(4 / 3, 12);
    // The differences 0, 1 and 3 have the variance 7/3; a third of it is that of their mean.
    expect(found.error).toBeCloseTo(Math.sqrt(7 / 9), 12);
    expect(found.t).toBeCloseTo(4 / 3 / Math.sqrt(7 / 9), 12);
  });

  it("holds within the tolerance, on the side that is worse alone", () => {
    const worse = {difference: -1};
    expect([holds(worse, false, 0.9), holds(worse, true, 0.9), holds(worse, false, 1)]).toEqual([false, true, true]);
    expect(holds({difference: 1}, true, 0.9)).toBe(false);
    // Two seeds that differ widely say little, and excuse nothing.
    expect(holds(paired([0.5, 0.4], [0.55, 0.55]), false, 0.005)).toBe(false);
  });
});
