import type {Column, Panel} from "../../core/base/panel.js";
import {withField} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import type {Figures} from "../../core/evaluate/signal-metrics.js";
import {signalFigures} from "../../core/evaluate/signal-metrics.js";
import type {FoldSummary} from "../../core/learn/cross-predict.js";
import {crossPredict} from "../../core/learn/cross-predict.js";
import {makeDataset} from "../../core/learn/dataset.js";
import {addFeatures} from "../../core/pipeline/pipeline.js";
import type {Plan} from "../../core/pipeline/plan.js";
import type {Context, Dataset, Fold, Plugin} from "../../core/plugin.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";
import {mean} from "../../plugins/models/mean.js";
import {ridge} from "../../plugins/models/ridge.js";
import {walkForward} from "../../plugins/splits/walk-forward.js";

/** How to learn: the reader's choices. */
export interface Choices {
  /** Rows that the label looks ahead. */
  readonly horizon: number;
  readonly train: number;
  readonly test: number;
  readonly expanding: boolean;
  readonly penalty: number;
}

/** The choices of the experiments. */
export const usual: Choices = {horizon: 5, train: 504, test: 21, expanding: true, penalty: 100};

/** Samples and the folds that they are divided into. */
export interface Prepared {
  /** The market's panel with features. */
  readonly panel: Panel;
  readonly dataset: Dataset;
  readonly label: Column;
  readonly split: Plugin<"split">;
  readonly folds: readonly Fold[];
}

/** A plan's features of a market, and the label and folds that the reader chose. */
export function prepare(market: Panel, {features}: Plan, {horizon, train, test, expanding}: Choices): Prepared {
  const panel = addFeatures(market, {features});
  const label = forwardReturn({horizon});
  const dataset = makeDataset(panel, Object.keys(features), label, 1);
  const split = walkForward({train, test, step: test, expanding});
  return {panel, dataset, label: label.compute(panel).y, split, folds: [...split.folds(dataset)]};
}

/** A signal, with what came of it. */
export interface LearnedSignal {
  /** With the fields `signal` and `baseline`. */
  readonly panel: Panel;
  readonly label: Column;
  readonly folds: readonly FoldSummary[];
  readonly figures: Figures;
}

/** Learns a signal by walking forward with ridge regression, beside the mean of the past. */
export async function learnSignal(market: Panel, plan: Plan, choices: Choices): Promise<LearnedSignal> {
  const {panel, dataset, label, split} = prepare(market, plan, choices);
  const cells = panel.times.length * panel.symbols.length;
  const {signal, folds} = await crossPredict(dataset, split, ridge({penalty: choices.penalty}), cells, quiet());
  const {signal: baseline} = await crossPredict(dataset, split, mean(), cells, quiet());
  return {
    panel: withField(withField(panel, "signal", signal), "baseline", baseline),
    label,
    folds,
    figures: signalFigures(panel.times, signal, label, baseline, choices.horizon)
  };
}

/** The first row on which a panel has a signal. */
export function firstSignalRow({fields, symbols}: Panel): number {
  return Math.floor(fields.signal.findIndex((value) => !Number.isNaN(value)) / symbols.length);
}

function quiet(): Context {
  return {random: random(0), log: () => {}, progress: () => {}, signal: new AbortController().signal};
}
