import {describe, expect, it} from "vitest";
import {recipes} from "./data/recipes.js";
import {golden} from "./golden.js";
import {holds} from "./paired.js";
import {lower} from "./scores.js";
import {compare} from "./table.js";

/** Differences that nobody would mind, of a figure's whole scale. */
const tolerance: Readonly<Record<string, number>> = {r2: 0.005, ic: 0.003, auc: 0.003, logloss: 0.001, ndcg: 0.003};

describe("the libraries' scores", () => {
  it("are there for ten seeds of each problem", () => {
    expect(Object.keys(golden.problems).sort()).toEqual(Object.keys(recipes).sort());
    for (const [name, seeds] of Object.entries(golden.problems)) expect(seeds.length, name).toBeGreaterThanOrEqual(10);
  });
});

describe.each(Object.keys(recipes))("on %s", (name) => {
  it("what the plugins foretell is within noise of the libraries, or better", async () => {
    for (const each of await compare([0, 1, 2], [name], ["lightgbm"])) {
      const {figure, library, ours, theirs} = each;
      expect(
        holds(each, lower.has(figure), tolerance[figure]),
        `${figure} of ${library}: ${ours.toFixed(4)} and ${theirs.toFixed(4)}`
      ).toBe(true);
    }
  });
});
