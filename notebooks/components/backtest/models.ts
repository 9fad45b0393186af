import {decimal, percent, trimmed} from "../../../reports/components/format.js";
import type {RangeKnob} from "./knob.js";
import {steps} from "./knob.js";

/** A model of what trading costs, with the one number that a reader may turn. */
export interface Model {
  readonly name: string;
  readonly title: string;
  readonly knob: RangeKnob;
}

function model(
  name: string,
  title: string,
  option: string,
  label: string,
  value: number,
  stops: readonly number[],
  format: (value: number) => string
): Model {
  return {name, title, knob: {kind: "range", option, label, value, stops, format}};
}

const points = (value: number) => `${trimmed(value, 1)} bp`;
const cents = (value: number) => `$${decimal(value, value < 0.1 ? 3 : 2)}`;

/** What trading does to the price. */
export const slippages: readonly Model[] = [
  model("basis-points", "A part of the price", "points", "Slippage", 5, steps(0, 50, 1), points),
  model("fixed-spread", "A fixed spread", "spread", "Spread", 0.05, steps(0, 1, 0.05), cents),
  model("volume-share", "By the share of volume", "impact", "Impact", 0.1, steps(0, 1, 0.05), (value) =>
    trimmed(value)
  ),
  model("square-root-impact", "Square-root impact", "coefficient", "Coefficient", 1, steps(0, 3, 0.1), (value) =>
    decimal(value, 1)
  ),
  model("volatility-volume-share", "Futures: volatility and volume", "eta", "Eta", 0.05, steps(0, 0.3, 0.01), (value) =>
    decimal(value, 2)
  )
];

/** What the broker charges. */
export const commissions: readonly Model[] = [
  model("per-dollar", "A part of the value", "rate", "Commission", 1e-4, steps(0, 5e-3, 1e-4), (value) =>
    points(value * 1e4)
  ),
  model("per-share", "For each share", "cost", "Commission a share", 0.001, steps(0, 0.05, 0.001), cents),
  model("per-trade", "For each order", "cost", "Commission an order", 1, steps(0, 50, 1), cents),
  model(
    "maker-taker",
    "Maker and taker",
    "taker",
    "Taker; resting orders pay two fifths",
    5e-4,
    steps(0, 5e-3, 1e-4),
    (value) => points(value * 1e4)
  )
];

/** Something that is off at 0. */
export interface Optional {
  readonly name: string;
  readonly label: string;
  readonly stops: readonly number[];
  readonly format: (value: number) => string;
}

const off = (format: (value: number) => string) => (value: number) => (value === 0 ? "off" : format(value));
const part = off((value) => percent(value, 0));
const rate = off((value) => `${percent(value, 1)} a year`);

/** What it costs or earns to hold. */
export const financings: readonly Optional[] = [
  {name: "borrow-fee", label: "Borrow fee, on shorts", stops: steps(0, 0.2, 0.005), format: rate},
  {name: "cash-interest", label: "Interest on cash", stops: steps(0, 0.08, 0.005), format: rate},
  {name: "margin-interest", label: "Interest on credit", stops: steps(0, 0.12, 0.005), format: rate}
];

/** Overlays over target weights, in the order in which they are applied. */
export const risks: readonly (Optional & {readonly option: string; readonly short: string})[] = [
  {
    name: "volatility-target",
    option: "target",
    label: "Volatility held at",
    short: "volatility",
    stops: [0, ...steps(0.05, 0.4, 0.01)],
    format: off((value) => `${percent(value, 0)} a year`)
  },
  {
    name: "stop-loss",
    option: "loss",
    label: "Stop-loss",
    short: "stop",
    stops: [0, ...steps(0.01, 0.3, 0.01)],
    format: part
  },
  {
    name: "trailing-stop",
    option: "trail",
    label: "Trailing stop",
    short: "trailing",
    stops: [0, ...steps(0.01, 0.3, 0.01)],
    format: part
  },
  {
    name: "atr-stop",
    option: "multiple",
    label: "Stop, average ranges",
    short: "ranges",
    stops: [0, ...steps(0.5, 8, 0.5)],
    format: off((value) => `${decimal(value, 1)} ×`)
  },
  {
    name: "drawdown-limit",
    option: "most",
    label: "Out after a drawdown of",
    short: "drawdown",
    stops: [0, ...steps(0.02, 0.4, 0.01)],
    format: part
  }
];

/** Limits of the account, which algorithms have too. */
export const limits: readonly Optional[] = [
  {
    name: "maxPosition",
    label: "A position at most",
    stops: [0, ...steps(0.1, 2, 0.1)],
    format: (value) => (value === 0 ? "no limit" : `${percent(value, 0)} of equity`)
  },
  {
    name: "maxLeverage",
    label: "Leverage at most",
    stops: [0, ...steps(0.2, 3, 0.1)],
    format: (value) => (value === 0 ? "no limit" : `${decimal(value, 1)} ×`)
  }
];

/** What may be bought on credit. */
export const credits = {none: "none", twice: "2 ×", unlimited: "any"} as const;
export type Credit = keyof typeof credits;

/** Capital to choose from. */
export const capitals: Readonly<Record<string, string>> = {
  10000: "10 thousand",
  100000: "100 thousand",
  1000000: "1 million",
  10000000: "10 million",
  100000000: "100 million",
  1000000000: "1 billion",
  10000000000: "10 billion"
};
