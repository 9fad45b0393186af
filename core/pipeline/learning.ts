import type {SymbolParts} from "../base/by-symbol.js";
import {symbolSplitHash} from "../base/by-symbol.js";
import {digest} from "../base/digest.js";
import type {Column, Panel} from "../base/panel.js";
import {withField} from "../base/panel.js";
import {stage} from "../base/stage.js";
import type {ClassSummary} from "../evaluate/classification/summary.js";
import type {Figures} from "../evaluate/signal-metrics.js";
import {signalFigures} from "../evaluate/signal-metrics.js";
import type {CrossPrediction, FittedFold, FoldSummary} from "../learn/cross-predict.js";
import {crossPredict, summariseFold} from "../learn/cross-predict.js";
import {makeDataset, samplesOf} from "../learn/dataset.js";
import {weigher} from "../learn/weighting.js";
import type {Context, Dataset} from "../plugin.js";
import {classifying} from "./classifying.js";
import type {Contender} from "./contest.js";
import {contest, labelRows} from "./contest.js";
import type {Explanation} from "./explanation.js";
import {explainer} from "./explanation.js";
import {datasetFigures, pathFigures} from "./figures.js";
import type {Hashes} from "./hashes.js";
import {contestHash, explanationHash, pathsHash} from "./hashes.js";
import type {Learning} from "./plan.js";
import {checkLearning} from "./plan.js";

/** What there was to learn and, where there was a model, what it learned. */
export interface Learned {
  readonly dataset: Dataset;
  /** The label of every cell, T × N. */
  readonly label: Column;
  readonly folds: readonly FoldSummary[];
  /** The symbols of each part, of a split that draws them. */
  readonly parts?: SymbolParts;
  readonly prediction?: CrossPrediction;
  /** What was taken for what, where the model tells classes apart. */
  readonly classes?: ClassSummary;
  /** The model, the baseline and the rivals beside one another, where there are rivals. */
  readonly contest?: readonly Contender[];
  /** What the signal's models make of their features, where the plan asks for it. */
  readonly explanation?: Explanation;
}

/** What learning leaves. */
export interface LearnedStage {
  readonly learned: Learned;
  /** With `signal` and `baseline`, where there is a model. */
  readonly panel: Panel;
  readonly figures: Figures;
  readonly hashes: Partial<Hashes>;
}

/** Learns from a panel's features. Throws where there is no sample, and where a model has no baseline. */
export async function learn(
  panel: Panel,
  names: readonly string[],
  learning: Learning,
  context: Context
): Promise<LearnedStage> {
  checkLearning(learning);
  const {label, split, model, baseline, scaling, weights, missing, rivals, explain} = learning;
  const samples = new Map<number, Dataset>();
  const data = (window: number) => {
    const made = samples.get(window) ?? makeDataset(panel, names, label, window, missing);
    samples.set(window, made);
    return made;
  };
  const dataset = data(model?.window ?? 1);
  if (dataset.shape[0] === 0) throw new Error("missing samples: no row has all features");
  const {y} = label.compute(panel);
  const parts = split.parts?.(panel.symbols);
  const drawn = parts && {symbols: await symbolSplitHash(parts)};
  if (!model) {
    const folds = [...split.folds(samplesOf(dataset))].map((fold) => summariseFold(dataset, fold));
    const hashes = {...drawn, samples: await digest({cell: dataset.cell, y: dataset.y, until: dataset.until})};
    return {
      learned: {dataset, label: y, folds, ...(parts && {parts})},
      panel,
      figures: datasetFigures(dataset, folds),
      hashes
    };
  }
  if (!baseline) throw new Error(`missing baseline: what ${model.name} must beat; the trivial one is mean`);
  const cells = panel.times.length * panel.symbols.length;
  const ready = {...(scaling && {scaling}), ...(weights && {weigh: weigher(panel, weights)})};
  const explaining = explain ? explainer(context.random.fork("explanation")) : null;
  const classes = classifying(y);
  const each = (fold: FittedFold) => {
    explaining?.each(fold);
    classes.each(fold);
  };
  const own = {...ready, ...((explaining ?? classes.some) && {each})};
  const ways = 1 + Object.keys(rivals ?? {}).length;
  const prediction = await crossPredict(dataset, split, model, cells, stage(context, 0, ways), own);
  const explanation = explaining?.result();
  const trivial = await crossPredict(dataset, split, baseline, cells, {...context, progress: () => {}}, ready);
  const champion = {prediction, trivial, label: y, classes};
  const contenders = rivals && (await contest(panel, data, learning, ready, champion, context));
  const horizon = labelRows(panel, dataset) - 1;
  const told = classes.summary(prediction.signal);
  const figuresOf = (signal: Column) => signalFigures(panel.times, signal, y, trivial.signal, horizon);
  return {
    learned: {
      dataset,
      label: y,
      folds: prediction.folds,
      prediction,
      ...(told && {classes: told}),
      ...(contenders && {contest: contenders}),
      ...(explanation && {explanation}),
      ...(parts && {parts})
    },
    panel: withField(withField(panel, "signal", prediction.signal), "baseline", trivial.signal),
    figures: {
      ...figuresOf(prediction.signal),
      ...classes.figures(prediction.signal),
      ...(prediction.paths && pathFigures(prediction.paths.map((path) => figuresOf(path).ic.value))),
      ...datasetFigures(dataset, prediction.folds)
    },
    hashes: {
      ...drawn,
      signal: await digest({signal: prediction.signal, baseline: trivial.signal, label: y}),
      ...(prediction.paths && {paths: await pathsHash(prediction.paths)}),
      ...(contenders && {contest: await contestHash(contenders)}),
      ...(explanation && {explanation: await explanationHash(explanation)})
    }
  };
}
