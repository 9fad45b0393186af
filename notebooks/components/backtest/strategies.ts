import {decimal, percent, signedPercent} from "../../../reports/components/format.js";
import type {Knob, Values} from "./knob.js";
import {steps} from "./knob.js";

/** Something to trade by: a plugin, the words for it, and what a reader may turn. */
export interface Offer {
  readonly kind: "strategy" | "algorithm";
  readonly name: string;
  readonly title: string;
  readonly story: string;
  readonly knobs: readonly Knob[];
  /** Options that are not asked for, and those that follow from the others. */
  readonly fixed?: (values: Values) => Values;
}

const bars = (value: number) => `${value} bars`;
const times = (value: number) => `${decimal(value, 1)} ×`;
const whole = (value: number) => percent(value, 0);

function range(
  option: string,
  label: string,
  value: number,
  stops: readonly number[],
  format: (value: number) => string
): Knob {
  return {kind: "range", option, label, value, stops, format};
}

const short: Knob = {kind: "switch", option: "short", label: "Sell short as well", value: false};

/** What Apple may be traded by, in the order in which the page offers it. */
export const offers: readonly Offer[] = [
  {
    kind: "strategy",
    name: "threshold",
    title: "The model's signal",
    story: "Long while the model expects a rise beyond this over the next five days, else in cash.",
    knobs: [range("enter", "Buy above a signal of", 0, steps(-0.02, 0.02, 0.001), (value) => signedPercent(value, 1))],
    fixed: ({enter}) => ({exit: enter})
  },
  {
    kind: "strategy",
    name: "model",
    title: "The model's signal, sized",
    story: "As much as the model is sure of: its signal against its usual size, cut off at twice that.",
    knobs: [range("dead", "Nothing below … of its usual size", 0.5, steps(0, 1.5, 0.1), times), short],
    fixed: () => ({limit: 2})
  },
  {
    kind: "strategy",
    name: "sma-cross",
    title: "Moving averages",
    story: "Long while the mean of the last closes lies above that of more of them.",
    knobs: [
      range("fast", "Fast average", 20, steps(2, 60, 1), bars),
      range("slow", "Slow average", 100, steps(65, 200, 5), bars)
    ]
  },
  {
    kind: "strategy",
    name: "ema-cross",
    title: "Exponential averages",
    story: "As moving averages, but recent closes count for more.",
    knobs: [
      range("fast", "Fast average", 12, steps(2, 25, 1), bars),
      range("slow", "Slow average", 26, steps(26, 100, 2), bars),
      short
    ]
  },
  {
    kind: "strategy",
    name: "momentum",
    title: "Momentum",
    story: "Long after a rise over these bars, decided on the first bar of each month.",
    knobs: [range("window", "Rise over", 126, steps(21, 252, 21), bars), short],
    fixed: () => ({mode: "time-series", skip: 0})
  },
  {
    kind: "strategy",
    name: "mean-reversion",
    title: "Mean reversion",
    story: "Buys what has fallen far below its mean, and waits for its return.",
    knobs: [
      range("window", "Mean over", 20, steps(5, 60, 1), bars),
      range("enter", "Enter beyond … deviations", 1.5, steps(0.5, 3, 0.1), times),
      short
    ]
  },
  {
    kind: "strategy",
    name: "bollinger-reversal",
    title: "Bollinger reversal",
    story: "Buys when the close comes back into its bands from below, sells at their middle.",
    knobs: [
      range("window", "Bands over", 20, steps(5, 60, 1), bars),
      range("width", "Width, deviations", 2, steps(0.5, 3, 0.1), times),
      short
    ]
  },
  {
    kind: "strategy",
    name: "rsi-divergence",
    title: "RSI divergence",
    story: "Buys when the close makes a lower low that its relative strength does not.",
    knobs: [
      range("window", "Relative strength over", 14, steps(5, 30, 1), bars),
      range("hold", "Hold for", 20, steps(5, 60, 5), bars),
      short
    ]
  },
  {
    kind: "strategy",
    name: "buy-and-hold",
    title: "Buy and hold",
    story: "Buys once. What all others have to beat.",
    knobs: [range("weight", "Part of equity", 1, steps(0.1, 2, 0.1), whole)]
  },
  {
    kind: "algorithm",
    name: "breakout",
    title: "Breakout with stops",
    story: "Stop orders wait at the highest high and the lowest low; a trailing stop follows what they open.",
    knobs: [
      range("window", "High and low of", 20, steps(5, 100, 5), bars),
      range("stop", "Stop, average ranges away", 3, steps(0.5, 6, 0.5), times),
      range("target", "Target, average ranges away", 0, steps(0, 10, 1), (value) =>
        value === 0 ? "none" : times(value)
      ),
      range("risk", "Equity at risk in a trade", 0.02, steps(0.005, 0.1, 0.005), (value) => percent(value, 1)),
      short
    ]
  },
  {
    kind: "algorithm",
    name: "market-making",
    title: "Market making on bars",
    story: "Limit orders to buy below the close and to sell above it, anew on each bar. A bound from above.",
    knobs: [
      range("width", "Half the spread, daily deviations", 0.5, steps(0.1, 2, 0.1), times),
      range("size", "A quote, part of equity", 0.1, steps(0.05, 1, 0.05), whole),
      range("limit", "Held at most, part of equity", 0.5, steps(0.1, 1, 0.1), whole),
      range("aversion", "Aversion to what is held", 10, steps(0, 50, 5), (value) => decimal(value, 0)),
      {...short, value: true}
    ]
  },
  {
    kind: "algorithm",
    name: "scheduled-rebalance",
    title: "Scheduled rebalance",
    story: "Brings the position back to its part of equity on the first day of each period.",
    knobs: [
      {
        kind: "choice",
        option: "every",
        label: "Every",
        choices: {day: "day", week: "week", month: "month"},
        value: "month"
      },
      range("gross", "Part of equity", 0.6, steps(0.1, 1.5, 0.1), whole)
    ]
  }
];

/** The offer of a name. */
export function offerOf(name: string): Offer {
  const offer = offers.find((each) => each.name === name);
  if (!offer) throw new Error(`unknown offer: ${name}; offers are ${offers.map((each) => each.name).join(", ")}`);
  return offer;
}
