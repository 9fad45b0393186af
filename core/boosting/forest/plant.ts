import type {Random} from "../../base/random.js";
import type {Tree} from "../../base/trees.js";
import type {Context} from "../../plugin.js";
import type {Binning, Grower} from "../grower.js";
import type {GrowerFactory, TrainingData} from "../training.js";
import {encode} from "./class-split.js";
import {growClassTree} from "./class-tree.js";
import {countsIn, cutBack, withMeans} from "./leaves.js";
import type {ForestRule} from "./options.js";
import {growthOf} from "./options.js";

/** Grows the trees of a forest, one an output, round by round; `times` is how often each sample is in the bootstrap. */
export interface Planting {
  readonly outputs: number;
  grow(round: number, times: Uint8Array | undefined): {readonly trees: readonly Tree[]; readonly leaf: Uint32Array};
  free(): Promise<void>;
}

type Plant = (
  data: TrainingData,
  classes: readonly number[] | undefined,
  rule: ForestRule,
  random: Random,
  context: Context,
  makeGrower: GrowerFactory
) => Promise<Planting>;

/**
 * Trees of means, by the shared grower: of the labels or, of two classes, of 0 and 1, whose variance is half of Gini's
 * impurity.
 */
export const plantMeans: Plant = async ({x, shape, y, weight}, classes, rule, random, context, makeGrower) => {
  const values = classes ? y.map((label) => (label === classes[1] ? 1 : 0)) : y;
  const centre = meanOf(values, weight);
  const least = 1e-12 * squaresOf(values, centre, weight);
  const growth = growthOf(rule, shape[1], shape[0], least, random.fork("nodes").integer(2 ** 31));
  const grower = await makeGrower(x, shape, binningOf(rule, random), growth, help(context));
  // Where leaves must have several samples, one that was drawn twice is one sample: then it counts by its weight alone.
  const byWeight = rule.min_samples_leaf > 1;
  return {
    outputs: 1,
    grow(round, times) {
      const weighed = byWeight && times ? masses(times, weight) : weight;
      writeDerivatives(grower, values, centre, weighed);
      const rows = byWeight && times ? Uint32Array.from(times.keys()).filter((i) => times[i] > 0) : undefined;
      const grown = grower.grow({
        ...(rows ? {rows} : times && {times}),
        ...(!weighed && {constantHessian: 1}),
        tree: round
      });
      const counts = rule.min_samples_split > 2 ? countsIn(grown.tree, grown.leaf, times) : undefined;
      const {tree, leafOf} = cutBack(grown.tree, counts, rule.min_samples_split);
      const leaf = Uint32Array.from(grown.leaf, (each) => leafOf[each]);
      return {trees: [withMeans(tree, leaf, values, times, weight)], leaf};
    },
    free: () => grower.free()
  };
};

/** Trees of more than two classes, which the shared grower has no gain for: their shares in the leaves of one shape. */
export const plantClasses: Plant = async ({x, shape, y, weight}, classes = [], rule, random, context, makeGrower) => {
  const [n, k] = shape;
  const growth = growthOf(rule, k, n, 0, 0);
  const grower = await makeGrower(x, shape, binningOf(rule, random), {...growth, leaves: 2}, help(context));
  const {bins} = grower;
  await grower.free();
  const places = new Map(classes.map((label, c) => [label, c]));
  const classOf = Uint16Array.from(y, (label) => places.get(label)!);
  const samples = {bins, codes: encode(x, bins), classOf, classes: classes.length};
  return {
    outputs: classes.length,
    grow: (round, times) => {
      const mass = masses(times ?? new Uint8Array(n).fill(1), weight);
      const total = mass.reduce((sum, each) => sum + each, 0);
      const limits = {
        depth: rule.max_depth,
        leaves: growth.leaves,
        bestFirst: rule.max_leaf_nodes > 0,
        minSplit: rule.min_samples_split,
        minLeaf: rule.min_samples_leaf,
        minGain: rule.min_impurity_decrease * total,
        tried: Math.round(growth.featuresByNode * k),
        extra: rule.extra_trees
      };
      return growClassTree(samples, mass, limits, random.fork(`nodes ${round}`));
    },
    free: () => Promise.resolve()
  };
};

function binningOf({max_bin}: ForestRule, random: Random): Binning {
  const seed = random.fork("bins").integer(2 ** 31);
  return {maxBin: max_bin, minDataInBin: 1, sampled: 200_000, seed, categorical: []};
}

function help({crew, signal}: Context) {
  return {...(crew && {crew}), signal};
}

/** What each sample counts in a bootstrap. */
function masses(times: Uint8Array, weight: Float64Array | undefined): Float64Array {
  return Float64Array.from(times, (often, i) => often * (weight ? weight[i] : 1));
}

/** Those of half the squared distance from the centre, which rounding to integers then takes least from. */
function writeDerivatives(
  {gradient, hessian}: Grower,
  values: Float64Array,
  centre: number,
  weight: Float64Array | undefined
): void {
  for (let i = 0; i < values.length; ++i) gradient[i] = (centre - values[i]) * (weight ? weight[i] : 1);
  if (weight) for (let i = 0; i < values.length; ++i) hessian[i] = weight[i];
}

function meanOf(values: Float64Array, weight: Float64Array | undefined): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; ++i) {
    const v = weight ? weight[i] : 1;
    sum += v * values[i];
    total += v;
  }
  return sum / total;
}

function squaresOf(values: Float64Array, centre: number, weight: Float64Array | undefined): number {
  let sum = 0;
  for (let i = 0; i < values.length; ++i) sum += (weight ? weight[i] : 1) * (values[i] - centre) * (values[i] - centre);
  return sum;
}
