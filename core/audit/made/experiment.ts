import type {Market} from "../../backtest/backtest.js";
import type {Panel} from "../../base/panel.js";
import {field, head} from "../../base/panel.js";
import type {Context, Label, Plugin} from "../../plugin.js";
import type {Outcome} from "../../pipeline/pipeline.js";
import {pipeline} from "../../pipeline/pipeline.js";
import type {Plan} from "../../pipeline/plan.js";
import {withoutRivals} from "../../pipeline/plan.js";
import {auditFigures} from "./alarm.js";
import {firstDifference} from "../columns.js";
import {auditExplanation, evidenceOf} from "../explanation.js";
import {auditPrices} from "./data.js";
import {auditFolds, dividedAs} from "./learning.js";
import {auditNoise} from "./noise.js";
import {shown} from "../findings.js";
import {auditPlugin} from "../plugin.js";
import {proveFormula} from "../features/proof.js";
import {reachOf} from "../features/reach.js";
import {auditDelay, auditFills, auditForecast, labelRows} from "./trading.js";
import type {Audit, Finding, PluginVerdict, Verdict} from "../verdict.js";
import {judge} from "../verdict.js";

/** An experiment's plan, what it was given, and what came of it. */
export interface Made {
  readonly market: Panel;
  readonly beside: Market;
  readonly plan: Plan;
  readonly outcome: Outcome;
  /** Whether the prices are made up. */
  readonly synthetic?: boolean;
  /**
   * The same plan of plugins that were made anew and computed nothing yet, so that what one of them keeps from the first
   * panel that it sees does not hide; the plan's own where left out.
   */
  readonly anew?: Plan;
}

/** An experiment's verdict, and those of the plugins it is made of. */
export interface ExperimentVerdict extends Verdict {
  readonly plugins: readonly PluginVerdict[];
}

/** Gives a plugin's verdict from where it was kept, or else by auditing it. */
export type Kept = (plugin: Plugin, audit: () => Promise<PluginVerdict>) => Promise<PluginVerdict>;

/**
 * Audits an experiment that was made: each of its plugins with its options; the prices it looked at; its real samples
 * and folds; whether its forecasts lie before its fills; and whether anything that it computed changes when the panel
 * ends earlier: amid the second fold's test, or where nothing was learned after two thirds of the rows. What is computed
 * again for this costs the training of two folds.
 *
 * With `deep` it is cut at three more places, learned again from labels of other rows and names, of which nothing can be
 * foretold, and traded again by what was known a bar before each decision.
 */
export async function auditExperiment(
  made: Made,
  context: Context,
  {deep = false, kept = (_, audit) => audit()}: {readonly deep?: boolean; readonly kept?: Kept} = {}
): Promise<ExperimentVerdict> {
  const {market, beside, plan, outcome} = made;
  const {learned} = outcome;
  const plugins: PluginVerdict[] = [];
  const all = pluginsOf(plan);
  const steps = all.length + (deep ? 6 : 1);
  for (const plugin of all) {
    context.signal.throwIfAborted();
    plugins.push(await kept(plugin, () => auditOne(plugin)));
    context.progress(plugins.length, steps);
  }
  const audits: Audit[] = plugins.map(({findings, checked, name}) => ({
    checked,
    findings: findings.map((each) => ({...each, message: `${name}: ${each.message}`}))
  }));
  audits.push(auditPrices(market));
  if (learned && plan.learn) {
    audits.push(auditFolds(plan.learn, learned.dataset));
    audits.push(auditForecast(plan, learned.dataset, market.times));
  }
  audits.push(auditFills(plan));
  const horizon = learned ? labelRows(learned.dataset, market.times) : 1;
  audits.push(
    auditFigures(outcome.figures, {
      plan,
      symbols: market.symbols.length,
      horizon,
      ...(made.synthetic && {synthetic: true})
    })
  );
  const shares = learned?.explanation?.trees?.shap;
  if (learned && shares && learned.dataset.shape[1] === 1) {
    const names = learned.explanation!.names;
    const sizes = shares.map((size) => size ?? 0);
    audits.push(auditExplanation(evidenceOf(learned.dataset, sizes, {horizon, names})));
  }
  const quiet: Context = {...context, log: () => {}, progress: () => {}};
  const places = cuts(made, deep);
  for (const [i, stop] of places.entries()) {
    context.signal.throwIfAborted();
    audits.push(await auditPrefix(made, stop, quiet));
    context.progress(all.length + 1 + i, steps);
  }
  if (deep) {
    audits.push(await auditNoise(made, horizon, quiet));
    context.progress(steps - 1, steps);
    audits.push(auditDelay(plan, outcome, beside));
    context.progress(steps, steps);
  }
  return {...judge(...audits), plugins};
}

/** A plugin's verdict: a formula's by its operators, as a run may have hundreds of them. */
async function auditOne(plugin: Plugin): Promise<PluginVerdict> {
  if (plugin.kind !== "feature" || plugin.formula === undefined) return auditPlugin(plugin);
  const {kind, name, params, formula} = plugin;
  return {kind, name, params, ...judge(proveFormula({...plugin, formula}))};
}

