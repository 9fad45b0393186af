import type {FillRule, ShareRule, TriggerRule} from "../../../core/backtest/rules.js";
import type {Backtest, PlanSpec} from "../../../core/pipeline/plan.js";
import {lookupIn, revivePlan} from "../../../core/pipeline/plan.js";
import type {Spec} from "../../../core/plugin.js";
import {catalog} from "../../../plugins/catalog.js";
import {fillNames, triggerNames} from "../../../reports/components/knobs.js";
import type {Values} from "./knob.js";
import {valuesOf} from "./knob.js";
import type {Credit, Model, Optional} from "./models.js";
import {capitals, commissions, financings, limits, risks, slippages} from "./models.js";
import type {Offer} from "./strategies.js";
import {offerOf, offers} from "./strategies.js";

/** A backtest as JSON. */
export type BacktestSpec = NonNullable<PlanSpec["backtest"]>;

/** All that the reader of a backtest may turn. What is off is 0. */
export interface Settings {
  readonly strategy: string;
  /** The options of each strategy, by its name. */
  readonly options: Readonly<Record<string, Values>>;
  readonly cash: number;
  readonly shares: ShareRule;
  readonly fill: FillRule;
  readonly triggers: TriggerRule;
  readonly delay: number;
  readonly slippage: string;
  readonly commission: string;
  /** The number of each cost model, by its name. */
  readonly costs: Readonly<Record<string, number>>;
  /** The share of a bar's volume that may be traded. */
  readonly volume: number;
  readonly financing: Readonly<Record<string, number>>;
  readonly risk: Readonly<Record<string, number>>;
  readonly limits: Readonly<Record<string, number>>;
  readonly credit: Credit;
}

/** What a page begins with: Zipline's next close and unlimited credit, 5 bp slippage and 1 bp commission. */
export const usualSettings: Settings = {
  strategy: "threshold",
  options: Object.fromEntries(offers.map(({name, knobs}) => [name, valuesOf(knobs)])),
  cash: 100_000,
  shares: "whole",
  fill: "next-close",
  triggers: "pessimistic",
  delay: 0,
  slippage: "basis-points",
  commission: "per-dollar",
  costs: Object.fromEntries([...slippages, ...commissions].map(({name, knob}) => [name, knob.value])),
  volume: 0.1,
  financing: {},
  risk: {},
  limits: {},
  credit: "unlimited"
};

/** The backtest that settings ask for. An algorithm has no delay, no overlays and no fill at the close it decides on. */
export function specOf(settings: Settings): BacktestSpec {
  return specFor(offerOf(settings.strategy), settings.options[settings.strategy], settings);
}

/** The same for any offer, at the given values of its options. */
export function specFor(offer: Offer, given: Values | undefined, settings: Settings): BacktestSpec {
  const {cash, shares, triggers, volume, costs, credit} = settings;
  const itself = offer.kind === "algorithm";
  const values = given ?? valuesOf(offer.knobs);
  const slippage = modelOf(slippages, settings.slippage);
  const commission = modelOf(commissions, settings.commission);
  const charged = {[commission.knob.option]: costs[commission.name]};
  const controls = onIn(limits, settings.limits).map(({name}) => [name, settings.limits[name]]);
  return {
    strategy: {
      kind: offer.kind,
      name: offer.name,
      params: {...values, ...offer.fixed?.(values)}
    } as BacktestSpec["strategy"],
    overlays: itself
      ? []
      : onIn(risks, settings.risk).map(({name, option}) => spec("overlay", name, {[option]: settings.risk[name]})),
    slippage: spec("slippage", slippage.name, {[slippage.knob.option]: costs[slippage.name], limit: volume}),
    commission: spec("commission", commission.name, {
      ...charged,
      ...(commission.name === "maker-taker" && {maker: 0.4 * costs[commission.name]})
    }),
    financing: onIn(financings, settings.financing).map(({name}) =>
      spec("financing", name, {rate: settings.financing[name]})
    ),
    fill: itself && settings.fill === "same-close" ? "next-close" : settings.fill,
    triggers,
    delay: itself ? 0 : settings.delay,
    cash,
    shares,
    ...(controls.length > 0 && {controls: Object.fromEntries(controls)}),
    ...(credit !== "unlimited" && {
      margin: credit === "none" ? {initial: 1, maintenance: 0} : {initial: 0.5, maintenance: 0.25}
    })
  };
}

/** Makes the plugins of a backtest. Throws what they refuse. */
export function reviveTrading(backtest: BacktestSpec): Backtest {
  return revivePlan({features: {}, metrics: [], seed: 0, backtest}, lookupIn(catalog)).backtest!;
}

/** What each group of controls is set to, in a few words. */
export function summaries(settings: Settings): Readonly<Record<"trade" | "fill" | "cost" | "risk", string>> {
  const {strategy, cash, delay, triggers, costs, volume} = settings;
  const {title, kind} = offerOf(strategy);
  const itself = kind === "algorithm";
  const {fill} = specOf(settings);
  const slippage = modelOf(slippages, settings.slippage);
  const commission = modelOf(commissions, settings.commission);
  const number = ({name, knob}: Model) => knob.format(costs[name]);
  const held = onIn(financings, settings.financing).map(({label}) => label.toLowerCase().split(",")[0]);
  const kept = itself
    ? []
    : onIn(risks, settings.risk).map(({short, name, format}) => `${short} ${format(settings.risk[name])}`);
  const limited = onIn(limits, settings.limits).map(
    ({label, name, format}) => `${label.toLowerCase()} ${format(settings.limits[name])}`
  );
  const credit = {none: ["no credit"], twice: ["credit 2 ×"], unlimited: []}[settings.credit];
  return {
    trade: `${title}, ${capitals[cash] ?? cash}`,
    fill: [fillNames[fill], ...(itself || delay === 0 ? [] : [`${delay} late`]), triggerNames[triggers]].join(", "),
    cost: [
      `slippage ${number(slippage)}`,
      `commission ${number(commission)}`,
      `${Math.round(100 * volume)}% of volume`,
      ...held
    ].join(", "),
    risk: [...kept, ...limited, ...credit].join(", ") || "none"
  };
}

/** Those that are not off. */
function onIn<T extends Optional>(all: readonly T[], values: Readonly<Record<string, number>>): readonly T[] {
  return all.filter(({name}) => (values[name] ?? 0) > 0);
}

/** The model of a name. */
export function modelOf(models: readonly Model[], name: string): Model {
  const model = models.find((each) => each.name === name);
  if (!model) throw new Error(`unknown model: ${name}; models are ${models.map((each) => each.name).join(", ")}`);
  return model;
}

function spec<K extends Spec["kind"]>(kind: K, name: string, params: Spec["params"]): Spec<K> {
  return {kind, name, params};
}
