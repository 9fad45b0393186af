import type {Market} from "../../core/backtest/backtest.js";
import {backtest} from "../../core/backtest/backtest.js";
import type {Panel} from "../../core/base/panel.js";
import {withField} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import type {Hashes} from "../../core/pipeline/hashes.js";
import {backtestHash, columnsHash, panelHash, withResult} from "../../core/pipeline/hashes.js";
import type {Outcome} from "../../core/pipeline/pipeline.js";
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
  readonly figures: Outcome["figures"];
  readonly hashes: Hashes;
  readonly learned?: Outcome["learned"];
  readonly result?: Result;
  /** Plugins that run in Node alone; what they made was taken as it was recorded. */
  readonly missing: readonly string[];
}

/** Makes a run again from its prices. Throws as the pipeline does, and where a plugin that cannot be spared is missing. */
export async function replay(run: LoadedRun, catalog: Catalog): Promise<Replay> {
  const {page, panel, beside} = run;
  const {spec} = page.run;
  const missing = missingPlugins(spec, catalog);
  if (missing.length > 0) return replayRecorded(run, catalog, missing);
  const plan = revivePlan(spec, lookupIn(catalog));
  const slow = slowModels(plan);
  if (slow.length > 0) return replayRecorded(run, catalog, slow);
  const outcome = await pipeline(panel, plan, beside, quietContext(plan.seed));
  const {figures, hashes, learned, result} = outcome;
  return {
    plan,
    panel: outcome.panel,
    beside,
    figures,
    hashes,
    missing,
    ...(learned && {learned}),
    ...(result && {result})
  };
}

/** The plugins of an experiment that a catalog does not have: `model lstm`. */
export function missingPlugins(spec: PlanSpec, catalog: Catalog): readonly string[] {
  const absent = specsIn(spec).filter(({kind, name}) => !Object.hasOwn(catalog[kind] ?? {}, name));
  return [...new Set(absent.map(({kind, name}) => `${kind} ${name}`))];
}

/** The models of a plan that may learn for minutes. */
function slowModels({learn}: Plan): readonly string[] {
  const models = [learn?.model, learn?.baseline, ...Object.values(learn?.rivals ?? {}).map(({model}) => model)];
  return [...new Set(models.filter((model) => model?.slow).map((model) => `model ${model!.name}`))];
}

/** What can be made again without the model: the backtest of the signal as it was recorded. */
async function replayRecorded({page, panel, beside, signals}: LoadedRun, catalog: Catalog, missing: readonly string[]) {
  const {learn: _, features, ...rest} = page.run.spec;
  const has = (name: string) => Object.hasOwn(catalog.feature ?? {}, name);
  const present = Object.fromEntries(Object.entries(features).filter(([, {name}]) => has(name)));
  const plan = revivePlan({...rest, features: present}, lookupIn(catalog));
  if (!plan.backtest || !signals) throw new Error(`missing in a browser: ${missing.join(", ")}`);
  const featured = addFeatures(panel, plan);
  const whole = withField(withField(featured, "signal", signals.signal), "baseline", signals.baseline);
  const result = backtest(whole, plan.backtest, beside, page.run.shape.start);
  const hashes = await withResult({
    panel: await panelHash(panel, beside),
    ...(Object.keys(present).length === Object.keys(features).length && {
      features: await columnsHash(featured, Object.keys(features))
    }),
    backtest: await backtestHash(result)
  });
  return {plan, panel: whole, beside, figures: backtestFigures(plan, result), hashes, result, missing};
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
  const {result: hash} = await withResult({...stages, backtest: await backtestHash(result)});
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

function quietContext(seed: number): Context {
  return {random: random(seed), log: () => {}, progress: () => {}, signal: new AbortController().signal};
}
