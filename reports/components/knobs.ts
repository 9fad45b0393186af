import {fillRules} from "../../core/backtest/rules.js";
import type {FillRule, TriggerRule} from "../../core/backtest/rules.js";
import type {Spec} from "../../core/plugin.js";
import type {RunPage} from "../../core/site/payload.js";

/** The one option of a cost model that a page lets its reader change. */
export interface Knob {
  readonly option: string;
  readonly unit: string;
  /** What the option is multiplied by to be written in the unit. */
  readonly scale: number;
  /** The values to choose from, ascending, the recorded one among them. */
  readonly stops: readonly number[];
}

/** What the reader may change about a backtest; a cost that has no knob stays as it was. */
export interface Settings {
  readonly commission: number | null;
  readonly slippage: number | null;
  readonly fill: FillRule;
  readonly delay: number;
}

type Range = Omit<Knob, "stops"> & {readonly most: number; readonly step: number};

const known: Readonly<Record<string, Range>> = {
  "commission/per-share": {option: "cost", unit: "per share", scale: 1, most: 0.05, step: 0.001},
  "commission/per-dollar": {option: "rate", unit: "bp of value", scale: 1e4, most: 0.005, step: 0.0001},
  "commission/per-trade": {option: "cost", unit: "an order", scale: 1, most: 20, step: 0.5},
  "commission/per-contract": {option: "cost", unit: "per contract", scale: 1, most: 5, step: 0.05},
  "commission/maker-taker": {option: "taker", unit: "bp as taker", scale: 1e4, most: 0.005, step: 0.0001},
  "slippage/basis-points": {option: "points", unit: "bp", scale: 1, most: 50, step: 1},
  "slippage/fixed-spread": {option: "spread", unit: "of spread", scale: 1, most: 1, step: 0.01},
  "slippage/volume-share": {option: "impact", unit: "impact", scale: 1, most: 1, step: 0.05},
  "slippage/square-root-impact": {option: "coefficient", unit: "× deviation", scale: 1, most: 3, step: 0.1},
  "slippage/volatility-volume-share": {option: "eta", unit: "eta", scale: 1, most: 0.25, step: 0.005}
};

/** The fill rules with the words that a page uses for them. */
export const fillNames: Readonly<Record<FillRule, string>> = {
  "next-open": "next open",
  "next-close": "next close",
  "next-vwap": "next average",
  "same-close": "same close"
};

/** How a bar sets off orders that wait for a price, in a few words. */
export const triggerNames: Readonly<Record<TriggerRule, string>> = {
  pessimistic: "stops first",
  optimistic: "limits first",
  close: "closes only"
};

/** The longest delay, in bars, that a page offers. */
export const longestDelay = 5;

export {fillRules};

/**
 * The knob of a commission or slippage plugin: of a plugin that is not known here its first numeric option, from nothing
 * to five times what was recorded. Null where it has none.
 */
export function knobOf({kind, name, params}: Spec): Knob | null {
  const range = known[`${kind}/${name}`] ?? guess(params);
  if (range === null) return null;
  const value = params[range.option];
  if (typeof value !== "number") return null;
  const count = Math.round(range.most / range.step);
  const grid = Array.from({length: count + 1}, (_, i) => Number((i * range.step).toPrecision(12)));
  const stops = [...new Set([...grid, value])].sort((a, b) => a - b);
  return {option: range.option, unit: range.unit, scale: range.scale, stops};
}

function guess(params: Spec["params"]): Range | null {
  const option = Object.keys(params).find((key) => typeof params[key] === "number" && params[key] !== 0);
  if (option === undefined) return null;
  const most = 5 * Math.abs(params[option] as number);
  return {option, unit: option, scale: 1, most, step: most / 50};
}

/** Whether what is traded gives its own orders: then it knows no delay and no fill at the close that it decides on. */
export function ordersItself({backtest}: RunPage["run"]["spec"]): boolean {
  return backtest?.strategy.kind === "algorithm";
}

/** The settings that a run was made with; null where it has no backtest. */
export function recordedSettings({spec}: RunPage["run"]): Settings | null {
  if (!spec.backtest) return null;
  const {commission, slippage, fill, delay} = spec.backtest;
  const value = (plugin: Spec) => {
    const knob = knobOf(plugin);
    return knob === null ? null : (plugin.params[knob.option] as number);
  };
  return {commission: value(commission), slippage: value(slippage), fill, delay};
}

/** Whether two settings are the same. */
export function sameSettings(a: Settings, b: Settings): boolean {
  return a.commission === b.commission && a.slippage === b.slippage && a.fill === b.fill && a.delay === b.delay;
}
