import type {Market} from "../../core/backtest/backtest.js";
import {backtest} from "../../core/backtest/backtest.js";
import {symbolSplitHash} from "../../core/base/by-symbol.js";
import type {Column, Panel} from "../../core/base/panel.js";
import {withField} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import type {Figures} from "../../core/evaluate/signal-metrics.js";
import {signalFigures} from "../../core/evaluate/signal-metrics.js";
import type {FoldSummary} from "../../core/learn/cross-predict.js";
import {summariseFold} from "../../core/learn/cross-predict.js";
import {makeDataset, samplesOf} from "../../core/learn/dataset.js";
import {classifying} from "../../core/pipeline/classifying.js";
import {labelRows} from "../../core/pipeline/contest.js";
import {datasetFigures, featureFigures} from "../../core/pipeline/figures.js";
import type {Hashes} from "../../core/pipeline/hashes.js";
import {backtestHash, columnsHash, panelHash, withResult} from "../../core/pipeline/hashes.js";
import {addFeatures, backtestFigures, firstRow, pipeline} from "../../core/pipeline/pipeline.js";
import type {Catalog, Plan, PlanSpec} from "../../core/pipeline/plan.js";
import {lookupIn, revivePlan, specsIn} from "../../core/pipeline/plan.js";
import type {Context, Fill, Plugin, Result} from "../../core/plugin.js";
import type {RunPage} from "../../core/site/payload.js";
import type {Knob, Settings} from "./knobs.js";
import {knobOf} from "./knobs.js";
import type {LoadedRun} from "./loaded-run.js";

/** A run made again in this process, ready to be made yet again with other settings. */
export interface Replay {
  readonly plan: Plan;
  /** With features and signal. */
  readonly panel: Panel;
  readonly beside: Market;
  readonly figures: Figures;
  readonly hashes: Hashes;
  /** The label of every cell, where it was made again. */
  readonly label?: Column;
  readonly folds?: readonly FoldSummary[];
  readonly result?: Result;
  /** Plugins that run in Node alone; what they made was taken as it was recorded. */
  readonly missing: readonly string[];
  /** Whether the signal was taken as it was recorded, and no model learned here. */
  readonly recorded: boolean;
  /** Of stages that were taken as they were recorded, the recorded hashes. */
  readonly taken: Partial<Hashes>;
}

/** How a run is made again. */
export interface Replaying {
  /** Whether models learn however long it takes; otherwise those of little work alone. */
  readonly learn?: boolean;
  /** Told how much of the learning is done, 0 … 1, and what is under way. */
  progress?(share: number, what: string): void;
}

/**
 * Makes a run again from its prices; where its models would learn for long, from its recorded signal, unless they are to
 * learn. Throws as the pipeline does, and where a plugin that cannot be spared is missing.
 */
export async function replay(run: LoadedRun, catalog: Catalog, replaying: Replaying = {}): Promise<Replay> {
  const {page, panel, beside} = run;
  const {spec} = page.run;
  const missing = missingPlugins(spec, catalog);
  if (missing.length > 0) return replayWithout(run, catalog, missing);
  const plan = revivePlan(spec, lookupIn(catalog));
  if (replaying.learn !== true && run.signals && learnsLong(page.run, plan)) return replayFromSignal(run, plan);
  const outcome = await pipeline(panel, plan, beside, contextOf(plan, replaying));
  const {figures, hashes, learned, result} = outcome;
  return {
    plan,
    panel: outcome.panel,
    beside,
    figures,
    hashes,
    missing,
    recorded: false,
    taken: {},
    ...(learned && {label: learned.label, folds: learned.folds}),
    ...(result && {result})
  };
}

/** The plugins of an experiment that a catalog does not have: `model lstm`. */
export function missingPlugins(spec: PlanSpec, catalog: Catalog): readonly string[] {
  const absent = specsIn(spec).filter(({kind, name}) => !Object.hasOwn(catalog[kind] ?? {}, name));
  return [...new Set(absent.map(({kind, name}) => `${kind} ${name}`))];
}

/**
 * The most work that a page does unasked when it opens: about five seconds of one thread. Boosted trees of eight leaves on
 * some thousand samples take 50 ns for each sample, feature and round, measured over the whole of 03-boosting-baseline
 * (40 million, 2.2 s) and 07-intraday-boosting (236 million, 12 s).
 */
export const mostWork = 1e8;

