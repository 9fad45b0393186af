import type {Context} from "../../base/context.js";
import {pause} from "../../base/pause.js";
import type {Random} from "../../base/random.js";
import type {Tree} from "../../base/trees.js";
import {addTree, leavesOf} from "../../trees/predict.js";
import type {Grower, Grown, ScoreFunction} from "../grower.js";
import type {Order} from "./order.js";
import {prefixesOf} from "./order.js";
import type {Bootstrap} from "./sampling.js";
import {drawSamples, noiseOf} from "./sampling.js";
import type {Boosted, Support, Task} from "./supports.js";
import {boosted, supportOf} from "./supports.js";

/** A permutation of the samples, and what is learned in it. */
export interface Permutation {
  readonly order: Order;
  /** The columns of each sample as they are known in this order, row-major. */
  readonly x: Float32Array;
  /** Finds the structure of trees; null for the order that the ensemble itself is in, where others find them. */
  readonly grower: Grower | null;
}

/** How trees are boosted. */
export interface Boosting {
  readonly iterations: number;
  readonly ordered: boolean;
  /** How prefixes score splits; null where the gain alone does, as it does always without prefixes. */
  readonly score: ScoreFunction | null;
  readonly bootstrap: Bootstrap;
  /** The strength of the noise on scores. */
  readonly noise: number;
  /** Which columns trees may use, 1 for those. */
  readonly columns: Uint8Array;
}

/** Samples that boosting is watched on. */
export interface Watched {
  /** Columns as predictions see them. */
  readonly x: Float32Array;
  readonly raw: Float64Array;
  /** Takes note of the raw values after a round; whether boosting should end. */
  note(raw: Float64Array): boolean;
}

/**
 * Boosts trees. The structure of each is found in one of the permutations, drawn at random, from each sample's derivatives
 * at what a model answers for it that has not seen its label (ordered boosting: Prokhorenkova et al. 2018, section 4) or
 * at what the ensemble answers (plain); a split's leaves are those of the former samples, and its score how well they
 * foretell the derivatives of the latter. The ensemble's own leaves are computed from all samples, the supports' from what
 * each may know; the columns of a sample are those of the permutation throughout.
 *
 * @param permutations the ensemble's first
 * @returns the trees, their values times the rate; of several outputs in turn
 */
export async function boost(
  task: Task,
  permutations: readonly Permutation[],
  boosting: Boosting,
  seed: Random,
  {progress, signal}: Pick<Context, "progress" | "signal">,
  watched?: Watched
): Promise<readonly Tree[]> {
  const [first] = permutations;
  const n = first.order.samples.length;
  const width = first.x.length / n;
  const ensemble = boosted(task);
  const {outputs} = ensemble.objective;
  const growing = permutations.filter(({grower}) => grower !== null);
  const learners = growing.map((permutation) => ({permutation, ...learnerOf(task, permutation, boosting.ordered, n)}));
  const trees: Tree[] = [];
  for (let round = 0; round < boosting.iterations; ++round) {
    if (round % 16 === 0) await pause();
    signal.throwIfAborted();
    const random = seed.fork(`tree/${round}`);
    const chosen = learners[learners.length > 1 ? random.integer(learners.length) : 0];
    const models = [ensemble, ...learners.flatMap(({supports}) => supports.map(({model}) => model))];
    for (const model of models) model.begin(round);
    for (let output = 0; output < outputs; ++output) {
      for (const model of models) model.derive(output);
      const grown = growTree(chosen, ensemble, boosting, round * outputs + output, round * task.rate, random);
      const {tree} = grown;
      const leafIn = (permutation: Permutation): ArrayLike<number> =>
        permutation.x === chosen.permutation.x ? grown.leaf : leavesOf({trees: [tree]}, permutation.x, [n, width]);
      for (const {permutation, supports} of learners) {
        if (supports.length === 0) continue;
        const leaf = leafIn(permutation);
        for (const {model} of supports) model.take(tree, leaf, output, round);
      }
      const leaf = leafIn(first);
      const values = ensemble.take(tree, leaf, output, round);
      const made = finished(tree, values, leaf, task);
      trees.push(made);
      if (watched) addTree(made, watched.x, [watched.raw.length / outputs, width], watched.raw, {output, outputs});
    }
    for (const model of models) model.end();
    progress(round + 1, boosting.iterations);
    if (watched?.note(watched.raw)) break;
  }
  return trees;
}

