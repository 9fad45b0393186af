import {describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import type {Explained} from "../../reports/components/trees/explained.js";
import {meanSizes, strongestInteraction} from "../../reports/components/trees/explained.js";
import {fitting, largest, shares, spread} from "../../reports/components/trees/frame.js";
import {barsOf} from "../../reports/components/trees/importance.js";
import {pairSizes} from "../../reports/components/trees/interaction-map.js";
import {swarm} from "../../reports/components/trees/summary.js";
import {boxesOf} from "../../reports/components/trees/tree-drawing.js";
import {waterfallSteps} from "../../reports/components/trees/waterfall.js";
import {modelOf} from "./explained.js";

/** Two samples of four features. */
const explained: Explained = {
  names: ["a", "b", "c", "d"],
  x: [1, 2, NaN, 4, 5, 6, 7, 8],
  values: [0.5, -1, 0.1, 0, 0.5, 1, -0.1, 0.2],
  base: 10,
  unit: "return"
};

describe("the figures of the pages", () => {
  it("walk from the base to a prediction, what moved it least as one step", () => {
    const steps = waterfallSteps(explained, 0, 2);
    expect(steps.map(({name}) => name)).toEqual(["prediction", "b", "a", "2 others", "base"]);
    expect(steps.map(({to}) => to)).toEqual([9.6, 9.6, 10.6, 10.1, 10]);
    for (let i = 0; i < steps.length - 1; ++i) expect(steps[i].from).toBe(i === 0 ? steps[0].to : steps[i + 1].to);
    expect(waterfallSteps(explained, 1, 3).map(({name}) => name)).toEqual(["prediction", "b", "a", "d", "c", "base"]);
  });

  it("are the mean sizes of values, of features and of pairs", () => {
    expect(Array.from(meanSizes(explained))).toEqual([0.5, 1, 0.1, 0.1]);
    expect(Array.from(pairSizes([1, -2, -2, 3, 3, 0, 0, -1], 2))).toEqual([2, 1, 1, 2]);
    expect(Array.from(pairSizes([], 2))).toEqual([0, 0, 0, 0]);
  });

  it("name the feature that another's effect depends on most, and none where it depends on none", () => {
    const r = random(4);
    const n = 400;
    const x = Float64Array.from({length: 3 * n}, () => r.normal());
    const values = x.map((value, i) => (i % 3 === 0 ? value * x[i + 2] : 0));
    const pair = {...explained, names: ["a", "b", "c"], x, values};
    expect(strongestInteraction(pair, 0)).toBe(2);
    expect(strongestInteraction({...pair, values: new Float64Array(3 * n)}, 0)).toBe(-1);
  });

  it("put dots of one value side by side, and others on the line", () => {
    expect(swarm([], 5)).toEqual([]);
    expect(new Set(swarm([1, 2, 3, 4], 4))).toEqual(new Set([0]));
    const lifts = swarm([1, 1, 1, 1, 1, 1, 1, 9], 4);
    expect(new Set(lifts.slice(0, 7)).size).toBe(7);
    expect(Math.max(...lifts.map(Math.abs))).toBeLessThanOrEqual(1);
    expect(lifts[7]).toBe(0);
  });

  it("rank bars, keep what is below 0, and say shares where all are above it", () => {
    const measure = {title: "Permutation", unit: "squared error", values: [1, -2, 0, 3], errors: [0.1, 0.2, 0, 0.3]};
    const bars = barsOf(explained.names, measure, 3);
    expect(bars.map(({name, value, error}) => [name, value, error])).toEqual([
      ["d", 3, 0.3],
      ["a", 1, 0.1],
      ["b", -2, 0.2]
    ]);
    expect(bars.every(({share}) => Number.isNaN(share))).toBe(true);
    const [first] = barsOf(explained.names, {...measure, values: [1, 0, NaN, 3]}, 3);
    expect(first).toMatchObject({name: "d", share: 0.75});
  });

  it("take the largest, spread places evenly, share out ranks, and cut names in their middle", () => {
    expect(largest([1, 5, 0, 5], 2)).toEqual([1, 3]);
    expect(spread(3, 5)).toEqual([0, 1, 2]);
    expect(spread(10, 5)).toEqual([0, 2, 4, 6, 8]);
    expect(Array.from(shares([3, 1, NaN, 2]))).toEqual([1, 0, NaN, 0.5]);
    expect(Array.from(shares([2, 2]))).toEqual([0.5, 0.5]);
    expect(fitting("momentum over a quarter", 74)).toBe("momen…rter");
    expect(fitting("value", 74)).toBe("value");
  });

  it("lay out a tree: leaves on rows of their own, nodes between theirs, what is deep as a number of leaves", () => {
    const [tree] = modelOf("LightGBM with categories and gaps").trees;
    const names = ["a", "b", "c", "d", "e", "sector"];
    const boxes = boxesOf(tree, names, 20);
    expect(boxes).toHaveLength(tree.feature.length + tree.value.length);
    const ends = boxes.filter(({kind}) => kind === "leaf");
    expect(ends.map(({row}) => row)).toEqual(Array.from(tree.value.keys()));
    expect(ends.reduce((sum, {share}) => sum + share, 0)).toBeCloseTo(1, 12);
    for (const {parent, level} of boxes) if (parent >= 0) expect(boxes[parent].level).toBe(level - 1);
    const cut = boxesOf(tree, names, 2);
    const hidden = cut.filter(({kind}) => kind === "more").map(({text}) => Number(text.split(" ")[0]));
    const shown = cut.filter(({kind}) => kind === "leaf").length;
    expect(hidden.reduce((sum, each) => sum + each, shown)).toBe(tree.value.length);
    expect(boxes[0].text).toMatch(/^sector in \{[\d, ]+\}$/);
    const alone = {...tree, feature: new Int32Array(), value: Float64Array.of(2)};
    expect(boxesOf(alone, names, 3)).toMatchObject([{kind: "leaf", text: "2.00", share: 1}]);
  });
});
