import {mkdir, readdir} from "node:fs/promises";
import {join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import {usualShares} from "../learn/error/curves.js";
import {classesIn, judged} from "../learn/error/judged.js";
import type {Calibration, KeptError, OutOfBagPoint} from "../learn/error/kept.js";
import {errorReport} from "../learn/error/report.js";
import type {Score} from "../learn/error/scores.js";
import {featuresOf, makeDataset, samplesOf, take, withWeight} from "../learn/dataset.js";
import {fitScaling, scale} from "../learn/scaling.js";
import {weigher} from "../learn/weighting.js";
import type {Panel} from "../base/panel.js";
import {addFeatures} from "../pipeline/pipeline.js";
import type {Learning, Plan, PlanSpec} from "../pipeline/plan.js";
import {revivePlan} from "../pipeline/plan.js";
import type {Context, Dataset, Features, Fitted, Model, Plugin} from "../plugin.js";
import type {Effects} from "./context.js";
import {context} from "./context.js";
import type {ExperimentSpec} from "./experiment.js";
import {countTrials} from "./ledger.js";
import {codeOf, runId, sha256} from "./lineage.js";
import {findOrigins, loadMarket, versionsOf} from "./market.js";
import {lookupFor, makePlugin} from "./registry.js";
import {counted} from "./sweep/counted.js";
import {readJson, withoutNaN} from "./sweep/pool.js";

/** What is asked about a model's error. */
export interface ErrorRequest {
  /** Which of those that learn: `model`, `baseline`, or a rival's name. */
  readonly of: string;
  /** How many fits each decomposition takes. */
  readonly rounds: number;
  /** The rows of a block of the bootstrap. */
  readonly block: number;
  /** The shares of the training rows that the learning curve is drawn at; the usual ones where left out. */
  readonly sizes?: readonly number[];
  /** R² where left out or, of labels of classes, the share of right ones. */
  readonly score?: Score;
}

/** The folder of all reports on errors. */
export function errorsFolder(home: string): string {
  return join(home, "errors");
}

/** The newest report on each model of a run's experiment as it was then; none where none was made. */
export async function latestErrors(home: string, run: string): Promise<readonly KeptError[]> {
  const files = await readdir(errorsFolder(home)).catch(() => [] as string[]);
  const all = await Promise.all(
    files
      .filter((file) => /^[0-9a-f]{12}\.json$/.test(file))
      .map((file) => readJson<KeptError>(join(errorsFolder(home), file)))
  );
  const newest = new Map<string, KeptError>();
  for (const report of all) {
    if (report?.run !== run) continue;
    const before = newest.get(report.of);
    if (!before || before.made < report.made) newest.set(report.of, report);
  }
  return [...newest.values()].sort((a, b) => (a.of === "model" ? -1 : b.of === "model" ? 1 : a.of < b.of ? -1 : 1));
}

/** What learns under a name in an experiment, with the label that it learns. Throws, listing the names, where none does. */
export function contenderOf(
  {model, baseline, label, rivals = {}}: Learning,
  of: string
): {readonly model: Plugin<"model">; readonly label: Plugin<"label">} {
  const own = new Map<string, {model?: Plugin<"model">; label?: Plugin<"label">}>([
    ["model", {...(model && {model})}],
    ["baseline", {...(baseline && {model: baseline})}],
    ...Object.entries(rivals).filter(([, {shuffled}]) => !shuffled)
  ]);
  const found = own.get(of);
  const by = found && (found.model ?? model);
  if (!by) throw new Error(`unknown model: ${of}; those that learn are ${[...own.keys()].join(", ")}`);
  return {model: by, label: found.label ?? label};
}

/** Throws where there is nothing to look into. */
export function checkErrors({name, learn}: Pick<Plan, "learn"> & {readonly name: string}): Learning {
  if (!learn?.model) throw new Error(`missing model: ${name} learns nothing whose error could be looked into`);
  if (!learn.split.causal)
    throw new Error(
      `invalid split: ${learn.split.name} trains on what comes after its tests; choose a causal one, as --set learn.split=walk-forward`
    );
  return learn;
}

/**
 * Looks into a model's error: bias and variance over seeds and over bootstraps of blocks of rows, a learning curve, the
 * coverage of its intervals, a forest's out-of-bag scores, and how far probabilities are to be believed. The samples are
 * scaled and weighed as a run does it, by what each fit trains on. It looks at test data, so it counts as a trial; the
 * same question is found and not counted again.
 */
export async function lookIntoError(
  spec: ExperimentSpec,
  request: ErrorRequest,
  home: string,
  effects: Effects
): Promise<{readonly report: KeptError; readonly found: boolean}> {
  const plan = revivePlan(spec, await lookupFor(spec));
  const learning = checkErrors({...plan, name: spec.name});
  const {model, label} = contenderOf(learning, request.of);
  const origins = await findOrigins(home, spec.data);
  const {sizes = usualShares} = request;
  const run = runId(
    {...spec, ...(JSON.parse(JSON.stringify(plan)) as PlanSpec)},
    versionsOf(spec.data, origins),
    await codeOf(spec)
  );
  const id = sha256(JSON.stringify([run, {...request, sizes}])).slice(0, 12);
  const file = join(errorsFolder(home), `${id}.json`);
  const before = await readJson<KeptError>(file);
  if (before) return {report: before, found: true};
  const {panel: market} = await loadMarket(home, spec.data, origins, {log: effects.log});
  const panel = addFeatures(market, plan);
  const samples = (each: Plugin<"label">, window: number) =>
    makeDataset(panel, Object.keys(plan.features), each, window, learning.missing);
  const data = samples(label, model.window);
  const folds = foldsOf(learning, data);
  effects.signal.throwIfAborted();
  return counted(home, effects, {experiment: spec.name, run: id, variants: 1}, async (started) => {
    const given = context(effects, plan.seed, home);
    const ready = readier(learning, panel);
    const forest = await watched(model);
    const score = request.score ?? (classesIn(data.y) ? "accuracy" : "r2");
    const asked = {model: ready(forest.model), data, split: learning.split, score, shares: sizes};
    const report = await errorReport({...asked, rounds: request.rounds, block: request.block}, given);
    const last = folds.at(-1)!;
    const calibration = await calibrations(learning, {name: request.of, model, label}, samples, ready, given);
    const bag = forest.seen.length > 0 ? bagPoints(forest.seen, sizes, folds.length) : null;
    const kept: KeptError = {
      ...report,
      id,
      run,
      experiment: spec.name,
      of: request.of,
      model: model.name,
      label: label.name,
      made: new Date(effects.now()).toISOString(),
      synthetic: origins.manifest.synthetic,
      folds: folds.length,
      tested: [data.t[last.test[0]], data.t[last.test[last.test.length - 1]]],
      ...(bag && {outOfBag: bag}),
      calibration,
      trials: countTrials(started, spec.name)
    };
    await mkdir(errorsFolder(home), {recursive: true});
    const text = JSON.stringify(kept, withoutNaN);
    await writeFileAtomic(file, `${text}\n`);
    return {report: JSON.parse(text) as KeptError, found: false};
  });
}

/** A model that scales and weighs what it is given, by what it trains on alone. */
function readier({scaling = "standard", weights}: Learning, panel: Panel): (model: Model) => Model {
  const weigh = weights && weigher(panel, weights);
  return (model) => ({
    ...model,
    async fit(train, given) {
      const found = fitScaling(train, scaling);
      const scaled = scale(train, found);
      const fitted = await model.fit(weigh ? withWeight(scaled, weigh(train)) : scaled, given);
      const ready = (data: Features) => featuresOf(scale(data as Dataset, found));
      const {classes, probabilities} = fitted;
      return {
        save: () => fitted.save(),
        predict: (data) => fitted.predict(ready(data)),
        ...(classes && {classes}),
        ...(probabilities && {probabilities: (data: Features) => probabilities.call(fitted, ready(data))})
      };
    },
    load: (state) => model.load(state)
  });
}

interface Bagged {
  readonly samples: number;
  readonly score: number;
  readonly ic: number | null;
}

/** A model whose fits' out-of-bag scores are kept; a forest is asked for them. */
async function watched(model: Plugin<"model">): Promise<{readonly model: Model; readonly seen: readonly Bagged[]}> {
  if (model.name !== "random-forest" || model.params.bootstrap === false) return {model, seen: []};
  const forest = await makePlugin("model", model.name, {...model.params, oob_score: true});
  const seen: Bagged[] = [];
  const fit = async (train: Dataset, given: Context) => {
    const fitted: Fitted & {outOfBag?: Bagged} = await forest.fit(train, given);
    if (fitted.outOfBag) seen.push({...fitted.outOfBag, samples: train.y.length});
    return fitted;
  };
  return {model: {...forest, fit, load: (state) => forest.load(state)}, seen};
}

/** The learning curve's fits come first, a point's folds one after another. */
function bagPoints(seen: readonly Bagged[], sizes: readonly number[], folds: number): readonly OutOfBagPoint[] {
  return sizes.map((at, p) => {
    const fits = seen.slice(p * folds, (p + 1) * folds);
    const mean = (values: readonly number[]) =>
      values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
    const known = (value: number | null): value is number => value !== null && Number.isFinite(value);
    return {
      at,
      samples: mean(fits.map(({samples}) => samples)) ?? 0,
      score: mean(fits.map(({score}) => score).filter(known)),
      ic: mean(fits.map(({ic}) => ic).filter(known))
    };
  });
}

/** The folds that train and test on samples whose label is known. */
function foldsOf({split}: Learning, data: Dataset) {
  const known = (places: Uint32Array) => places.filter((i) => !Number.isNaN(data.y[i]));
  return Array.from(split.folds(samplesOf(data)), ({train, test}) => ({train: known(train), test: known(test)})).filter(
    ({train, test}) => train.length > 0 && test.length > 0
  );
}

/**
 * Of what learns classes: how far its probabilities are to be believed. All have the same random numbers, so that those
 * that differ only in how they vote give the same probabilities: these are there once.
 */
async function calibrations(
  learning: Learning,
  asked: {readonly name: string; readonly model: Plugin<"model">; readonly label: Plugin<"label">},
  samples: (label: Plugin<"label">, window: number) => Dataset,
  ready: (model: Model) => Model,
  given: Context
): Promise<readonly Calibration[]> {
  const others = Object.entries(learning.rivals ?? {})
    .filter(([name, {shuffled}]) => name !== asked.name && !shuffled)
    .map(([name]) => ({name, ...contenderOf(learning, name)}));
  const out: Calibration[] = [];
  const sets = new Map<string, Dataset>();
  for (const {name, model, label} of [asked, ...others]) {
    const key = JSON.stringify([label, model.window]);
    const data = sets.get(key) ?? samples(label, model.window);
    sets.set(key, data);
    if (!classesIn(data.y)) continue;
    given.signal.throwIfAborted();
    const {train, test} = foldsOf(learning, data).at(-1)!;
    const [learnt, later] = [take(data, train), take(data, test)];
    const quiet = {...given, progress: () => {}, random: given.random.fork("calibration")};
    const {classes, probabilities} = await ready(model).fit(learnt, quiet);
    if (!classes || !probabilities) continue;
    const found = judged(classes, probabilities(featuresOf(later)), learnt.y, later.y);
    const same = out.some(({brier}) => brier === found.brier);
    if (!same) out.push({name, model: model.name, ...found});
  }
  return out;
}
