import type {Trading} from "../backtest/backtest.js";
import {checkControls} from "../backtest/orders/controls.js";
import {checkCash} from "../backtest/account/holdings.js";
import {checkMargin} from "../backtest/account/margin.js";
import type {DividendRule, FillRule, ShareRule, TriggerRule} from "../backtest/rules.js";
import {dividendRules, fillRules, shareRules, triggerRules} from "../backtest/rules.js";
import {checkAlgorithm, checkDelay, checkDelisting} from "../backtest/trading.js";
import {oneOf} from "../base/options.js";
import {unweighted} from "../learn/cross-predict.js";
import type {Missing} from "../learn/dataset.js";
import {missings} from "../learn/dataset.js";
import type {ScalingMethod} from "../learn/scaling.js";
import {scalings} from "../learn/scaling.js";
import type {Weighting} from "../learn/weighting.js";
import {checkWeighting} from "../learn/weighting.js";
import type {Kind, Maker, Params, Plugin, Spec} from "../plugin.js";
import {folders} from "../plugin.js";

/** What is to be learned, how it is tested and, unless the samples alone are the question, by what. */
export interface Learning {
  readonly label: Plugin<"label">;
  readonly split: Plugin<"split">;
  /** Its predictions are the field `signal`. */
  readonly model?: Plugin<"model">;
  /** What the model must beat; its predictions are the field `baseline`. A model cannot do without one. */
  readonly baseline?: Plugin<"model">;
  /** How features are scaled, by each fold's training samples alone; `standard` where left out. */
  readonly scaling?: ScalingMethod;
  /** How each fold's training samples are weighed, for the model and the baseline; all the same where left out. */
  readonly weights?: Weighting;
  /** Whether cells that lack some features are samples; `drop` where left out. `keep` needs models that heed it. */
  readonly missing?: Missing;
  /** Other ways to learn from the same samples, in the same folds, to compare with; by name. */
  readonly rivals?: Readonly<Record<string, Rival>>;
  /** Whether the run keeps what its model makes of each feature: importance, Shapley values, effects. */
  readonly explain?: boolean;
}

/** Another way to learn from the same samples; what is left out is as the experiment has it. */
export interface Rival {
  readonly label?: Plugin<"label">;
  readonly model?: Plugin<"model">;
  /** Whether it learns from labels that are shuffled among each fold's training samples: a control. */
  readonly shuffled?: boolean;
}

/** A backtest as an experiment states it: plugins and numbers only. */
export interface Backtest extends Trading {
  readonly strategy: Plugin<"strategy"> | Plugin<"algorithm">;
  readonly overlays: readonly Plugin<"overlay">[];
  readonly slippage: Plugin<"slippage">;
  readonly commission: Plugin<"commission">;
  readonly financing?: readonly Plugin<"financing">[];
}

/** Every step from the panel to the figures; a step that is left out is not taken. */
export interface Plan {
  /** Fields to add to the panel, by name. */
  readonly features: Readonly<Record<string, Plugin<"feature">>>;
  readonly learn?: Learning;
  readonly backtest?: Backtest;
  readonly metrics: readonly Plugin<"metric">[];
  readonly seed: number;
}

/** A plan as JSON. */
export type PlanSpec = {
  readonly features: Readonly<Record<string, Spec<"feature">>>;
  readonly learn?: {
    readonly label: Spec<"label">;
    readonly split: Spec<"split">;
    readonly model?: Spec<"model">;
    readonly baseline?: Spec<"model">;
    readonly scaling?: ScalingMethod;
    readonly weights?: Weighting;
    readonly missing?: Missing;
    readonly rivals?: Readonly<Record<string, RivalSpec>>;
    readonly explain?: boolean;
  };
  readonly backtest?: Omit<Backtest, "strategy" | "overlays" | "slippage" | "commission" | "financing"> & {
    readonly strategy: Spec<"strategy"> | Spec<"algorithm">;
    readonly overlays: readonly Spec<"overlay">[];
    readonly slippage: Spec<"slippage">;
    readonly commission: Spec<"commission">;
    readonly financing?: readonly Spec<"financing">[];
  };
  readonly metrics: readonly Spec<"metric">[];
  readonly seed: number;
};

/** A rival as JSON. */
export type RivalSpec = {
  readonly label?: Spec<"label">;
  readonly model?: Spec<"model">;
  readonly shuffled?: boolean;
};

/** Finds what makes a plugin. Throws, listing the names there are, where there is none. */
export type Lookup = (kind: Kind, name: string) => Maker;

