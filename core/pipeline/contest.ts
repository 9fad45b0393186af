import type {Column, Panel} from "../base/panel.js";
import {stage} from "../base/stage.js";
import {fewestNames, informationCoefficients, serialCoefficient} from "../evaluate/information-coefficient.js";
import type {ClassSummary} from "../evaluate/classification/summary.js";
import type {Figures} from "../evaluate/signal-metrics.js";
import {signalFigures} from "../evaluate/signal-metrics.js";
import type {CrossPrediction, FoldSummary, Readying} from "../learn/cross-predict.js";
import {crossPredict} from "../learn/cross-predict.js";
import {withLabels} from "../learn/dataset.js";
import type {Context, Dataset, Plugin} from "../plugin.js";
import type {Classifying} from "./classifying.js";
import {classifying} from "./classifying.js";
import type {Learning} from "./plan.js";

/** One way of several to learn from the same samples, and how well it foretold its label out of sample. */
export interface Contender {
  /** `model`, `baseline`, or the rival's name. */
  readonly name: string;
  /** The model's name. */
  readonly model: string;
  /** By how many rows neighbouring labels overlap: the rows that a forward return spans. */
  readonly horizon: number;
  readonly shuffled: boolean;
  readonly figures: Figures;
  /** What was taken for what, where it tells classes apart. */
  readonly classes?: ClassSummary;
  /**
   * Of each fold's test span, the mean of the daily information coefficients, or, where rows have too few names for one,
   * the rank correlation of all its cells; `NaN` where there is none.
   */
  readonly folds: readonly {readonly from: number; readonly to: number; readonly ic: number}[];
}

/** What is needed to judge a signal. */
export interface Judged {
  readonly signal: Column;
  readonly label: Column;
  readonly baseline: Column;
  readonly folds: readonly FoldSummary[];
  /** See `Contender`. */
  readonly horizon: number;
  /** What its folds' models said of classes. */
  readonly classes: Classifying;
}

/** What the experiment itself has learned. */
export interface Champion {
  readonly prediction: CrossPrediction;
  readonly trivial: CrossPrediction;
  readonly label: Column;
  /** What its folds' models said of classes. */
  readonly classes: Classifying;
}

/**
 * Learns in every way that an experiment names and puts them beside one another: first its own model, then the baseline,
 * then the rivals. Folds, scaling, weights and seed are the same for all; a rival with a label of its own is held
 * against the baseline's predictions of that label.
 */
export async function contest(
  panel: Panel,
  data: (window: number) => Dataset,
  {label, split, model, baseline, rivals = {}}: Learning,
  ready: Readying,
  {prediction, trivial, label: y, classes}: Champion,
  context: Context
): Promise<readonly Contender[]> {
  if (!model || !baseline) throw new Error("missing model: there is nothing to compare with");
  const cells = panel.times.length * panel.symbols.length;
  const horizon = labelRows(panel, data(model.window)) - 1;
  const own = {label: y, baseline: trivial.signal, horizon};
  const judged = (
    name: string,
    by: string,
    {signal, folds}: CrossPrediction,
    given: Omit<Judged, "signal" | "folds">
  ) => judge(name, by, false, panel, {...given, signal, folds});
  const out = [
    judged("model", model.name, prediction, {...own, classes}),
    judged("baseline", baseline.name, trivial, {...own, classes: classifying(y)})
  ];
  const quiet = {...context, progress: () => {}};
  const labels = new Map<Plugin<"label">, ReturnType<Plugin<"label">["compute"]>>();
  for (const [i, [name, rival]] of Object.entries(rivals).entries()) {
    context.log(`learning ${name}, ${i + 1} of ${Object.keys(rivals).length} to compare with`);
    const by = rival.model ?? model;
    const towards = rival.label ?? label;
    if (!labels.has(towards)) labels.set(towards, towards.compute(panel));
    const {y, until} = labels.get(towards)!;
    const labelled = (window: number) => {
      const samples = data(window);
      if (towards === label) return samples;
      const pick = (column: Column) => Float64Array.from(samples.cell, (cell) => column[cell]);
      return withLabels(samples, pick(y), pick(until));
    };
    const told = classifying(y);
    const readied = {...ready, shuffled: rival.shuffled ?? false, ...(told.some && {each: told.each})};
    const samples = labelled(by.window);
    const part = stage(context, i + 1, 1 + Object.keys(rivals).length);
    const made = await crossPredict(samples, split, by, cells, part, readied);
    const least = towards === label ? trivial : await crossPredict(samples, split, baseline, cells, quiet, ready);
    const given = {signal: made.signal, folds: made.folds, label: y, baseline: least.signal, classes: told};
    const most = labelRows(panel, samples) - 1;
    out.push(judge(name, by.name, readied.shuffled, panel, {...given, horizon: most}));
  }
  return out;
}

function judge(name: string, model: string, shuffled: boolean, panel: Panel, given: Judged): Contender {
  const {signal, label, baseline, horizon, folds, classes} = given;
  const figures = {...signalFigures(panel.times, signal, label, baseline, horizon), ...classes.figures(signal)};
  const told = classes.summary(signal);
  return {
    name,
    model,
    horizon,
    shuffled,
    figures,
    ...(told && {classes: told}),
    folds: foldCoefficients(panel, signal, label, folds)
  };
}

/** The information coefficient of each fold's test span. */
export function foldCoefficients(
  {times, symbols}: Panel,
  signal: Column,
  label: Column,
  folds: readonly FoldSummary[]
): Contender["folds"] {
  const n = symbols.length;
  const daily = n < fewestNames ? null : informationCoefficients(times, signal, label);
  return folds.map(({test: {from, to}}) => {
    if (daily) {
      const within = daily.filter(({t}) => t >= from && t <= to);
      return {from, to, ic: within.reduce((sum, {ic}) => sum + ic, 0) / within.length};
    }
    const first = times.findIndex((t) => t >= from);
    const end = times.findLastIndex((t) => t <= to) + 1;
    const cut = (column: Column) => column.subarray(first * n, end * n);
    return {from, to, ic: serialCoefficient(cut(signal), cut(label)).rank};
  });
}

/** The largest number of rows from a sample to the row on which its label is known. */
export function labelRows({times}: Panel, {t, until}: Pick<Dataset, "t" | "until">): number {
  const row = new Map(Array.from(times, (time, i) => [time, i]));
  let most = 1;
  for (let i = 0; i < t.length; ++i) {
    const end = row.get(until[i]);
    if (end !== undefined) most = Math.max(most, end - row.get(t[i])!);
  }
  return most;
}
