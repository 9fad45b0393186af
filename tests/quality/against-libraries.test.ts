import {describe, expect, it} from "vitest";
import {draw} from "./data/problem.js";
import {recipes} from "./data/recipes.js";
import {golden, seedsOf} from "./golden.js";
import {learnersOf} from "./learners.js";
import {holds} from "./paired.js";
import {lower} from "./scores.js";
import {compare} from "./table.js";

/** Differences that nobody would mind, of a figure's whole scale. */
const tolerance: Readonly<Record<string, number>> = {r2: 0.005, ic: 0.003, auc: 0.003, logloss: 0.001, ndcg: 0.003};

/** Problems on which symmetric trees are compared too: they take longer, and the table of docs/boosting.md has all. */
const symmetric = ["tiny", "missing", "rank"];

describe("the libraries' scores", () => {
  it("are there for each problem, of LightGBM and CatBoost for ten seeds", () => {
    expect(Object.keys(golden.problems).sort()).toEqual(Object.keys(recipes).sort());
    for (const name of Object.keys(recipes)) {
      for (const {library} of learnersOf(draw(name, {...recipes[name], train: 20, test: 20}, 0))) {
        const least = library === "lightgbm" || library.includes("Plain") ? 10 : 2;
        expect(seedsOf(name, library).length, `${library} on ${name}`).toBeGreaterThanOrEqual(least);
      }
    }
  });
});

describe.each(Object.keys(recipes))("on %s", (name) => {
  it("what the plugins foretell is within noise of LightGBM and CatBoost, or better", {timeout: 120_000}, async () => {
    const plugins = symmetric.includes(name) ? ["lightgbm", "catboost"] : ["lightgbm"];
    for await (const each of compare([name], plugins, 2)) {
      const {figure, library, ours, theirs} = each;
      expect(
        holds(each, lower.has(figure), tolerance[figure]),
        `${figure} of ${library}: ${ours.toFixed(4)} and ${theirs.toFixed(4)}`
      ).toBe(true);
    }
  });
});