/** The work of learning a run's models again: training samples × features × rounds, over all folds and all that learn. */
export function learningWork({spec: {learn, features}, folds}: Pick<RunPage["run"], "spec" | "folds">): number {
  if (!learn?.model) return 0;
  const models = [
    learn.model,
    learn.baseline,
    ...Object.values(learn.rivals ?? {}).map(({model}) => model ?? learn.model)
  ];
  const rounds = specsIn(models).reduce((sum, {kind, params}) => sum + (kind === "model" ? roundsOf(params) : 0), 0);
  const samples = folds.reduce((sum, {train}) => sum + train.samples, 0);
  return samples * Object.keys(features).length * rounds;
}

function roundsOf(params: Readonly<Record<string, unknown>>): number {
  const given = ["num_iterations", "iterations", "n_estimators"].map((name) => params[name]);
  const window = typeof params.window === "number" ? params.window : 1;
  return window * (given.find((value) => typeof value === "number") ?? 1);
}

function learnsLong(run: RunPage["run"], {learn}: Plan): boolean {
  const models = [learn?.model, learn?.baseline, ...Object.values(learn?.rivals ?? {}).map(({model}) => model)];
  return models.some((model) => model?.slow) || learningWork(run) > mostWork;
}

/** Whether a run can only be made again from its recorded signal: its models learn for long, or do not run here. */
export function needsSignal(run: RunPage["run"], catalog: Catalog): boolean {
  if (run.hashes.signal === undefined) return false;
  return missingPlugins(run.spec, catalog).length > 0 || learnsLong(run, revivePlan(run.spec, lookupIn(catalog)));
}

/** Everything but what models make: features, label, folds, all figures of the recorded signal, and its backtest. */
async function replayFromSignal({page, panel, beside, signals}: LoadedRun, plan: Plan): Promise<Replay> {
  const {label, split, model, missing} = plan.learn!;
  const {signal, baseline} = signals!;
  const names = Object.keys(plan.features);
  const featured = addFeatures(panel, plan);
  const dataset = makeDataset(featured, names, label, model?.window ?? 1, missing);
  const {y} = label.compute(featured);
  const parts = split.parts?.(featured.symbols);
  const folds = [...split.folds(samplesOf(dataset))]
    .map(({train, test}) => ({train: train.filter((i) => !Number.isNaN(dataset.y[i])), test}))
    .filter(({train, test}) => train.length > 0 && test.length > 0)
    .map((fold) => summariseFold(dataset, fold));
  const whole = withField(withField(featured, "signal", signal), "baseline", baseline);
  const result = plan.backtest && backtest(whole, plan.backtest, beside, firstRow(whole, plan));
  const hashes = await withResult({
    panel: await panelHash(panel, beside),
    features: await columnsHash(featured, names),
    ...(parts && {symbols: await symbolSplitHash(parts)}),
    ...(result && {backtest: await backtestHash(result)})
  });
  return {
    plan,
    panel: whole,
    beside,
    figures: {
      ...(result && backtestFigures(plan, result)),
      ...signalFigures(panel.times, signal, y, baseline, labelRows(panel, dataset) - 1),
      ...classifying(y).figures(signal),
      ...datasetFigures(dataset, folds),
      ...featureFigures(featured, names)
    },
    hashes,
    label: y,
    folds,
    missing: [],
    recorded: true,
    taken: takenFrom(page.run.hashes),
    ...(result && {result})
  };
}

/** What can be made again without the plugins that are missing: features, and the backtest of the recorded signal. */
async function replayWithout(
  {page, panel, beside, signals}: LoadedRun,
  catalog: Catalog,
  missing: readonly string[]
): Promise<Replay> {
  const {learn: _, features, backtest: trading, ...rest} = page.run.spec;
  const has = (name: string) => Object.hasOwn(catalog.feature ?? {}, name);
  const present = Object.fromEntries(Object.entries(features).filter(([, {name}]) => has(name)));
  const spec = {...rest, features: present, ...(trading && {backtest: trading})};
  const plan = revivePlan(spec, lookupIn(catalog));
  if (!signals) throw new Error(`missing in a browser: ${missing.join(", ")}`);
  const featured = addFeatures(panel, plan);
  const whole = withField(withField(featured, "signal", signals.signal), "baseline", signals.baseline);
  const result = plan.backtest && backtest(whole, plan.backtest, beside, page.run.shape.start);
  const hashes = await withResult({
    panel: await panelHash(panel, beside),
    ...(Object.keys(present).length === Object.keys(features).length && {
      features: await columnsHash(featured, Object.keys(features))
    }),
    ...(result && {backtest: await backtestHash(result)})
  });
  const figures = result ? backtestFigures(plan, result) : {};
  return {
    plan,
    panel: whole,
    beside,
    figures,
    hashes,
    missing,
    recorded: true,
    taken: takenFrom(page.run.hashes),
    ...(result && {result})
  };
}

