import {afterAll, describe, expect, it} from "vitest";
import {random} from "../../../core/base/random.js";
import type {Grower, Prefixed} from "../../../core/boosting/grower.js";
import {makeGrower} from "../../../core/boosting/make-grower.js";
import {prefixesOf, roomOf, shuffledOrder} from "../../../core/boosting/ordered/order.js";
import {makeCrew} from "../../../core/lab/crew.js";
import {leavesOf} from "../../../core/trees/predict.js";
import {binning, growth} from "../growing/made.js";
import {oracleWithBins} from "./grower.js";

const growers: Grower[] = [];
afterAll(() => Promise.all(growers.map((grower) => grower.free())));

/** Samples of which the first two features say a little, and prefixes of them with draws for gradients and weights. */
function made(seed: number, samples: number, features: number, distinct: number) {
  const r = random(seed);
  const x = Float32Array.from({length: samples * features}, () => Math.floor(r.uniform() * distinct) / 8);
  const order = shuffledOrder(samples, r);
  const side = (rows: Uint32Array) => ({
    rows,
    gradient: Float32Array.from(rows, (i) => r.normal() - (x[i * features] > x[i * features + 1] ? 1 : 0)),
    weight: Float32Array.from(rows, () => (seed % 2 === 0 ? 1 : 0.2 + r.uniform()))
  });
  const prefixes = prefixesOf(order).map(({body, from, to}): Prefixed => ({
    learned: side(order.learnt.slice(0, body)),
    answered: side(order.samples.slice(from, to).filter(() => r.uniform() < 0.8))
  }));
  return {x, shape: [samples, features] as const, prefixes, room: roomOf([order])};
}

describe("a tree whose splits are scored by prefixes", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("is that of the oracle, to the last bit: %i", async (seed) => {
    const {x, shape, prefixes, room} = made(seed, 20 + 15 * seed, 1 + (seed % 5), seed % 3 === 0 ? 1e6 : 12);
    const more = {
      ...growth,
      policy: "symmetric" as const,
      leaves: 16,
      depth: seed % 4,
      l2: seed % 3,
      featuresByNode: seed % 4 === 1 ? 0.5 : 1,
      ...(seed > 5 && {monotone: Int8Array.from({length: shape[1]}, (_, j) => ((j + seed) % 3) - 1)}),
      ordered: room
    };
    const grower = await makeGrower(x, shape, binning, more);
    growers.push(grower);
    const slow = oracleWithBins(x, shape, grower.bins, more);
    for (const score of ["Cosine", "L2"] as const)
      for (const noise of [0, 0.5]) {
        const scoring = {score, noise};
        const {tree, leaf} = grower.growOrdered(prefixes, scoring, {tree: seed});
        const expected = slow.growOrdered(prefixes, scoring, {tree: seed});
        expect(tree).toEqual(expected.tree);
        expect(Array.from(leaf)).toEqual(Array.from(expected.leaf));
        expect(Array.from(leavesOf({trees: [tree]}, x, shape))).toEqual(Array.from(leaf));
      }
  });

  it("is the same of one, two and four threads", async () => {
    const {x, shape, prefixes, room} = made(9, 5000, 24, 1e6);
    const found = [];
    for (const threads of [1, 2, 4]) {
      const more = {...growth, policy: "symmetric" as const, leaves: 32, l2: 3, ordered: room};
      const grower = await makeGrower(x, shape, binning, more, {crew: makeCrew(threads)});
      growers.push(grower);
      const {tree, leaf} = grower.growOrdered(prefixes, {score: "Cosine", noise: 0.1});
      found.push({tree, leaf: Array.from(leaf)});
    }
    expect(found[0].tree.feature.length).toBeGreaterThan(2);
    expect(found[1]).toEqual(found[0]);
    expect(found[2]).toEqual(found[0]);
  });

  it("takes the condition of the better score by hand", async () => {
    const policy = {...growth, policy: "symmetric" as const, leaves: 2, ordered: {prefixes: 1, samples: 4}};
    const grower = await makeGrower(Float32Array.of(1, 1, 1, 2, 2, 1, 2, 2), [4, 2], binning, policy);
    growers.push(grower);
    const weight = Float32Array.of(1, 1);
    const learned = {rows: Uint32Array.of(0, 2), gradient: Float32Array.of(3, -3), weight};
    const chosen = (g: number, score: "Cosine" | "L2") => {
      const answered = {rows: Uint32Array.of(1, 3), gradient: Float32Array.of(g, -g), weight};
      return grower.growOrdered([{learned, answered}], {score, noise: 0}).tree.feature[0];
    };
    // By the first feature samples 0 and 1 are apart from 2 and 3: answers −3 and 3, N = 6g and D = 18. By the second
    // what is learned from is all on one side, and its mean 0: N and D are 0.
    expect([chosen(2, "L2"), chosen(1, "L2"), chosen(1, "Cosine"), chosen(-1, "Cosine")]).toEqual([0, 1, 0, 1]);
  });

  it("refuses more than there is room for, and gradients that are no numbers", async () => {
    const {x, shape, prefixes} = made(2, 60, 2, 1e6);
    const more = {...growth, policy: "symmetric" as const, ordered: {prefixes: prefixes.length, samples: 1000}};
    const grower = await makeGrower(x, shape, binning, more);
    growers.push(grower);
    const scoring = {score: "Cosine", noise: 0} as const;
    expect(() => grower.growOrdered([...prefixes, ...prefixes], scoring)).toThrow(/^invalid prefixes: 1\d of/);
    const odd = {...prefixes[0], learned: {...prefixes[0].learned, gradient: Float32Array.of(NaN)}};
    expect(() => grower.growOrdered([odd], scoring)).toThrow("invalid gradients: one is not a number");
  });
});
