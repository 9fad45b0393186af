import type {Random} from "../../base/random.js";
import {pause} from "../../base/pause.js";
import type {Tree, TreeEnsemble} from "../../base/trees.js";
import {determination, mostProbable, rowCoefficient} from "../../learn/error/scores.js";
import {timesDrawn} from "../../learn/ensembles/bootstrap.js";
import type {Context, Dataset} from "../../plugin.js";
import {checkData} from "../check-data.js";
import {trainingData} from "../features.js";
import type {Binning, Grower} from "../grower.js";
import type {GrowerFactory, Training, TrainingData} from "../training.js";
import {cutBack, withMeans} from "./leaves.js";
import type {ForestRule} from "./options.js";
import {countOf, growthOf, mostLeaves} from "./options.js";
import type {OutOfBag} from "./out-of-bag.js";
import {outOfBag} from "./out-of-bag.js";
import type {Targets} from "./targets.js";
import {expectedOf, probabilitiesOf, targetsOf} from "./targets.js";

/** A forest that was grown. */
export interface Forest {
  readonly ensemble: TreeEnsemble;
  readonly outOfBag?: OutOfBag;
  /** What the trees that did not learn from a sample predict of it, `NaN` where all did: what `predict` would answer. */
  readonly outOfBagPredictions?: Float64Array;
}

/**
 * Grows a forest (Breiman 2001): each tree in full on a bootstrap of the samples, with a part of the features at each
 * node, on the shared grower. A leaf answers the mean of what its samples have, the forest the mean of its trees. Trees
 * are numbered round by round, one an output in each; what is drawn for a tree depends on the seed and its number alone.
 */
export async function growForest(
  data: Dataset,
  rule: ForestRule,
  context: Context,
  makeGrower: GrowerFactory
): Promise<Forest> {
  const random = context.random.fork(`random_state ${rule.random_state}`);
  const training = trainingData(data);
  const {x, shape, y, weight} = training;
  const [n, k] = shape;
  const first = growthOf(rule, k, n, 0, 0);
  const {empty} = checkData(training, {
    growth: {...first, minData: 1},
    rounds: rule.n_estimators,
    shrinkage: 1
  } as Training);
  if (empty.length > 0) context.log(`no values: ${empty.join(", ")}; used as missing`);
  const targets = targetsOf(rule.criterion, y);
  const centres = targets.values.map((values) => meanOf(values, weight));
  const squares = targets.values.map((values, j) => squaresOf(values, centres[j], weight));
  const growth = growthOf(rule, k, n, 1e-12 * Math.max(...squares), random.fork("nodes").integer(2 ** 31));
  const binning: Binning = {
    maxBin: rule.max_bin,
    minDataInBin: 1,
    sampled: 200_000,
    seed: random.fork("bins").integer(2 ** 31),
    categorical: []
  };
  const grower = await makeGrower(x, shape, binning, growth, {
    ...(context.crew && {crew: context.crew}),
    signal: context.signal
  });
  try {
    return await grow(training, targets, centres, rule, random, context, grower);
  } finally {
    await grower.free();
  }
}

async function grow(
  {shape: [n], y, t, names, weight}: TrainingData,
  {values, classes}: Targets,
  centres: readonly number[],
  rule: ForestRule,
  random: Random,
  context: Context,
  grower: Grower
): Promise<Forest> {
  const outputs = values.length;
  const trees: Tree[] = [];
  const out = rule.oob_score ? outOfBag(n, outputs) : undefined;
  let full = 0;
  context.progress(0, rule.n_estimators);
  for (let round = 0; round < rule.n_estimators; ++round) {
    await pause();
    context.signal.throwIfAborted();
    const times = rule.bootstrap ? drawn(n, t, rule, random.fork(round)) : undefined;
    for (let j = 0; j < outputs; ++j) {
      writeDerivatives(grower, values[j], centres[j], weight);
      const grown = grower.grow({
        ...(times && {times}),
        ...(!weight && {constantHessian: 1}),
        tree: round * outputs + j
      });
      if (grown.tree.value.length >= mostLeaves) ++full;
      const {tree, leafOf} = cutBack(grown.tree, rule.min_samples_split);
      const leaf = Uint32Array.from(grown.leaf, (each) => leafOf[each]);
      const finished = withMeans(tree, leaf, values[j], times, weight);
      trees.push(finished);
      if (times) out?.add(j, times, finished.value, leaf);
    }
    context.progress(round + 1, rule.n_estimators);
  }
  if (full > 0)
    context.log(
      `${full} of ${trees.length} trees have ${mostLeaves} leaves, which is the most: they could have grown on`
    );
  const ensemble: TreeEnsemble = {
    features: names!,
    outputs,
    bias: new Float64Array(outputs),
    average: true,
    transform: {kind: "identity"},
    ...(classes && {classes}),
    trees,
    objective: rule.criterion === "gini" ? "random forest of classes" : "random forest"
  };
  return {ensemble, ...(out && judged(out.predictions(), y, t, classes, context))};
}

/** The figures of predictions by trees that had not learned from the samples. */
function judged(
  raw: Float64Array,
  y: Float64Array,
  t: Float64Array | undefined,
  classes: readonly number[] | undefined,
  context: Context
): Omit<Forest, "ensemble"> {
  const probabilities = classes && probabilitiesOf(raw, classes.length);
  const predictions = probabilities ? expectedOf(probabilities, classes) : raw;
  const known = predictions.filter((value) => !Number.isNaN(value)).length;
  const right = probabilities && mostProbable(probabilities, classes).filter((label, i) => label === y[i]).length;
  const score = right === undefined ? determination(predictions, y) : right / known;
  const ic = t ? rowCoefficient(t, predictions, y) : null;
  if (known < y.length)
    context.log(
      `${y.length - known} of ${y.length} samples are in every tree's bootstrap; more trees would test them too`
    );
  context.log(
    `out of bag: ${classes ? "accuracy" : "R²"} ${score.toFixed(4)}${ic === null ? "" : `, mean IC by row ${ic.toFixed(4)}`}, of ${known} samples`
  );
  return {outOfBag: {score, ic, samples: known}, outOfBagPredictions: predictions};
}

/** How often each sample is in a tree's bootstrap. */
function drawn(n: number, t: Float64Array | undefined, rule: ForestRule, random: Random): Uint8Array {
  const {max_samples: part, block} = rule;
  if (block > 0) {
    if (!t) throw new Error("missing times of samples: blocks are of rows; leave block out");
    const rows = part > 0 ? countOf(part, new Set(t).size) : undefined;
    return Uint8Array.from(timesDrawn(t, block, random, rows), (often) => Math.min(255, often));
  }
  const times = new Uint8Array(n);
  const draws = part > 0 ? countOf(part, n) : n;
  for (let i = 0; i < draws; ++i) {
    const at = random.integer(n);
    if (times[at] < 255) ++times[at];
  }
  return times;
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
