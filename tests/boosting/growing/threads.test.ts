import {afterAll, describe, expect, it} from "vitest";
import type {Tree} from "../../../core/base/trees.js";
import type {Growth, Grower, GrowOptions} from "../../../core/boosting/grower.js";
import {makeGrower} from "../../../core/boosting/make-grower.js";
import {makeCrew} from "../../../core/lab/crew.js";
import {binning, growOn, growth, made} from "./made.js";

/** Enough for threads to share the sums, the parting, the rounding and the walk. */
const samples = 24_000;
const features = 20;
const {x, y} = made(samples, features);
for (let i = 0; i < samples; ++i) x[i * features + 5] = Math.floor(20 * Math.abs(x[i * features + 5]));
const shape = [samples, features] as const;
const growers: Grower[] = [];
const rows = Uint32Array.from({length: samples}, (_, i) => i).filter((i) => i % 7 !== 0);

async function makeAll(more: Partial<Growth>): Promise<Grower[]> {
  const made: Grower[] = [];
  for (const threads of [1, 2, 4]) {
    const crew = makeCrew(threads);
    made.push(await makeGrower(x, shape, {...binning, categorical: [5], sampled: 2000}, {...growth, ...more}, {crew}));
  }
  growers.push(...made);
  return made;
}

afterAll(() => Promise.all(growers.map((grower) => grower.free())));

describe("one, two and four threads", () => {
  it.each(["leaf-wise", "depth-wise", "symmetric"] as const)(
    "grow the same %s trees to the last bit",
    async (policy) => {
      const [one, ...others] = await makeAll({policy, l2: 1, minData: 20});
      const variants: GrowOptions[] = [
        {constantHessian: 1},
        {rows, tree: 1},
        {constantHessian: 0.5, times: Uint8Array.from({length: samples}, (_, i) => i % 3)}
      ];
      for (const other of others) expect(other.bins).toEqual(one.bins);
      for (const options of variants) {
        one.hessian.forEach((_, i) => void (one.hessian[i] = 0.1 + (i % 5) / 20));
        const expected = growOn(one, y, options);
        expect(expected.tree.feature.length).toBeGreaterThan(14);
        for (const other of others) {
          other.hessian.set(one.hessian);
          const {tree, leaf, rowsOf} = growOn(other, y, options);
          expect(tree).toEqual(expected.tree);
          expect(leaf.every((value, i) => value === expected.leaf[i])).toBe(true);
          expect(rowsOf(3)).toEqual(expected.rowsOf(3));
        }
      }
    }
  );

  it("grow the same trees of a feature of 3,000 categories", async () => {
    const many = x.slice();
    for (let i = 0; i < samples; ++i) many[i * features + 5] = (i * 7919) % 3000;
    const says = y.map((value, i) => value + 8 * (many[i * features + 5] % 2));
    const found = [];
    for (const threads of [1, 2, 4]) {
      const rule = {...growth, minData: 20, catSmooth: 2};
      const given = {...binning, categorical: [5]};
      const grower = await makeGrower(many, shape, given, rule, {crew: makeCrew(threads)});
      growers.push(grower);
      const all = growOn(grower, says);
      const leaf = all.leaf.slice();
      found.push([all.tree, leaf, growOn(grower, says, {rows, tree: 1}).tree]);
    }
    expect((found[0][0] as Tree).feature).toContain(5);
    expect(found[1]).toEqual(found[0]);
    expect(found[2]).toEqual(found[0]);
  });

  it("grow the same tree again", async () => {
    const [, two] = await makeAll({});
    const first = growOn(two, y).tree;
    growOn(
      two,
      y.map((value) => -value)
    );
    expect(growOn(two, y).tree).toEqual(first);
  });
});

describe("a crew", () => {
  it("refuses no threads", () => {
    expect(() => makeCrew(0)).toThrow("invalid number of threads: 0; expected a whole number from 1");
  });

  it("says why a thread died", async () => {
    // serve() answers with the trap of an unreachable instruction: (module (import "env" "memory" …) (func (export "serve"))).
    const bytes = Uint8Array.of(
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...[1, 5, 1, 0x60, 1, 0x7f, 0],
      ...[2, 16, 1, 3, 0x65, 0x6e, 0x76, 6, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 2, 3, 1, 1],
      ...[3, 2, 1, 0],
      ...[7, 9, 1, 5, 0x73, 0x65, 0x72, 0x76, 0x65, 0, 0],
      ...[10, 5, 1, 3, 0, 0, 0x0b]
    );
    const memory = new WebAssembly.Memory({initial: 1, maximum: 1, shared: true});
    const atWork = await makeCrew(2).start(await WebAssembly.compile(bytes), memory, 2);
    const died = async () => {
      while (!atWork.failure()) await new Promise((resolve) => setTimeout(resolve, 5));
      return atWork.failure()!.message;
    };
    expect(await died()).toBe("invalid thread 1: it died: unreachable; start again");
    await atWork.end();
    expect(atWork.failure()).toBeNull();
  });

  it("says that a module cannot be started", async () => {
    const memory = new WebAssembly.Memory({initial: 1, maximum: 1, shared: true});
    const empty = await WebAssembly.compile(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    const atWork = await makeCrew(2).start(empty, memory, 2);
    while (!atWork.failure()) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(atWork.failure()!.message).toMatch(/^invalid thread 1: it died: .*serve/);
    await atWork.end();
  });
});
