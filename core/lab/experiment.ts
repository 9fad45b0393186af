import type {FillRule} from "../backtest/broker.js";
import type {ShareRule} from "../backtest/orders.js";
import type {Learning, PlanSpec} from "../pipeline/plan.js";
import type {Plugin} from "../plugin.js";

/** The market that an experiment looks at. */
export interface Data {
  /** The dataset in the store, source/timeframe: `samples/1d`. */
  readonly dataset: string;
  /** All of the dataset's symbols where left out. */
  readonly symbols?: readonly string[];
  /** The first day, and the day after the last: `2015-01-01`. */
  readonly from?: string;
  readonly to?: string;
  /** A symbol of the dataset, or `equal-weight`: all of the panel's symbols, each day in equal parts. */
  readonly benchmark?: string;
  /** Trading hours, for annual figures: `stocks` (252 sessions a year) unless they are `always`. */
  readonly hours?: "stocks" | "always";
}

/** A question put to the market, and every step to its answer. Experiments are typed modules under `experiments`. */
export interface Experiment {
  /** The module's file name without its ending: `06-backtest`. */
  readonly name: string;
  readonly title: string;
  readonly question: string;
  readonly data: Data;
  /** Fields to add to the panel, by name. */
  readonly features?: Readonly<Record<string, Plugin<"feature">>>;
  readonly learn?: Learning;
  readonly backtest?: {
    readonly strategy: Plugin<"strategy">;
    readonly overlays?: readonly Plugin<"overlay">[];
    readonly slippage: Plugin<"slippage">;
    readonly commission: Plugin<"commission">;
    /** `next-close` (Zipline's rule) unless it is given. */
    readonly fill?: FillRule;
    /** Bars between a decision and its orders; 0 unless it is given. */
    readonly delay?: number;
    /** 100,000 unless it is given, as Zipline's. */
    readonly cash?: number;
    /** `whole` unless it is given. */
    readonly shares?: ShareRule;
  };
  readonly metrics?: readonly Plugin<"metric">[];
  /** 0 unless it is given. */
  readonly seed?: number;
}

/** An experiment as JSON, every default written out. */
export type ExperimentSpec = PlanSpec & {
  readonly name: string;
  readonly title: string;
  readonly question: string;
  readonly data: Data & {readonly hours: "stocks" | "always"};
};

/** The experiment as JSON: what a run's id is made of, and what a page revives. */
export function toSpec(experiment: Experiment): ExperimentSpec {
  const {data, features = {}, backtest, metrics = [], seed = 0} = experiment;
  const whole = {
    ...experiment,
    data: {...data, hours: data.hours ?? "stocks"},
    features,
    backtest: backtest && {
      ...backtest,
      overlays: backtest.overlays ?? [],
      fill: backtest.fill ?? "next-close",
      delay: backtest.delay ?? 0,
      cash: backtest.cash ?? 100_000,
      shares: backtest.shares ?? "whole"
    },
    metrics,
    seed
  };
  return JSON.parse(JSON.stringify(whole)) as ExperimentSpec;
}
