import type {Context} from "../../base/context.js";
import {random as streamOf} from "../../base/random.js";
import {checkData, groupsOf} from "../check-data.js";
import {checkDirections, columnsOf, directionsOf} from "../columns.js";
import type {Binning, Growth} from "../grower.js";
import {objectiveOf} from "../objectives/choose.js";
import type {Objective, Targets} from "../objectives/objective.js";
import {rawFrom} from "../scores.js";
import type {Holdout} from "../stopping/holdout.js";
import {holdOut} from "../stopping/holdout.js";
import {metricOf} from "../stopping/metrics.js";
import {watch} from "../stopping/watch.js";
import type {GrowerFactory, History, Trained, TrainingData} from "../training.js";
import type {Watched} from "./boost.js";
import {boost} from "./boost.js";
import {predictionColumns, trainingColumns, withMissing} from "./columns.js";
import type {MadeColumn} from "./encodings.js";
import {makeColumns} from "./encodings.js";
import {automaticRate} from "./learning-rate.js";
import {metricChoice} from "./losses.js";
import type {Order} from "./order.js";
import {roomOf} from "./order.js";
import {ordersOf, permutationsOf} from "./permutations.js";
import type {Settings} from "./settings.js";
import {borderTargets} from "./targets.js";
import type {Task} from "./supports.js";

/**
 * Trains trees as CatBoost's algorithm does: see the plugin `catboost`. The same samples, settings and seed give the same
 * trees, to the last bit, for any number of threads. Labels that are all the same are answered with that constant, which
 * is logged; so are features without any value. Throws where samples cannot be learned from, and where the context's
 * signal is aborted.
 */
export async function trainOrdered(
  data: TrainingData,
  settings: Settings,
  makeGrower: GrowerFactory,
  context: Context
): Promise<Trained> {
  const {iterations, validation_fraction: part} = settings;
  const rates = {rounds: iterations, shrinkage: settings.learning_rate || 1};
  const seed = settings.random_seed < 0 ? context.random : streamOf(settings.random_seed);
  const growth = growthOf(settings, seed.fork("growth").integer(2 ** 31));
  checkData(data, {growth, ...rates});
  const held = part > 0 ? holdOut(data, part) : null;
  const train = held?.train ?? data;
  const {names, empty} = checkData(train, {growth, ...rates});
  const groups = train.t && groupsOf(train.t);
  for (const name of empty) context.log(`every value of ${name} is missing: no tree can use it`);
  const [n, k] = train.shape;
  const targets: Targets = {y: train.y, ...(train.weight && {weight: train.weight}), ...(groups && {groups})};
  const objective = objectiveOf(settings.loss, targets);
  const {outputs, transform, classes} = objective;
  const constant = !train.y.some((value) => value !== train.y[0]);
  const start = settings.fromAverage || constant ? objective.start() : new Float64Array(outputs);
  const ensemble = {features: names, outputs, bias: start, transform, ...(classes && {classes})};
  if (constant && settings.loss.kind !== "user") {
    context.log(`all labels are ${train.y[0]}: there is nothing to learn, the model answers a constant`);
    return {ensemble: {...ensemble, trees: [], objective: settings.loss_function}};
  }
  const categorical = columnsOf("cat_features", settings.cat_features, names);
  const signs = directionsOf("monotone_constraints", settings.monotone_constraints, names);
  checkDirections("monotone_constraints", signs, categorical, names);
  const orders = ordersOf(train, settings, groups, categorical.length > 0, seed, context);
  const made = categorical.length > 0 ? madeColumns(train, names, categorical, classes, settings, orders[0]) : [];
  const width = k + made.length;
  const monotone = signs ? Int8Array.of(...signs, ...new Int8Array(made.length)) : null;
  const task: Task = {
    loss: settings.loss,
    targets,
    ...(train.t && {t: train.t}),
    ...(classes && {classes}),
    start,
    rate: settings.learning_rate || automaticRate(settings.lossKind, n, iterations, held !== null),
    rule: {method: settings.method, steps: settings.leaf_estimation_iterations, l2: settings.l2_leaf_reg, monotone}
  };
  const bounds = new Map(made.map((column, m) => [k + m, column.bounds]));
  const binning = binningOf(settings, growth.seed, bounds);
  const help = {...(context.crew && {crew: context.crew}), signal: context.signal};
  const score = settings.ordered && growth.policy === "symmetric" ? settings.score_function : null;
  const grown = {...growth, ...(monotone && {monotone}), ...(score && {ordered: roomOf(orders)})};
  const growerOf = (x: Float32Array) => makeGrower(x, [n, width], binning, grown, help);
  const permutations = await permutationsOf(orders, made, growerOf, (order) =>
    trainingColumns(train.x, names, categorical, made, order, settings.nan)
  );
  try {
    context.progress(0, iterations);
    const follow = held && followOf(held.validation, made, start, settings, objective);
    const boosting = {
      iterations,
      ordered: settings.ordered,
      score,
      bootstrap: {type: settings.bootstrap, temperature: settings.bagging_temperature, part: settings.subsample},
      noise: settings.random_strength,
      columns: Uint8Array.from({length: width}, (_, j) => (categorical.includes(j) ? 0 : 1))
    };
    const trees = await boost(task, permutations, boosting, seed, context, follow?.watched);
    const history = follow && held && {...follow.history(), samples: samplesOf(held)};
    const kept = history && settings.use_best_model ? trees.slice(0, outputs * history.best) : trees;
    return {
      ensemble: {
        ...ensemble,
        ...(categorical.length > 0 && {categorical, encodings: made.map(({encoding}) => encoding)}),
        trees: kept.map((tree) => withMissing(tree, k, settings.nan)),
        objective: settings.loss_function
      },
      ...(history && {history})
    };
  } finally {
    for (const {grower} of permutations) await grower?.free();
  }
}

