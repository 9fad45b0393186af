import type {Tree, TreeEnsemble} from "../../base/trees.js";
import type {Values} from "../columns.js";
import {checkShape} from "../columns.js";
import {goesRight} from "../flat.js";
import {divide, playersOf} from "./players.js";
import type {Attribution} from "./shapley.js";
import {columnsSeen, factorOf} from "./shapley.js";

/** Samples that features which are not known are taken from. */
export interface Background {
  readonly x: Values;
  readonly shape: readonly [n: number, k: number];
}

/**
 * The Shapley values of the features in the raw values of samples × features, row-major, where a feature that is not
 * known has the value of a background sample, whatever the others are: the mean over the background (interventional
 * TreeSHAP: Lundberg et al. 2020). The base is the mean raw value of the background. Exact; it takes a walk of each
 * tree for each sample and background sample, and needs no counts. Throws where there is no background.
 */
export function interventionalShap(
  ensemble: TreeEnsemble,
  x: Values,
  shape: readonly [n: number, k: number],
  background: Background
): Attribution {
  checkShape(ensemble, x, shape);
  checkShape(ensemble, background.x, background.shape);
  const [n, k] = shape;
  const [against] = background.shape;
  if (against === 0)
    throw new Error("missing background: no samples; give a few hundred that are like those trained on");
  const {outputs, trees} = ensemble;
  const players = playersOf(ensemble);
  const width = players.features.length;
  const seen = columnsSeen(ensemble, x, shape);
  const other = columnsSeen(ensemble, background.x, background.shape);
  const columns = seen.length / Math.max(1, n);
  const values = new Float64Array(n * outputs * width);
  const base = new Float64Array(outputs);
  const weights = orders(Math.max(0, ...trees.map(({feature}) => feature.length)));
  for (const [i, tree] of trees.entries()) {
    const output = i % outputs;
    const factor = factorOf(ensemble, output) / against;
    for (let b = 0; b < against; ++b)
      base[output] += factor * tree.value[leafOf(tree, other, (b * other.length) / against)];
    if (tree.feature.length === 0) continue;
    const share = comparing(tree, players.ofColumn, width, weights, factor);
    for (let row = 0; row < n; ++row)
      for (let b = 0; b < against; ++b)
        share(seen, row * columns, other, b * columns, values, (row * outputs + output) * width);
  }
  for (let j = 0; j < outputs; ++j) base[j] += ensemble.bias[j];
  return {base, values: divide(values, players, k)};
}

/** (a − 1)! b! / (a + b)! of a from 1 and b from 0, until `most` together: a table of rows of b. */
function orders(most: number): readonly Float64Array[] {
  return Array.from({length: most + 1}, (_, a) => {
    const row = new Float64Array(most - a + 1);
    if (a > 0) row[0] = 1 / a;
    for (let b = 1; b < row.length && a > 0; ++b) row[b] = (row[b - 1] * b) / (a + b);
    return row;
  });
}

function leafOf(tree: Tree, x: Values, at: number): number {
  let node = 0;
  if (tree.feature.length === 0) return 0;
  while (node >= 0) node = goesOn(tree, node, x, at);
  return ~node;
}

function goesOn(
  {feature, threshold, decision, sets = [], left, right}: Tree,
  node: number,
  x: Values,
  at: number
): number {
  return goesRight(x[at + feature[node]], decision[node], threshold[node], sets) ? right[node] : left[node];
}

/**
 * What shares the difference of a tree's answers to a sample and to one of the background. A leaf is reached by every
 * set of players that has all of those whose nodes on the way only the sample passes, a of them, and none of those
 * whose nodes only the other passes, b of them: each of the former gets value · (a − 1)! b! / (a + b)!, each of the
 * latter loses value · a! (b − 1)! / (a + b)!.
 */
function comparing(
  tree: Tree,
  ofColumn: Int32Array,
  players: number,
  weights: readonly Float64Array[],
  factor: number
) {
  const given = new Int8Array(players);
  const mine: number[] = [];
  const its: number[] = [];
  return (x: Values, at: number, y: Values, to: number, into: Float64Array, out: number): void => {
    const visit = (node: number): void => {
      if (node < 0) {
        const value = factor * tree.value[~node];
        const [a, b] = [mine.length, its.length];
        if (a > 0) for (const player of mine) into[out + player] += value * weights[a][b];
        if (b > 0) for (const player of its) into[out + player] -= value * weights[b][a];
        return;
      }
      const ours = goesOn(tree, node, x, at);
      const theirs = goesOn(tree, node, y, to);
      const player = ofColumn[tree.feature[node]];
      if (ours === theirs) return visit(ours);
      if (given[player] !== 0) return visit(given[player] > 0 ? ours : theirs);
      given[player] = 1;
      mine.push(player);
      visit(ours);
      mine.pop();
      given[player] = -1;
      its.push(player);
      visit(theirs);
      its.pop();
      given[player] = 0;
    };
    visit(0);
  };
}
