import {describe, expect, it} from "vitest";
import type {TreeEnsemble} from "../../core/base/trees.js";
import {columnsOf} from "../../core/trees/columns.js";
import {shapInteractions} from "../../core/trees/explain/interactions.js";
import {interventionalShap} from "../../core/trees/explain/interventional.js";
import {gaussLegendre} from "../../core/trees/explain/quadrature.js";
import {shapValues} from "../../core/trees/explain/shapley.js";
import {predictRaw} from "../../core/trees/predict.js";
import type {Game} from "./random-trees.js";
import {bruteInteraction, bruteShapley, meanAnswer, randomTrees} from "./random-trees.js";

const seeds = Array.from({length: 40}, (_, i) => i);
/** With the encodings, the fifth player is the combination of b and d; the encoding of d alone is d's. */
const playerOf = [0, 1, 2, 3, 3, 4];

function gameOf(
  {encodings = [], trees, outputs, scale = 1, average}: TreeEnsemble,
  row: Float32Array,
  output: number
): Game {
  const columns = columnsOf(encodings, row, 4, 0, 1, new Float64Array(4 + encodings.length));
  const own = trees.filter((_, i) => i % outputs === output);
  return (known) => {
    const sum = own.reduce((all, tree) => all + meanAnswer(tree, columns, (j) => (known >> playerOf[j]) % 2 === 1), 0);
    return (scale * sum) / (average ? own.length : 1);
  };
}

describe.each([
  ["features", {}, 4],
  ["features of two outputs", {outputs: 2}, 4],
  ["encodings", {encoded: true}, 5]
] as const)("Shapley values of %s", (_, options, players) => {
  it("are what their definition says, of trees at random", () => {
    for (const seed of seeds) {
      const {ensemble, x, shape} = randomTrees(seed, options);
      const {outputs} = ensemble;
      const {values, base} = shapValues(ensemble, x, shape);
      const pairs = shapInteractions(ensemble, x, shape);
      expect(pairs.base).toEqual(base);
      for (let block = 0; block < shape[0] * outputs; ++block) {
        const row = Math.floor(block / outputs);
        const game = gameOf(ensemble, x.subarray(row * 4, row * 4 + 4), block % outputs);
        const exact = bruteShapley(game, players);
        const shared = exact.slice(0, 4);
        if (players === 5) for (const j of [1, 3]) shared[j] += exact[4] / 2;
        expect(base[block % outputs]).toBeCloseTo(ensemble.bias[block % outputs] + game(0), 13);
        shared.forEach((value, j) => expect(values[block * 4 + j], `seed ${seed}`).toBeCloseTo(value, 12));
        const of = (i: number, j: number) => pairs.values[(block * 4 + i) * 4 + j];
        for (const [i, j] of [
          [0, 1],
          [0, 2],
          [1, 2],
          [1, 3],
          [2, 3]
        ] as const) {
          if (players === 5 && (i === 1 || j === 3)) continue;
          const own = bruteInteraction(game, players, i, j) / 2;
          const combined = players === 5 && j === 1 ? bruteInteraction(game, players, i, 4) / 4 : 0;
          expect(of(i, j), `seed ${seed}, ${i} with ${j}`).toBeCloseTo(own + combined, 12);
          expect(of(j, i)).toBeCloseTo(of(i, j), 14);
        }
        for (let i = 0; i < 4; ++i)
          expect([0, 1, 2, 3].reduce((all, j) => all + of(i, j), 0)).toBeCloseTo(shared[i], 12);
      }
    }
  });
});

it("Shapley values against a background are what their definition says", () => {
  for (const seed of seeds) {
    const {ensemble, x, shape} = randomTrees(seed);
    const other = randomTrees(seed + 1000);
    const ours = interventionalShap(ensemble, x, shape, other);
    const {base, values} = ours;
    const mean = (rows: Float32Array) =>
      predictRaw(ensemble, rows, [rows.length / 4, 4]).reduce((all, each) => all + each, 0) / (rows.length / 4);
    expect(base[0]).toBeCloseTo(mean(other.x), 12);
    for (let row = 0; row < shape[0]; ++row) {
      const game = (known: number) =>
        mean(other.x.map((value, i) => ((known >> (i % 4)) % 2 === 1 ? x[row * 4 + (i % 4)] : value)));
      bruteShapley(game, 4).forEach((value, j) => expect(values[row * 4 + j]).toBeCloseTo(value, 12));
    }
    const encoded = randomTrees(seed, {encoded: true});
    const found = interventionalShap(encoded.ensemble, x, shape, other);
    predictRaw(encoded.ensemble, x, shape).forEach((raw, row) => {
      const sum = found.values.subarray(row * 4, row * 4 + 4).reduce((all, each) => all + each, 0);
      expect(found.base[0] + sum).toBeCloseTo(raw, 12);
    });
  }
});

it("a quadrature integrates powers exactly, also for a way of many players", () => {
  for (const count of [1, 2, 3, 5, 8, 13, 24, 48]) {
    const {nodes, weights} = gaussLegendre(count);
    for (let power = 0; power < 2 * count; ++power) {
      const sum = weights.reduce((all, weight, i) => all + weight * nodes[i] ** power, 0);
      expect(sum).toBeCloseTo(1 / (power + 1), 14);
    }
  }
});

describe("what cannot be explained", () => {
  const {ensemble, x, shape} = randomTrees(4);
  const bare = {
    ...ensemble,
    trees: ensemble.trees.map((tree) => ({...tree, leafCount: undefined, nodeCount: undefined}))
  };

  it("is refused with a reason", () => {
    expect(() => shapValues(bare, x, shape)).toThrow(/^missing counts of samples: tree \d does not know/);
    expect(() => shapValues(ensemble, x, shape, {cover: "weight"})).toThrow(/^missing weights of samples: tree/);
    expect(() => shapValues(ensemble, x, [4, 5])).toThrow(/^invalid samples: 5 features; the trees learned from 4$/);
    expect(() => interventionalShap(bare, x, shape, {x: new Float32Array(), shape: [0, 4]})).toThrow(
      /^missing background/
    );
  });

  it("is nothing else: a background needs no counts, and no samples give no values", () => {
    expect(interventionalShap(bare, x, shape, {x, shape}).values).toHaveLength(20);
    expect(shapValues(ensemble, new Float32Array(), [0, 4]).values).toHaveLength(0);
  });

  it("a leaf to which no sample came takes part in nothing", () => {
    const [tree] = ensemble.trees.filter(({feature}) => feature.length > 4);
    const leafCount = tree.leafCount!.map((count, i) => (i < 2 ? 0 : count));
    const countOf = (next: number): number =>
      next < 0 ? leafCount[~next] : countOf(tree.left[next]) + countOf(tree.right[next]);
    const nodeCount = tree.nodeCount!.map((_, node) => countOf(node));
    const empty = {...ensemble, trees: [{...tree, leafCount, nodeCount}]};
    const {base, values} = shapValues(empty, x, shape);
    predictRaw(empty, x, shape).forEach((raw, row) => {
      const sum = values.subarray(row * 4, row * 4 + 4).reduce((all, each) => all + each, base[0]);
      expect(sum).toBeCloseTo(raw, 12);
    });
  });
});