/** The plugins of a plan, each once: those that differ in their options are others. */
function pluginsOf({features, learn, backtest, metrics}: Plan): readonly Plugin[] {
  const all: (Plugin | undefined)[] = [
    ...Object.values(features),
    learn?.label,
    learn?.split,
    learn?.model,
    learn?.baseline,
    ...Object.values(learn?.rivals ?? {}).flatMap(({label, model}) => [label, model]),
    backtest?.strategy,
    ...(backtest?.overlays ?? []),
    backtest?.slippage,
    backtest?.commission,
    ...(backtest?.financing ?? []),
    ...metrics
  ];
  const each = new Map(all.filter((plugin) => plugin !== undefined).map((plugin) => [JSON.stringify(plugin), plugin]));
  return [...each.values()];
}

/**
 * The rows after which the panel is cut: amid the second fold's test, so that one fold stays whole and one gets fewer
 * samples to test, else at two thirds; deep at three more places.
 */
function cuts({market: {times}, outcome: {learned}, plan}: Made, deep: boolean): number[] {
  const count = times.length;
  const folds = learned?.prediction && plan.learn?.split.causal ? learned.folds : [];
  const {test} = folds[1] ?? folds[0] ?? {};
  const first = test ? times.findIndex((t) => t >= (test.from + test.to) / 2) + 1 : Math.floor((2 * count) / 3);
  const more = deep ? [0.5, 0.75, 0.95].map((part) => Math.floor(part * count)).filter((stop) => stop > first) : [];
  return [Math.min(Math.max(first, 2), count - 1), ...more];
}

/**
 * Makes the experiment from its first rows alone, and looks for anything that comes out otherwise than of all of them.
 * Its samples are divided as they were among all, since a split may cut at shares of the rows that there are.
 */
async function auditPrefix(made: Made, stop: number, context: Context): Promise<Audit> {
  const {market, beside, outcome} = made;
  const plan = withoutRivals(made.anew ?? made.plan);
  const known = head(market, stop);
  const n = market.symbols.length;
  const findings: Finding[] = [];
  const {learn, ...rest} = plan;
  const causal = learn?.split.causal === true;
  const {backtest, ...still} = rest;
  const trades = backtest !== undefined && (!learn || causal);
  const dataset = outcome.learned?.dataset;
  const divided = learn && causal && dataset && {...learn, split: dividedAs(learn.split, dataset, market)};
  const cutPlan: Plan = {...still, ...(divided && {learn: divided}), ...(trades && {backtest})};
  const benchmark = beside.benchmark?.subarray(0, stop);
  let again: Outcome;
  try {
    again = await pipeline(known, cutPlan, {...beside, ...(benchmark && {benchmark})}, context);
  } catch (error) {
    if (context.signal.aborted) throw error;
    const why = error instanceof Error ? error.message : String(error);
    return {checked: [], findings, skipped: [`the first ${stop} rows cannot be run alone: ${why}`]};
  }
  for (const [name, feature] of Object.entries(plan.features)) {
    const whole = field(outcome.panel, name).subarray(0, stop * n);
    const cell = firstDifference(field(again.panel, name), whole);
    if (cell < 0) continue;
    if (firstDifference(feature.compute(market), field(outcome.panel, name)) >= 0) {
      const message = `${name}: row ${Math.floor(cell / n)} is another where the first ${stop} rows are what it sees first: it keeps what it found there`;
      findings.push({rule: "hidden-state", message});
      continue;
    }
    const {rule, message} = reachOf((given) => feature.compute(given), market, Math.floor(cell / n), stop);
    findings.push({rule, message: `${name}: ${message}`});
  }
  if (learn) findings.push(...labelFindings(learn.label, outcome.panel, again.panel));
  if (learn?.model && causal && findings.length === 0) {
    const cell = firstDifference(
      masked(outcome.panel.fields.signal, again.panel.fields.signal),
      again.panel.fields.signal
    );
    if (cell >= 0) {
      const [all, part] = [outcome.panel.fields.signal[cell], again.panel.fields.signal[cell]];
      const message = `the prediction of row ${Math.floor(cell / n)} is ${shown(all, part)}, and ${shown(part, all)} when rows from ${stop} on are cut off`;
      findings.push({rule: "refit", message});
    }
  }
  if (outcome.result && again.result && findings.length === 0) {
    const rows = Math.min(outcome.result.equity.length, again.result.equity.length);
    const row = firstDifference(again.result.equity.subarray(0, rows), outcome.result.equity.subarray(0, rows));
    if (row >= 0)
      findings.push({
        rule: "look-ahead",
        message: `equity of bar ${row} changes when rows from ${stop} on are cut off`
      });
  }
  const checked = ["look-ahead", "whole-sample", ...(learn ? ["until-short" as const] : [])] as const;
  return {checked: learn?.model && causal ? [...checked, "refit"] : checked, findings};
}

/** The whole's signal where the part has one: the part's last fold may be shorter. */
function masked(whole: Float64Array, part: Float64Array): Float64Array {
  return part.map((value, i) => (Number.isNaN(value) ? NaN : whole[i]));
}

function labelFindings(label: Label, whole: Panel, part: Panel): Finding[] {
  const [all, known] = [label.compute(whole), label.compute(part)];
  const n = whole.symbols.length;
  const end = part.times.at(-1)!;
  for (let i = 0; i < known.y.length; ++i)
    if (all.until[i] <= end && !Object.is(all.y[i], known.y[i]))
      return [
        {
          rule: "until-short",
          message: `the label of row ${Math.floor(i / n)}, known by ${new Date(all.until[i]).toISOString().slice(0, 10)}, changes when later rows are cut off`
        }
      ];
  return [];
}