/** A backtest made again with settings of the reader's. */
export interface Rerun {
  readonly settings: Settings;
  /** Without its fills where it comes from a Worker: there may be many. */
  readonly result: Result;
  readonly metrics: RunPage["run"]["metrics"];
  /** Paid over the whole run, in the account's currency. */
  readonly paid: {readonly commission: number; readonly slippage: number};
  /** Of everything up to the signal as it was, and of this backtest. */
  readonly hash: string;
  /** How long the backtest and its metrics took, milliseconds. */
  readonly milliseconds: number;
}

/** Makes the backtest again with the given settings, on the same panel and signal. */
export async function rerun(made: Replay, catalog: Catalog, settings: Settings): Promise<Rerun> {
  const {plan, panel, beside, hashes} = made;
  if (!plan.backtest) throw new Error("missing backtest: there is nothing to run again");
  const begin = performance.now();
  const start = plan.learn || !panel.fields.signal ? firstRow(panel, plan) : firstSignal(panel);
  const trading = {
    ...plan.backtest,
    commission: turned(plan.backtest.commission, settings.commission, catalog),
    slippage: turned(plan.backtest.slippage, settings.slippage, catalog),
    fill: settings.fill,
    delay: settings.delay
  };
  const result = backtest(panel, trading, beside, start);
  const figures = Object.entries(backtestFigures(plan, result));
  const milliseconds = performance.now() - begin;
  const {result: _, ...stages} = hashes;
  const {result: hash} = await withResult({...made.taken, ...stages, backtest: await backtestHash(result)});
  return {settings, result, metrics: metricsOf(figures), paid: paidIn(result.fills), hash, milliseconds};
}

/** What fills cost in total. */
export function paidIn(fills: readonly Fill[]): Rerun["paid"] {
  return fills.reduce(
    (sum, fill) => ({commission: sum.commission + fill.commission, slippage: sum.slippage + fill.slippage}),
    {commission: 0, slippage: 0}
  );
}

/** Figures as a record writes them: null where one is not determined. */
export function metricsOf(figures: readonly [string, {readonly value: number}][]): RunPage["run"]["metrics"] {
  return Object.fromEntries(figures.map(([name, {value}]) => [name, Number.isFinite(value) ? value : null]));
}

function firstSignal(panel: Panel): number {
  return Math.floor(panel.fields.signal.findIndex((value) => !Number.isNaN(value)) / panel.symbols.length);
}

/** The plugin with its knob at another value. */
function turned<K extends "commission" | "slippage">(plugin: Plugin<K>, value: number | null, catalog: Catalog) {
  const knob: Knob | null = knobOf(plugin.toJSON());
  if (knob === null || value === null) return plugin;
  const maker = lookupIn(catalog)(plugin.kind, plugin.name);
  return maker({...plugin.params, [knob.option]: value}) as unknown as Plugin<K>;
}

function takenFrom({signal, paths, contest, explanation}: Hashes): Partial<Hashes> {
  return {
    ...(signal !== undefined && {signal}),
    ...(paths !== undefined && {paths}),
    ...(contest !== undefined && {contest}),
    ...(explanation !== undefined && {explanation})
  };
}

/** The context of a plan; what learns first is its own model, and then each rival, which its log names. */
function contextOf({seed, learn}: Plan, {progress}: Replaying): Context {
  const parts = 1 + Object.keys(learn?.rivals ?? {}).length;
  let part = 0;
  let what = learn?.model ? `learning ${learn.model.name}` : "";
  return {
    random: random(seed),
    log(message) {
      if (!message.startsWith("learning ")) return;
      part = Math.min(part + 1, parts - 1);
      what = message;
    },
    progress: (done, total) => progress?.((part + (total > 0 ? done / total : 0)) / parts, what),
    signal: new AbortController().signal
  };
}