/** Makers by kind and name. */
export type Catalog = Readonly<Record<string, Readonly<Record<string, Maker>>>>;

/** Looks plugins up in a catalog. */
export function lookupIn(catalog: Catalog): Lookup {
  return (kind, name) => {
    const makers = catalog[kind] ?? {};
    if (!Object.hasOwn(makers, name)) throw unknownPlugin(kind, name, Object.keys(makers));
    return makers[name];
  };
}

export function unknownPlugin(kind: Kind, name: string, names: readonly string[]): Error {
  return new Error(
    `unknown ${kind}: ${name}; ${names.length ? `${folders[kind]} are ${names.join(", ")}` : "there are none"}`
  );
}

/** Makes a plugin, and those among its options, from their JSON. */
export function revive<K extends Kind>({kind, name, params}: Spec<K>, lookup: Lookup): Plugin<K> {
  const value = (option: unknown): unknown =>
    Array.isArray(option) ? option.map(value) : isSpec(option) ? revive(option, lookup) : option;
  const options = Object.fromEntries(Object.entries(params).map(([key, option]) => [key, value(option)]));
  return lookup(kind, name)(options as Params) as unknown as Plugin<K>;
}

/** Whether a JSON value is a plugin's. */
export function isSpec(value: unknown): value is Spec {
  return typeof value === "object" && value !== null && "kind" in value && "name" in value && "params" in value;
}

/** Makes a plan from its JSON, and checks what is not a plugin's own to check. */
export function revivePlan({features, learn, backtest, metrics, seed}: PlanSpec, lookup: Lookup): Plan {
  if (!Number.isSafeInteger(seed)) throw new Error(`invalid seed: ${seed}; expected an integer`);
  const learning = learn && reviveLearning(learn, lookup);
  if (learning && backtest) checkTradable(learning);
  return {
    features: Object.fromEntries(Object.entries(features).map(([name, spec]) => [name, revive(spec, lookup)])),
    ...(learning && {learn: learning}),
    ...(backtest && {backtest: reviveBacktest(backtest, lookup)}),
    metrics: metrics.map((spec) => revive(spec, lookup)),
    seed
  };
}

const backtestKeys = {
  strategy: true,
  overlays: true,
  slippage: true,
  commission: true,
  financing: true,
  fill: true,
  triggers: true,
  good: true,
  delay: true,
  cash: true,
  shares: true,
  controls: true,
  margin: true,
  dividends: true,
  delistingReturn: true
} satisfies Record<keyof Backtest, true>;

function reviveBacktest(spec: NonNullable<PlanSpec["backtest"]>, lookup: Lookup): Backtest {
  const names = Object.keys(backtestKeys);
  const unknown = Object.keys(spec).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`unknown backtest option: ${unknown}; options are ${names.join(", ")}`);
  const {strategy, overlays, slippage, commission, financing, triggers, dividends, margin, good, ...rest} = spec;
  checkList("overlays", "overlay", overlays);
  if (financing !== undefined) checkList("financing", "financing", financing);
  checkObject("margin", margin);
  if (margin !== undefined) checkMargin(margin);
  checkObject("controls", rest.controls);
  if (rest.controls !== undefined) checkControls(rest.controls);
  checkDelisting(rest);
  checkDelay(rest);
  checkCash(rest.cash);
  const made: Backtest = {
    ...rest,
    ...(margin && {margin}),
    ...(good !== undefined && {
      good: oneOf<NonNullable<Trading["good"]>>("good rule", good, ["bar", "day", "cancelled"])
    }),
    fill: oneOf<FillRule>("fill rule", spec.fill, fillRules),
    shares: oneOf<ShareRule>("share rule", spec.shares, shareRules),
    ...(triggers !== undefined && {triggers: oneOf<TriggerRule>("trigger rule", triggers, triggerRules)}),
    ...(dividends !== undefined && {dividends: oneOf<DividendRule>("dividend rule", dividends, dividendRules)}),
    strategy: strategy.kind === "algorithm" ? revive(strategy, lookup) : revive(strategy, lookup),
    overlays: overlays.map((each) => revive(each, lookup)),
    slippage: revive(slippage, lookup),
    commission: revive(commission, lookup),
    ...(financing && {financing: financing.map((each) => revive(each, lookup))})
  };
  checkAlgorithm(made);
  return made;
}

