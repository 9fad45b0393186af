import type {Context} from "../base/context.js";
import {pause} from "../base/pause.js";
import type {Tree, TreeEnsemble} from "../base/trees.js";
import {checkCategories, checkData, checkEnough, groupsOf} from "./check-data.js";
import type {Grower} from "./grower.js";
import {objectiveOf} from "./objectives/choose.js";
import type {Objective, Targets} from "./objectives/objective.js";
import {makeRounds} from "./rounds.js";
import {addTrees, checkContinued, rawFrom} from "./scores.js";
import {holdOut} from "./stopping/holdout.js";
import {metricOf} from "./stopping/metrics.js";
import {watch} from "./stopping/watch.js";
import type {GrowerFactory, History, Trained, Training, TrainingData} from "./training.js";

/** How many values of samples are worked on before everything else that waits has its turn. */
const work = 1e6;

/**
 * Trains trees by gradient boosting: each is grown on the derivatives of the loss at what the trees before it answer
 * together, and its leaves are multiplied by `shrinkage`. The same samples, training and seed give the same trees, to the
 * last bit, for any number of threads; and trees that training went on from are those of one longer training, unless some
 * are dropped.
 *
 * Labels that are all the same are answered with that constant, which is logged; so are features without any value. Throws
 * where samples cannot be learned from, and where the context's signal is aborted.
 */
export async function train(
  data: TrainingData,
  training: Training,
  context: Pick<Context, "log" | "progress" | "signal" | "crew">,
  makeGrower: GrowerFactory
): Promise<Trained> {
  const {empty, names} = checkData(data, training);
  for (const name of empty) context.log(`every value of ${name} is missing: no tree can use it`);
  for (const name of checkCategories(data.x, data.shape, training.binning.categorical, names))
    context.log(`categories of ${name} are below 0: they are missing`);
  const {stopping, continued} = training;
  if (stopping && training.mode === "dropout")
    throw new Error("invalid stopping: trees that are dropped change those before them; leave it out, or the dropout");
  const {
    train: learned,
    validation,
    purged
  } = stopping ? holdOut(data, stopping.validation) : {train: data, validation: undefined, purged: 0};
  checkEnough(learned.shape[0], training.growth.minData);
  const targets = targetsOf(learned, learned.t && groupsOf(learned.t));
  const constant = !continued && isConstant(targets.y) && training.loss.kind !== "user";
  const objective = objectiveOf(training.loss, targets, continued?.classes);
  if (continued) checkContinued(continued, names, training.binning.categorical, objective);
  const bias = continued?.bias ?? (constant ? objective.start() : startOf(objective, training));
  const before = continued?.trees ?? [];
  const made = (trees: readonly Tree[]): TreeEnsemble => ({
    features: names,
    ...(training.binning.categorical.length > 0 && {categorical: training.binning.categorical}),
    outputs: objective.outputs,
    bias,
    ...(training.mode === "forest" && {average: true}),
    transform: objective.transform,
    ...(objective.classes && {classes: objective.classes}),
    trees: [...before, ...trees],
    objective: objective.name
  });
  if (constant) {
    context.log(`all labels are ${targets.y[0]}: there is nothing to learn, the model answers a constant`);
    return {ensemble: made([])};
  }
  const {crew, signal} = context;
  signal.throwIfAborted();
  const grower = await makeGrower(learned.x, learned.shape, training.binning, training.growth, {
    ...(crew && {crew}),
    signal
  });
  try {
    const follow = validation && followOf(objective, validation, training, bias, before);
    const trees = await boost(grower, learned, targets, objective, training, bias, before, context, follow);
    if (!follow) return {ensemble: made(trees)};
    const samples = {train: learned.shape[0], validation: validation.shape[0], purged};
    const history: History = {...follow.history(), samples};
    context.log(
      `${history.metric} of the latest ${samples.validation} samples is best after ${history.best} of ` +
        `${history.figures.length} rounds: ${history.figures[history.best - 1]?.toPrecision(6)}`
    );
    return {ensemble: made(trees.slice(0, history.best * objective.outputs)), history};
  } finally {
    await grower.free();
  }
}

/** Grows the trees, round after round. */
async function boost(
  grower: Grower,
  data: TrainingData,
  targets: Targets,
  objective: Objective,
  training: Training,
  bias: Float64Array,
  before: readonly Tree[],
  context: Pick<Context, "progress" | "signal" | "log">,
  follow?: ReturnType<typeof followOf>
): Promise<readonly Tree[]> {
  const {rounds, continued} = training;
  const raw = rawFrom(bias, data.shape[0]);
  addTrees(before, data, raw, objective.outputs);
  const state = makeRounds(grower, data, targets, objective, training, raw, continued ? before.length : 0);
  context.progress(0, rounds);
  const cost = data.shape[0] * data.shape[1] * objective.outputs;
  let since = 0;
  for (let round = 0; round < rounds; ++round) {
    if ((since += cost) >= work) {
      since = 0;
      await pause();
    }
    context.signal.throwIfAborted();
    const grown = state.grow(round);
    context.progress(round + 1, rounds);
    const stopped = follow?.note(grown) === true;
    const idle = grown.every(({feature}) => feature.length === 0) && !state.sampler.random && !state.drops;
    if (idle) context.log(`no split is worth it after ${round + 1} rounds: training ends`);
    if (!stopped && !idle) continue;
    context.progress(rounds, rounds);
    break;
  }
  return state.finished();
}

/** What follows the figure of samples that are not learned from. */
function followOf(
  objective: Objective,
  validation: TrainingData,
  {stopping, mode}: Training,
  bias: Float64Array,
  before: readonly Tree[]
) {
  const {metric: choice, patience} = stopping!;
  const targets = targetsOf(validation, validation.t && groupsOf(validation.t));
  const metric = metricOf(choice, objective, targets);
  const raw = rawFrom(bias, validation.shape[0]);
  addTrees(before, validation, raw, objective.outputs);
  const {note, figures, best} = watch(metric, patience);
  let rounds = 0;
  const averaged = () => raw.map((value, i) => bias[i % bias.length] + (value - bias[i % bias.length]) / rounds);
  return {
    note(trees: readonly Tree[]): boolean {
      addTrees(trees, validation, raw, objective.outputs);
      ++rounds;
      return note(mode === "forest" ? averaged() : raw);
    },
    history() {
      if (best() === 0)
        throw new Error(
          `invalid metric: ${metric.name} of the ${targets.y.length} validation samples is never a number`
        );
      return {metric: metric.name, larger: metric.larger, figures: figures(), best: best()};
    }
  };
}

function targetsOf({y, weight}: TrainingData, groups?: Uint32Array): Targets {
  return {y, ...(weight && {weight}), ...(groups && {groups})};
}

function startOf(objective: Objective, {startFromAverage = true}: Training): Float64Array {
  if (typeof startFromAverage === "number") return new Float64Array(objective.outputs).fill(startFromAverage);
  return startFromAverage ? objective.start() : new Float64Array(objective.outputs);
}

function isConstant(y: Float64Array): boolean {
  return y.every((value) => value === y[0]);
}
