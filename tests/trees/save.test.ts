import {createHash} from "node:crypto";
import {describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import type {TreeEnsemble} from "../../core/base/trees.js";
import {faultOf} from "../../core/trees/check.js";
import {loadTrees, saveTrees} from "../../core/trees/save.js";
import {madeEnsemble, madeTree} from "./made.js";

/** Every number's bits, told by their SHA-256. */
function bitsOf(ensemble: TreeEnsemble): string {
  const sorted = Object.fromEntries(Object.entries(ensemble).sort(([a], [b]) => (a < b ? -1 : 1)));
  const text = JSON.stringify(sorted, (_, value: unknown) => {
    if (ArrayBuffer.isView(value))
      return [value.constructor.name, Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64")];
    return value instanceof Map ? Array.from(value) : Object.is(value, -0) ? "-0" : value;
  });
  return createHash("sha256").update(text).digest("hex");
}

const full = (seed: string) =>
  madeEnsemble(
    random(seed),
    {trees: 6, columns: 9, leaves: 31, categorical: 0.3, known: true},
    {
      outputs: 2,
      bias: Float64Array.of(-0, Math.PI),
      scale: 0.1,
      average: false,
      categorical: [1, 3],
      encodings: [
        {name: "pair é", features: [0, 1], values: new Map([["1,2", 0.1], ["NaN,3", -0]]), otherwise: 1 / 3}, // prettier-ignore
        {name: "none", features: [2], values: new Map(), otherwise: 0}
      ],
      transform: {kind: "sigmoid", slope: 0.7},
      classes: [-1, 1],
      objective: "binary sigmoid:0.7"
    }
  );

describe("saved trees", () => {
  it("are the same to the last bit", () => {
    const least = madeEnsemble(random("least"), {trees: 0, columns: 1, leaves: 1});
    const small = madeEnsemble(random("small"), {trees: 3, columns: 2, leaves: 1}, {average: true});
    for (const ensemble of [least, small, full("a"), full("b")]) {
      const loaded = loadTrees(saveTrees(ensemble));
      expect(bitsOf(loaded)).toBe(bitsOf(ensemble));
      expect(Object.keys(loaded).sort()).toEqual(Object.keys(ensemble).sort());
    }
  });

  it("keep odd numbers", () => {
    const [tree] = madeEnsemble(random("odd"), {trees: 1, columns: 3, leaves: 8}).trees;
    const value = Float64Array.of(NaN, -0, Infinity, 5e-324, 2 ** 60, 1.5, -1, 0);
    for (const odd of [
      value,
      value.map(() => NaN),
      value.map(() => -0),
      value.map((_, i) => i),
      value.map((_, i) => i / 2)
    ]) {
      const ensemble = madeEnsemble(random("odd"), {trees: 0, columns: 3, leaves: 1}, {trees: [{...tree, value: odd}]});
      expect(bitsOf(loadTrees(saveTrees(ensemble)))).toBe(bitsOf(ensemble));
    }
  });

  it("are compact", () => {
    const ensemble = madeEnsemble(random("size"), {trees: 50, columns: 60, leaves: 63});
    expect(saveTrees(ensemble).length / (50 * 63)).toBeLessThan(8 + 8 + 4.5);
  });

  it("can lie anywhere in memory", () => {
    const bytes = saveTrees(full("c"));
    const shifted = new Uint8Array(bytes.length + 8);
    shifted.set(bytes, 3);
    expect(bitsOf(loadTrees(shifted.subarray(3, 3 + bytes.length)))).toBe(bitsOf(full("c")));
  });

  it("that were cut off anywhere, or changed anywhere, are refused", () => {
    const ensemble = madeEnsemble(random("cut"), {trees: 2, columns: 3, leaves: 5, known: true});
    const bytes = saveTrees(ensemble);
    for (let end = 0; end < bytes.length; ++end)
      expect(() => loadTrees(bytes.slice(0, end)), `${end}`).toThrow(/^invalid saved trees: /);
    expect(() => loadTrees(bytes.slice(0, bytes.length - 9))).toThrow(/ended at byte \d+, within/);
    for (let at = 0; at < bytes.length; ++at) {
      const changed = bytes.slice();
      changed[at] ^= 0x41;
      expect(() => loadTrees(changed), `${at}`).toThrow(/^invalid saved trees: /);
    }
    expect(() => loadTrees(Uint8Array.of(...bytes, 0))).toThrow("1 bytes follow");
    expect(() => loadTrees(new TextEncoder().encode("tree\nversion=v4\n"))).toThrow("they begin with other bytes");
    const other = bytes.slice();
    other[8] = 9;
    expect(() => loadTrees(other)).toThrow("version 9 at byte 8; this program reads 1");
  });
});

describe("trees that cannot be walked", () => {
  const tree = madeTree(random("walk"), {columns: 3, leaves: 4});
  const wrong = {
    "0 nodes and 2 leaves": {...tree, feature: new Int32Array(0), value: new Float64Array(2)},
    "2 of threshold; expected 3": {...tree, threshold: new Float64Array(2)},
    "column 7": {...tree, feature: Int32Array.of(7, 0, 0)},
    "set of categories": {...tree, decision: Uint8Array.of(1, 1, 1)},
    "followed by 0": {...tree, left: Int32Array.of(0, 0, 0)},
    "which follows another node": {...tree, left: Int32Array.of(-1, -1, -1)},
    "threshold is NaN": {...tree, threshold: Float64Array.of(NaN, 0, 0)}
  };
  for (const [what, broken] of Object.entries(wrong))
    it(`are refused: ${what}`, () => {
      expect(faultOf(tree, 3)).toBeNull();
      expect(faultOf(broken, 3)).toContain(what);
      expect(() => saveTrees(madeEnsemble(random(0), {trees: 0, columns: 3, leaves: 1}, {trees: [broken]}))).toThrow(
        "invalid trees: tree 0, "
      );
    });
});
