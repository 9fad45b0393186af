import type {Timeframe} from "../base/timeframe.js";
import type {Backtest, Learning, PlanSpec} from "../pipeline/plan.js";
import type {Plugin} from "../plugin.js";
import type {Adjustment} from "../store/reading/adjust.js";

/** The market that an experiment looks at. */
export interface Data {
  /** The dataset in the store, name/timeframe: `samples/1d`. */
  readonly dataset: string;
  /** All of the dataset's symbols where left out. */
  readonly symbols?: readonly string[];
  /** Instead of symbols: all that were ever in this universe between the dates; the field `member` is 1 while they are. */
  readonly universe?: string;
  /** The first day, and the day after the last: `2015-01-01`. */
  readonly from?: string;
  readonly to?: string;
  /** What was known on this day alone: later corrections are passed over. */
  readonly asOf?: string;
  /** How prices are adjusted; `none` where left out: as they were traded. */
  readonly adjust?: Adjustment;
  /** Longer bars than the dataset's, made of them. */
  readonly timeframe?: Timeframe;
  /** Still longer bars whose fields stand beside, each from its close on: of `1w` the field `1w_close`. */
  readonly longer?: readonly Timeframe[];
  /** Other series that stand beside as fields, each value from its publication on. */
  readonly series?: readonly {readonly dataset: string; readonly names?: readonly string[]}[];
  /**
   * A symbol of the dataset, or `equal-weight`: all of the panel's symbols, each day in equal parts. Its dividends are in
   * it, however the panel is adjusted: a benchmark is a total return as far as the dataset knows what was paid.
   */
  readonly benchmark?: string;
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
  /**
   * The strategy and what trading costs. Where they are left out: no overlays, the fill rule `next-close` (Zipline's), a
   * delay of 0 bars between a decision and its orders, 100,000 in cash, `whole` shares.
   */
  readonly backtest?: Pick<Backtest, "strategy" | "slippage" | "commission"> & Partial<Backtest>;
  readonly metrics?: readonly Plugin<"metric">[];
  /** 0 unless it is given. */
  readonly seed?: number;
}

/** An experiment as JSON, every default written out. */
export type ExperimentSpec = PlanSpec & {
  readonly name: string;
  readonly title: string;
  readonly question: string;
  readonly data: Data;
};

/** The experiment as JSON: what a run's id is made of, and what a page revives. */
export function toSpec(experiment: Experiment): ExperimentSpec {
  const {data, features = {}, learn, backtest, metrics = [], seed = 0} = experiment;
  const whole = {
    ...experiment,
    data: {...data, adjust: data.adjust ?? "none"},
    features,
    learn: learn && {
      ...learn,
      ...(learn.model && {scaling: learn.scaling ?? "standard"}),
      ...(typeof learn.weights === "object" && {weights: {...learn.weights, decay: learn.weights.decay ?? 1}})
    },
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