/** Throws unless it is a list of plugins of one kind. */
function checkList(what: string, kind: Kind, value: unknown): void {
  if (!Array.isArray(value))
    throw new Error(
      `invalid ${what}: ${JSON.stringify(value)}; expected a list of plugins, such as [{"kind": "${kind}", "name": …, "params": {}}]`
    );
  for (const each of value as unknown[])
    if (!isSpec(each) || each.kind !== kind)
      throw new Error(
        `invalid ${what}: ${JSON.stringify(each)}; expected {"kind": "${kind}", "name": …, "params": {}}`
      );
}

function checkObject(what: string, value: unknown): void {
  if (value !== undefined && (typeof value !== "object" || value === null || Array.isArray(value)))
    throw new Error(`invalid ${what}: ${JSON.stringify(value)}; expected an object`);
}

function reviveLearning(
  {label, split, model, baseline, scaling, weights, missing, rivals, explain}: NonNullable<PlanSpec["learn"]>,
  lookup: Lookup
): Learning {
  const learning: Learning = {
    label: revive(label, lookup),
    split: revive(split, lookup),
    ...(model && {model: revive(model, lookup)}),
    ...(baseline && {baseline: revive(baseline, lookup)}),
    ...(scaling !== undefined && {scaling: oneOf<ScalingMethod>("scaling", scaling, scalings)}),
    ...(weights && {weights: checkWeighting(weights)}),
    ...(missing !== undefined && {missing: oneOf<Missing>("missing", missing, missings)}),
    ...(explain !== undefined && {explain: flag("learn.explain", explain)}),
    ...(rivals && {
      rivals: Object.fromEntries(Object.entries(rivals).map(([name, each]) => [name, reviveRival(name, each, lookup)]))
    })
  };
  checkLearning(learning);
  return learning;
}

const rivalKeys = ["label", "model", "shuffled"];

function reviveRival(name: string, rival: RivalSpec, lookup: Lookup): Rival {
  checkObject(`rival ${name}`, rival);
  const unknown = Object.keys(rival).find((key) => !rivalKeys.includes(key));
  if (unknown !== undefined)
    throw new Error(`unknown part of rival ${name}: ${unknown}; parts are ${rivalKeys.join(", ")}`);
  const {label, model, shuffled} = rival;
  return {
    ...(label && {label: revive(label, lookup)}),
    ...(model && {model: revive(model, lookup)}),
    ...(shuffled !== undefined && {shuffled: flag(`rival ${name}: shuffled`, shuffled)})
  };
}

function flag(what: string, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new Error(`invalid ${what}: ${JSON.stringify(value)}; expected true or false`);
}

/** Throws where what is learned cannot be traded on: its split is not causal. */
export function checkTradable({split}: Learning): void {
  if (!split.causal) throw new Error(`invalid split: ${split.name} trains on the future; no backtest of it is real`);
}

/**
 * Throws where samples are scaled, weighed or compared for no model, or for one that does not heed their weights or cannot
 * do without what is missing.
 */
export function checkLearning({model, baseline, scaling, weights, missing, rivals = {}, explain}: Learning): void {
  const given = {scaling, weights, rivals: Object.keys(rivals).length > 0, explain};
  const without = Object.entries(given).find(([, value]) => value)?.[0] ?? null;
  if (!model && without !== null)
    throw new Error(`missing model: learn.${without} is for one; give a model, or leave it out`);
  for (const each of [model, baseline, ...Object.values(rivals).map(({model}) => model)]) {
    if (weights && each && each.weighted !== true) throw unweighted(each.name);
    if ((each?.ready || each?.begun) && scaling !== "none")
      throw new Error(
        `invalid scaling: ${each.name} ${each.ready ? "was trained" : "goes on from what was trained"} elsewhere and ` +
          "takes features as they are; learn.scaling is none"
      );
    if (missing === "keep" && each && each.missing !== true)
      throw new Error(
        `invalid missing: ${each.name} cannot learn from samples that lack features; leave learn.missing out, or choose a model that can`
      );
  }
}

/** The same plan with nothing to compare with, and nothing explained. */
export function withoutRivals(plan: Plan): Plan {
  if (!plan.learn?.rivals && !plan.learn?.explain) return plan;
  const {rivals: _, explain: __, ...learn} = plan.learn;
  return {...plan, learn};
}

/** Every plugin in a plan's JSON, those among options too. */
export function specsIn(value: unknown): readonly Spec[] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.values(value).flatMap(specsIn);
  return isSpec(value) ? [value, ...inside] : inside;
}