/** What finds structures in a permutation. */
interface Learner {
  readonly permutation: Permutation;
  /** None where boosting is plain. */
  readonly supports: readonly Support[];
  /** The samples that have derivatives, ascending. */
  readonly candidates: Uint32Array;
}

function learnerOf(task: Task, {order}: Permutation, ordered: boolean, n: number): Omit<Learner, "permutation"> {
  const prefixes = ordered ? prefixesOf(order) : [];
  if (prefixes.length === 0) return {supports: [], candidates: Uint32Array.from({length: n}, (_, i) => i)};
  return {
    supports: prefixes.map((prefix) => supportOf(task, order, prefix)),
    candidates: order.samples.slice(prefixes[0].from).sort()
  };
}

/** Finds a tree's structure. */
function growTree(
  {permutation, supports, candidates}: Learner,
  ensemble: Boosted,
  {score, bootstrap, noise, columns}: Boosting,
  number: number,
  done: number,
  random: Random
): Pick<Grown, "tree" | "leaf"> {
  const grower = permutation.grower!;
  const {gradient, hessian} = grower;
  if (supports.length === 0) gradient.set(ensemble.gradient);
  for (const {model, answers} of supports) for (const i of answers) gradient[model.places![i]] = model.gradient[i];
  let squares = 0;
  for (const i of candidates) squares += gradient[i] * gradient[i];
  const {rows, weights} = drawSamples(bootstrap, gradient, candidates, random.fork(`draw/${number}`));
  const {weight} = ensemble;
  const spread = noiseOf(noise, squares / candidates.length, candidates.length, done);
  const {uniform} = random.fork(`noise/${number}`);
  const scored = supports.length > 0 && score !== null;
  const counted = scored || weight !== undefined || weights !== undefined;
  if (scored) hessian.fill(0);
  if (spread > 0 || counted)
    for (const i of rows ?? candidates) {
      const drawn = weights ? weights[i] : 1;
      const total = drawn * (weight ? weight[i] : 1);
      gradient[i] =
        gradient[i] * drawn + (spread > 0 && !scored ? spread * Math.sqrt(12 * total) * (uniform() - 0.5) : 0);
      hessian[i] = Math.max(total, least);
    }
  const features = columns;
  if (scored) {
    const prefixes = supports.map(({prefixed}) => prefixed(gradient, hessian));
    const size = score === "L2" ? Math.sqrt(squares / candidates.length) : 1;
    return grower.growOrdered(prefixes, {score, noise: size * spread}, {features, tree: number});
  }
  return grower.grow({...(rows && {rows}), ...(!counted && {constantHessian: 1}), features, tree: number});
}

/** The least weight of a sample. */
const least = 1e-12;

/** A tree whose leaves are the ensemble's, not the grower's. */
function finished(tree: Tree, values: Float64Array, leaf: ArrayLike<number>, {rate}: Task): Tree {
  const leafCount = new Float64Array(values.length);
  for (let i = 0; i < leaf.length; ++i) ++leafCount[leaf[i]];
  const {feature, threshold, left, right, decision, gain} = tree;
  const count = feature.length;
  const nodeCount = new Float64Array(count);
  const nodeValue = new Float64Array(count);
  const value = values.map((each) => each * rate);
  for (let node = count - 1; node >= 0; --node) {
    let sum = 0;
    for (const next of [left[node], right[node]]) {
      const size = next < 0 ? leafCount[~next] : nodeCount[next];
      nodeCount[node] += size;
      sum += size * (next < 0 ? value[~next] : nodeValue[next]);
    }
    nodeValue[node] = nodeCount[node] > 0 ? sum / nodeCount[node] : 0;
  }
  return {feature, threshold, left, right, decision, value, ...(gain && {gain}), nodeCount, leafCount, nodeValue};
}
