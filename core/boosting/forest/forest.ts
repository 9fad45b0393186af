import {pause} from "../../base/pause.js";
import type {Random} from "../../base/random.js";
import type {Tree, TreeEnsemble} from "../../base/trees.js";
import {timesDrawn} from "../../learn/ensembles/bootstrap.js";
import {determination, mostProbable, rowCoefficient} from "../../learn/error/scores.js";
import type {Context, Dataset} from "../../plugin.js";
import {checkData} from "../check-data.js";
import {trainingData} from "../features.js";
import type {GrowerFactory, TrainingData} from "../training.js";
import type {ForestRule} from "./options.js";
import {countOf, growthOf, mostLeaves} from "./options.js";
import type {OutOfBag} from "./out-of-bag.js";
import {outOfBag} from "./out-of-bag.js";
import {plantClasses, plantMeans} from "./plant.js";
import {classesFor, expectedOf, probabilitiesOf} from "./targets.js";

/** A forest that was grown. */
export interface Forest {
  readonly ensemble: TreeEnsemble;
  readonly outOfBag?: OutOfBag;
  /** What the trees that did not learn from a sample predict of it, `NaN` where all did: what `predict` would answer. */
  readonly outOfBagPredictions?: Float64Array;
}

/**
 * Grows a forest (Breiman 2001): each tree in full on a bootstrap of the samples, with a part of the features at each
 * node. A leaf answers the mean of what its samples have, the forest the mean of its trees. What is drawn for a tree
 * depends on the seed and its number alone.
 */
export async function growForest(
  data: Dataset,
  rule: ForestRule,
  context: Context,
  makeGrower: GrowerFactory
): Promise<Forest> {
  const random = context.random.fork(`random_state ${rule.random_state}`);
  const training = trainingData(data);
  const {shape, y, t} = training;
  const [n, k] = shape;
  const growth = {...growthOf(rule, k, n, 0, 0), minData: 1};
  const {empty, names} = checkData(training, {growth, rounds: rule.n_estimators, shrinkage: 1});
  for (const name of empty) context.log(`every value of ${name} is missing: no tree can use it`);
  const same = y.every((label) => label === y[0]);
  if (same) context.log(`all labels are ${y[0]}: there is nothing to learn, the forest answers a constant`);
  const classes = rule.criterion === "gini" ? classesFor(y) : undefined;
  const plant = classes && classes.length > 2 ? plantClasses : plantMeans;
  const planting = await plant(training, classes, rule, random, context, makeGrower);
  const {outputs} = planting;
  const trees: Tree[] = [];
  const out = rule.oob_score ? outOfBag(n, outputs) : undefined;
  try {
    context.progress(0, rule.n_estimators);
    for (let round = 0; round < rule.n_estimators; ++round) {
      await pause();
      context.signal.throwIfAborted();
      const times = rule.bootstrap ? drawn(n, t, rule, random.fork(round)) : undefined;
      const {trees: grown, leaf} = planting.grow(round, times);
      trees.push(...grown);
      if (times) grown.forEach((tree, j) => out?.add(j, times, tree.value, leaf));
      context.progress(round + 1, rule.n_estimators);
    }
  } finally {
    await planting.free();
  }
  const full = trees.filter((tree) => tree.value.length >= mostLeaves).length;
  if (full > 0)
    context.log(
      `${full} of ${trees.length} trees have ${mostLeaves} leaves, which is the most: they could have grown on`
    );
  const ensemble: TreeEnsemble = {
    features: names,
    outputs,
    bias: new Float64Array(outputs),
    average: true,
    transform: {kind: "identity"},
    ...(classes && {classes}),
    trees,
    objective: classes ? "random forest of classes" : "random forest"
  };
  return {ensemble, ...(out && judged(out.predictions(), training, classes, context))};
}

/** The figures of predictions by trees that had not learned from the samples. */
function judged(
  raw: Float64Array,
  {y, t}: TrainingData,
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
