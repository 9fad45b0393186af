import type {Random} from "../../core/base/random.js";
import {random} from "../../core/base/random.js";
import type {Encoding, Tree, TreeEnsemble} from "../../core/base/trees.js";
import {Decision} from "../../core/base/trees.js";
import {goesRight} from "../../core/trees/flat.js";

/**
 * Trees grown at random, of four features (the last of categories) and two encodings, and samples with gaps and zeros.
 */
export function randomTrees(seed: number, {encoded = false, outputs = 1} = {}) {
  const r = random(seed);
  const encodings: Encoding[] = [
    {name: "of one", features: [3], values: new Map([0, 1, 2, 3].map((c) => [String(c), r.normal()])), otherwise: 0.1},
    {name: "of two", features: [1, 3], values: new Map(), otherwise: -0.3}
  ];
  for (const a of [-1, 0, 1, 2])
    for (const b of [0, 1, 2, 3]) (encodings[1].values as Map<string, number>).set(`${a},${b}`, r.normal());
  const columns = encoded ? 6 : 4;
  const ensemble: TreeEnsemble = {
    features: ["a", "b", "c", "d"],
    categorical: [3],
    ...(encoded && {encodings}),
    outputs,
    bias: Float64Array.from({length: outputs}, () => r.normal()),
    scale: 0.7,
    average: r.uniform() < 0.5,
    transform: {kind: "identity"},
    trees: Array.from({length: 3 * outputs}, () => randomTree(r, columns, r.integer(12)))
  };
  const n = 5;
  const x = Float32Array.from({length: n * 4}, (_, i) => {
    if (i % 4 === 3) return r.integer(5);
    if (i % 4 === 1) return r.uniform() < 0.2 ? NaN : r.integer(4) - 1;
    return r.uniform() < 0.2 ? (r.uniform() < 0.5 ? NaN : 0) : r.normal();
  });
  return {ensemble, x, shape: [n, 4] as const};
}

/** A tree with so many nodes, each of which splits a leaf drawn at random. */
function randomTree(r: Random, columns: number, nodes: number): Tree {
  const left: number[] = [];
  const right: number[] = [];
  const holders: (readonly [side: number[], node: number])[] = [];
  for (let node = 0; node < nodes; ++node) {
    if (node > 0) {
      const [side, parent] = holders.splice(r.integer(holders.length), 1)[0];
      side[parent] = node;
    }
    holders.push([left, node], [right, node]);
  }
  holders.forEach(([side, node], leaf) => (side[node] = ~leaf));
  const leaves = nodes + 1;
  const leafCount = Float64Array.from({length: leaves}, () => 1 + r.integer(20));
  const countOf = (next: number): number => (next < 0 ? leafCount[~next] : countOf(left[next]) + countOf(right[next]));
  const sets: Uint32Array[] = [];
  const feature = Int32Array.from({length: nodes}, () => r.integer(columns));
  const categorical = Uint8Array.from(feature, (j) => (j === 3 && r.uniform() < 0.8 ? 1 : 0));
  return {
    feature,
    threshold: Float64Array.from(feature, (_, i) =>
      categorical[i] === 1 ? sets.push(Uint32Array.of(r.integer(16))) - 1 : r.normal()
    ),
    left: Int32Array.from(left),
    right: Int32Array.from(right),
    decision: categorical.map((is) => (is === 1 ? Decision.categorical : 0) | (2 * r.integer(2)) | (4 * r.integer(3))),
    sets,
    value: Float64Array.from({length: leaves}, () => r.normal()),
    nodeCount: Float64Array.from({length: nodes}, (_, node) => countOf(node)),
    leafCount
  };
}

/** Each set of players, as bits, and what it is worth. */
export type Game = (known: number) => number;

/** Shapley values by their definition: the mean over the orders of players of what each adds. */
export function bruteShapley(game: Game, players: number): Float64Array {
  const worth = Float64Array.from({length: 2 ** players}, (_, known) => game(known));
  return Float64Array.from({length: players}, (_, i) => {
    let sum = 0;
    for (let known = 0; known < worth.length; ++known)
      if ((known >> i) % 2 === 0) sum += weight(known, players) * (worth[known | (1 << i)] - worth[known]);
    return sum;
  });
}

/** Shapley interaction indices by their definition. */
export function bruteInteraction(game: Game, players: number, i: number, j: number): number {
  let sum = 0;
  for (let known = 0; known < 2 ** players; ++known) {
    if ((known >> i) % 2 === 1 || (known >> j) % 2 === 1) continue;
    const [a, b] = [1 << i, 1 << j];
    sum += weight(known, players - 1) * (game(known | a | b) - game(known | a) - game(known | b) + game(known));
  }
  return sum;
}

/** |S|! (n − |S| − 1)! / n! of a set of n players but one. */
function weight(known: number, n: number): number {
  let size = 0;
  for (let rest = known; rest > 0; rest >>= 1) size += rest & 1;
  let choose = 1;
  for (let i = 1; i <= size; ++i) choose = (choose * (n - i)) / i;
  return 1 / (n * choose);
}

/** What a tree answers where some columns are known, and others go both ways by counts. */
export function meanAnswer(tree: Tree, columns: ArrayLike<number>, knows: (column: number) => boolean): number {
  const {feature, threshold, decision, sets = [], left, right, value, nodeCount, leafCount} = tree;
  const count = (next: number) => (next < 0 ? leafCount![~next] : nodeCount![next]);
  const visit = (next: number): number => {
    if (next < 0) return value[~next];
    const column = feature[next];
    if (knows(column)) {
      const goes = goesRight(columns[column], decision[next], threshold[next], sets);
      return visit(goes ? right[next] : left[next]);
    }
    const [a, b] = [count(left[next]), count(right[next])];
    return (a * visit(left[next]) + b * visit(right[next])) / (a + b);
  };
  return feature.length === 0 ? value[0] : visit(0);
}
