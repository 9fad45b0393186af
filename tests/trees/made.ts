import type {Random} from "../../core/base/random.js";
import type {Tree, TreeEnsemble} from "../../core/base/trees.js";
import {Decision} from "../../core/base/trees.js";

/** What made trees are made of. */
export interface Wishes {
  readonly columns: number;
  readonly leaves: number;
  /** Decisions of numbers to choose from; every missing kind where left out. */
  readonly decisions?: readonly number[];
  /** The part of nodes that decide by categories. */
  readonly categorical?: number;
  /** Whether training left its sums. */
  readonly known?: boolean;
}

const {defaultLeft, zeroMissing, nanMissing} = Decision;
const every = [0, defaultLeft, zeroMissing, zeroMissing | defaultLeft, nanMissing, nanMissing | defaultLeft];

/** A tree whose leaves were split at random. */
export function madeTree(random: Random, {columns, leaves, decisions = every, categorical = 0, known}: Wishes): Tree {
  const left: number[] = [];
  const right: number[] = [];
  const parents: (readonly [number[], number] | null)[] = [null];
  const sets: Uint32Array[] = [];
  const nodes = leaves - 1;
  const threshold = new Float64Array(nodes);
  const decision = new Uint8Array(nodes);
  for (let node = 0; node < nodes; ++node) {
    const leaf = random.integer(parents.length);
    const parent = parents[leaf];
    if (parent) parent[0][parent[1]] = node;
    left.push(~leaf);
    right.push(~parents.length);
    parents[leaf] = [left, node];
    parents.push([right, node]);
    if (random.uniform() < categorical) {
      decision[node] = Decision.categorical;
      threshold[node] = sets.length;
      sets.push(Uint32Array.from({length: 1 + random.integer(3)}, () => Math.floor(random.uniform() * 2 ** 32)));
    } else {
      decision[node] = decisions[random.integer(decisions.length)];
      threshold[node] = random.integer(6) === 0 ? 0 : random.normal();
    }
  }
  const draw = (length: number) => Float64Array.from({length}, () => random.normal());
  const counts = (length: number) => Float64Array.from({length}, () => random.integer(1000));
  return {
    feature: Int32Array.from({length: nodes}, () => random.integer(columns)),
    threshold,
    left: Int32Array.from(left),
    right: Int32Array.from(right),
    decision,
    ...(sets.length > 0 && {sets}),
    value: draw(leaves),
    ...(known && {
      gain: draw(nodes),
      nodeCount: counts(nodes),
      leafCount: counts(leaves),
      nodeWeight: draw(nodes),
      leafWeight: draw(leaves),
      nodeValue: draw(nodes)
    })
  };
}

/** Made trees that answer together. */
export function madeEnsemble(
  random: Random,
  wishes: Wishes & {readonly trees: number},
  given: Partial<TreeEnsemble> = {}
): TreeEnsemble {
  const outputs = given.outputs ?? 1;
  return {
    features: Array.from({length: wishes.columns - (given.encodings?.length ?? 0)}, (_, j) => `f${j}`),
    outputs,
    bias: new Float64Array(outputs),
    transform: {kind: "identity"},
    trees: Array.from({length: wishes.trees}, () => madeTree(random, wishes)),
    ...given
  };
}

/** Values such as trees meet: numbers, categories, zeros of both signs, hardly anything, and NaN. */
export function madeValues(random: Random, length: number): Float64Array {
  const odd = [NaN, 0, -0, 1e-36, -1e-36, 1e-34, Infinity, -Infinity, -1, -0.5, 3.7, 95, 96, 2 ** 40];
  return Float64Array.from({length}, () => {
    const kind = random.integer(10);
    if (kind === 0) return odd[random.integer(odd.length)];
    return kind < 4 ? random.integer(100) : random.normal();
  });
}
