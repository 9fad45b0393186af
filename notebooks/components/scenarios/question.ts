import type {Market} from "../../../core/backtest/backtest.js";
import type {Panel} from "../../../core/base/panel.js";
import type {PlanSpec} from "../../../core/pipeline/plan.js";
import type {Recovery} from "../../../core/scenarios/recovery.js";
import type {Feasibility} from "../../../core/scenarios/feasibility.js";
import type {StressReport} from "../../../core/scenarios/stress.js";
import type {ScenarioMark, Spec} from "../../../core/plugin.js";

/** What the page asks its Worker. */
export interface StressQuestion {
  readonly panel: Panel;
  readonly market: Market;
  readonly backtest: NonNullable<PlanSpec["backtest"]>;
  readonly scenario: Spec<"scenario">;
  readonly seeds: number;
  readonly ruin: number;
  readonly start: number;
}

/** One path, to be drawn. */
export interface Path {
  readonly seed: number;
  readonly equity: Float64Array;
  readonly survived: boolean;
  readonly recovery: Recovery;
  readonly marks: readonly ScenarioMark[];
  /** The mean of all symbols' prices on each row, relative to the first of each. */
  readonly price: Float64Array;
  readonly fills: number;
}

/** What it answers: the report without the runs, and what the charts need of them. */
export interface StressAnswer {
  readonly report: Omit<StressReport, "runs">;
  readonly times: Float64Array;
  /** Of all runs on each row: the least, the 5 %, 25 %, 50 %, 75 %, 95 % quantile and the most, as parts of the start. */
  readonly bands: readonly Float64Array[];
  /** The account without the scenario. */
  readonly calm: Float64Array;
  readonly calmPrice: Float64Array;
  readonly calmFeasibility: Feasibility;
  /** The run that ended worst, the one in the middle, and the one that ended best. */
  readonly paths: {readonly worst: Path; readonly middle: Path; readonly best: Path};
  readonly ends: Float64Array;
  readonly milliseconds: number;
}

/** A control of a scenario: its option, the words for it, and its range. */
export interface ScenarioKnob {
  readonly option: string;
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** A scenario that the page offers. */
export interface Offered {
  readonly name: string;
  readonly title: string;
  readonly story: string;
  readonly knobs: readonly ScenarioKnob[];
  /** Options that the page sets without asking. */
  readonly fixed?: Readonly<Record<string, number | string>>;
}

/** The scenarios in the order in which the page offers them. */
export const offered: readonly Offered[] = [
  {
    name: "history-replay",
    title: "2008 or 2020 again",
    story: "The market takes the shape of a crisis: its turning points, falls and volatilities.",
    knobs: []
  },
  {
    name: "flash-crash",
    title: "Flash crash",
    story: "Prices fall within days on a rush of volume, and win back a part of it.",
    knobs: [
      {option: "size", label: "Fall, part of the price", from: 0.05, to: 0.8, step: 0.05},
      {option: "bars", label: "Days it takes", from: 1, to: 20, step: 1},
      {option: "recovery", label: "Part won back", from: 0, to: 1, step: 0.1}
    ],
    fixed: {recoveryBars: 10}
  },
  {
    name: "extreme-volatility",
    title: "Extreme volatility",
    story: "Every return is so many times as large, up and down, and prices end where they would have.",
    knobs: [
      {option: "factor", label: "Volatility, times", from: 1, to: 8, step: 0.5},
      {option: "span", label: "Days", from: 21, to: 252, step: 21}
    ]
  },
  {
    name: "low-liquidity",
    title: "Low liquidity",
    story: "Only a part of the volume is left to trade with, and prices swing more.",
    knobs: [
      {option: "volume", label: "Volume left", from: 0, to: 1, step: 0.01},
      {option: "volatility", label: "Volatility, times", from: 1, to: 5, step: 0.5},
      {option: "span", label: "Days", from: 21, to: 252, step: 21}
    ]
  },
  {
    name: "gap-and-halt",
    title: "Gap and halt",
    story: "Prices open far below the last close, and then nothing is traded for days.",
    knobs: [
      {option: "gap", label: "Gap", from: -0.8, to: 0.3, step: 0.05},
      {option: "halt", label: "Days of the halt", from: 0, to: 20, step: 1},
      {option: "resumption", label: "Gap when it resumes", from: -0.5, to: 0.3, step: 0.05}
    ]
  },
  {
    name: "correlation",
    title: "All move together",
    story: "What spreads risk in calm days no longer does: correlations rise towards one.",
    knobs: [
      {option: "target", label: "Correlation of the average pair", from: 0, to: 1, step: 0.05},
      {option: "span", label: "Days", from: 21, to: 252, step: 21}
    ]
  },
  {
    name: "bootstrap",
    title: "Other orders of the same days",
    story: "Stretches of the market's own days are drawn and put together anew.",
    knobs: [{option: "block", label: "Mean length of a stretch, days", from: 1, to: 120, step: 1}]
  },
  {
    name: "garch",
    title: "Simulated volatility",
    story:
      "Returns are simulated with volatility that comes in clusters (GARCH), at the market's own mean and variance.",
    knobs: [
      {option: "alpha", label: "Weight of the last shock", from: 0, to: 0.3, step: 0.01},
      {option: "beta", label: "Weight of the last variance", from: 0.5, to: 0.98, step: 0.01}
    ]
  }
];