const samplesOf = ({train, validation, purged}: Holdout) => ({
  train: train.shape[0],
  validation: validation.shape[0],
  purged
});

function madeColumns(
  {x, y}: TrainingData,
  names: readonly string[],
  categorical: readonly number[],
  classes: readonly number[] | undefined,
  settings: Settings,
  order: Order
): readonly MadeColumn[] {
  const options = {
    categorical,
    oneHotMax: settings.one_hot_max_size,
    complexity: settings.max_ctr_complexity,
    numbers: true,
    kinds: settings.simple_ctr,
    bounds: settings.ctr_border_count
  };
  const shares = borderTargets(y, classes, settings.ctr_target_border_count);
  return makeColumns(x, names, options, order, shares, classes ? null : y);
}

/** What follows the figure of samples that are not learned from. */
function followOf(
  {x, shape, y, weight, t}: TrainingData,
  made: readonly MadeColumn[],
  start: Float64Array,
  settings: Settings,
  objective: Objective
): {watched: Watched; history(): Omit<History, "samples">} {
  const groups = t && groupsOf(t);
  const targets = {y, ...(weight && {weight}), ...(groups && {groups})};
  const metric = metricOf(metricChoice(settings.eval_metric, settings.loss_function), objective, targets);
  const {note, best, figures} = watch(metric, settings.od_wait);
  const columns = predictionColumns(x, shape[1], made, settings.nan);
  return {
    watched: {x: columns, raw: rawFrom(start, shape[0]), note},
    history() {
      if (best() === 0)
        throw new Error(`invalid metric: ${metric.name} of the ${shape[0]} validation samples is never a number`);
      return {metric: metric.name, larger: metric.larger, figures: figures(), best: best()};
    }
  };
}

function growthOf(settings: Settings, seed: number): Growth {
  const {policy, depth, max_leaves, min_data_in_leaf, l2_leaf_reg, rsm} = settings;
  return {
    policy,
    leaves: policy === "leaf-wise" ? max_leaves : 2 ** depth,
    depth,
    minData: policy === "symmetric" ? 1 : min_data_in_leaf,
    minHessian: 0,
    minGain: 0,
    l1: 0,
    l2: l2_leaf_reg,
    maxDelta: 0,
    catSmooth: 10,
    catL2: 10,
    maxCatThreshold: 32,
    maxCatToOnehot: 4,
    minDataPerGroup: 100,
    featuresByNode: rsm,
    extra: false,
    seed
  };
}

function binningOf({border_count}: Settings, seed: number, bounds: ReadonlyMap<number, Float64Array>): Binning {
  return {maxBin: border_count + 1, minDataInBin: 1, sampled: 200_000, seed, categorical: [], bounds};
}
