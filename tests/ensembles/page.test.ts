import {describe, expect, it} from "vitest";
import {stackingDemo} from "../../notebooks/components/ensemble/stacking.js";
import {outcomesOf, probabilitiesOf, truthTable, wordOf} from "../../notebooks/components/ensemble/votes.js";

const words = (said: readonly (readonly [choice: number, confidence: number])[], least = 0.7) =>
  Object.fromEntries(
    outcomesOf(
      said.map(([choice, confidence]) => ({choice, confidence})),
      least
    ).map(({voting, done}) => [voting, wordOf(done)])
  );

describe("the page's votes", () => {
  it("gives what a member is not sure of to the other two in equal parts", () => {
    const given = probabilitiesOf({choice: 1, confidence: 0.5});
    expect(given).toEqual([0.25, 0.25, 0.5]);
  });

  it("acts where enough are sure enough, and holds otherwise", () => {
    expect(words([[1, 0.8], [1, 0.8], [0, 0.6]])).toEqual({majority: "Buy", unanimous: "Hold", "weighted-vote": "Hold"}); // prettier-ignore
    expect(words([[-1, 0.7], [-1, 0.7], [-1, 0.7]])).toEqual({majority: "Sell", unanimous: "Sell", "weighted-vote": "Sell"}); // prettier-ignore
    expect(words([[-1, 0.9], [1, 0.9], [0, 0.9]], 0)).toEqual({majority: "Hold", unanimous: "Hold", "weighted-vote": "Hold"}); // prettier-ignore
    expect(words([[1, 0.65], [1, 0.65], [1, 0.65]])).toEqual({majority: "Hold", unanimous: "Hold", "weighted-vote": "Hold"}); // prettier-ignore
  });

  it("lists every case once, the mirror of each among them", () => {
    const cases = truthTable([0.8, 0.8, 0.8], 0.7);
    expect(new Set(cases.map(({choices}) => choices.join())).size).toBe(27);
    const bought = (side: number, voting: number) =>
      cases.filter(({outcomes}) => outcomes[voting].done === side).length;
    for (const [voting, many] of [
      [0, 1],
      [1, 7],
      [2, 1]
    ]) {
      expect(bought(1, voting)).toBe(many);
      expect(bought(-1, voting)).toBe(many);
    }
  });
});

describe("the page's demonstration of stacking", () => {
  it.each([1, 2, 3])("gives what learns by heart all by what it learned, and pays for it: seed %i", async (seed) => {
    const {members, wrong, right} = await stackingDemo(0.2, seed);
    const [line, forest] = members;
    expect(forest.inSample).toBeGreaterThan(0.99);
    expect(forest.weightInSample).toBeGreaterThan(0.99);
    expect(line.weightOutOfFold).toBeGreaterThan(forest.weightOutOfFold);
    expect(right).toBeGreaterThan(wrong);
    expect((await stackingDemo(0.2, seed)).right).toBe(right);
  });
});
