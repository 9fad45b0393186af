import type {Market} from "../../core/backtest/backtest.js";
import type {Column, Panel} from "../../core/base/panel.js";
import {withField} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import type {Figures} from "../../core/evaluate/signal-metrics.js";
import {signalFigures} from "../../core/evaluate/signal-metrics.js";
import type {FoldSummary} from "../../core/learn/cross-predict.js";
import {crossPredict} from "../../core/learn/cross-predict.js";
import {makeDataset} from "../../core/learn/dataset.js";
import {addFeatures} from "../../core/pipeline/pipeline.js";
import type {Context, Dataset, Plugin} from "../../core/plugin.js";
import {atr} from "../../plugins/features/atr.js";
import {bollinger} from "../../plugins/features/bollinger.js";
import {gap} from "../../plugins/features/gap.js";
import {macd} from "../../plugins/features/macd.js";
import {momentum} from "../../plugins/features/momentum.js";
import {obv} from "../../plugins/features/obv.js";
import {rangePosition} from "../../plugins/features/range-position.js";
import {returns} from "../../plugins/features/returns.js";
import {rsi} from "../../plugins/features/rsi.js";
import {smaDistance} from "../../plugins/features/sma-distance.js";
import {volatility} from "../../plugins/features/volatility.js";
import {volumeZscore} from "../../plugins/features/volume-zscore.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";
import {mean} from "../../plugins/models/mean.js";
import {ridge} from "../../plugins/models/ridge.js";
import {walkForward} from "../../plugins/splits/walk-forward.js";

/** The features that the pages on Apple learn from. */
export const features: Readonly<Record<string, Plugin<"feature">>> = {
  return1: returns({window: 1}),
  return5: returns({window: 5}),
  return21: returns({window: 21}),
  momentum: momentum({window: 126, skip: 21}),
  rsi: rsi({window: 14}),
  macd: macd({output: "histogram"}),
  bollinger: bollinger({window: 20, output: "position"}),
  atr: atr({window: 14, relative: true}),
  obv: obv({window: 21}),
  sma50: smaDistance({window: 50}),
  volatility: volatility({window: 21}),
  volumeScore: volumeZscore({window: 21}),
  range: rangePosition({window: 14}),
  gap: gap()
};

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
  readonly panel: Panel;
  readonly dataset: Dataset;
  readonly label: Column;
  readonly folds: readonly {readonly train: Uint32Array; readonly test: Uint32Array}[];
}

/** Features, label and folds of a market. */
export function prepare(market: Panel, {horizon, train, test, expanding}: Choices): Prepared {
  const panel = addFeatures(market, {features});
  const label = forwardReturn({horizon});
  const dataset = makeDataset(panel, Object.keys(features), label, 1);
  const folds = [...walkForward({train, test, step: test, expanding}).folds(dataset)];
  return {panel, dataset, label: label.compute(panel).y, folds};
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
export async function learnSignal(market: Panel, choices: Choices): Promise<LearnedSignal> {
  const {panel, dataset, label} = prepare(market, choices);
  const {horizon, train, test, expanding, penalty} = choices;
  const split = walkForward({train, test, step: test, expanding});
  const cells = panel.times.length * panel.symbols.length;
  const {signal, folds} = await crossPredict(dataset, split, ridge({penalty}), cells, quiet());
  const {signal: baseline} = await crossPredict(dataset, split, mean(), cells, quiet());
  return {
    panel: withField(withField(panel, "signal", signal), "baseline", baseline),
    label,
    folds,
    figures: signalFigures(panel.times, signal, label, baseline, horizon)
  };
}

/** The first row on which a panel has a signal. */
export function firstSignalRow({fields, symbols}: Panel): number {
  return Math.floor(fields.signal.findIndex((value) => !Number.isNaN(value)) / symbols.length);
}

/** The rows of a market's benchmark from `start` on. */
export function benchmarkFrom({benchmark}: Market, start: number): Float64Array {
  return benchmark?.subarray(start) ?? new Float64Array();
}

function quiet(): Context {
  return {random: random(0), log: () => {}, progress: () => {}, signal: new AbortController().signal};
}
