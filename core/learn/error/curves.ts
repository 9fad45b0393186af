import {between} from "../../base/options.js";
import {rowsOf} from "../../base/samples.js";
import {deviation, mean} from "../../base/stats.js";
import type {Context, Dataset, Fold, Model, Split} from "../../plugin.js";
import {samplesOf, take} from "../dataset.js";
import {fitting} from "../ensembles/members.js";
import type {Score} from "./scores.js";
import {scoreOf} from "./scores.js";

/** A score over folds. */
export interface Band {
  readonly mean: number;
  /** The standard deviation over the folds (divisor n − 1); `NaN` of one. */
  readonly deviation: number;
  readonly folds: readonly number[];
}

/** Scores at one point of a curve. */
export interface Point {
  /** The share of the training rows, or the value of the parameter. */
  readonly at: number;
  /** The mean number of samples trained on. */
  readonly samples: number;
  /** On the samples trained on. */
  readonly train: Band;
  /** On the folds' test samples, which came later. */
  readonly test: Band;
}

/** The usual shares of a learning curve. */
export const usualShares = [0.1, 0.25, 0.5, 0.75, 1] as const;

/**
 * How a score goes with the number of samples: each fold's model is fitted on the latest share of its training rows, and
 * scored on these and on the fold's test samples. Every fit at a fold has the same random numbers. Throws where the split
 * is not causal, since the curve would be of a model that knows its future.
 */
export async function learningCurve(
  model: Model,
  data: Dataset,
  split: Split,
  score: Score,
  context: Context,
  shares: readonly number[] = usualShares
): Promise<readonly Point[]> {
  if (shares.length === 0) throw new Error("missing shares: a learning curve needs at least one");
  for (const share of shares) between("share of a learning curve", share, 1e-6, 1);
  const folds = causalFolds(data, split);
  return curve(
    shares.map((share) => ({at: share, model, folds: folds.map((fold) => latest(data, fold, share))})),
    data,
    score,
    context
  );
}

/** How a score goes with a parameter: each value's model is fitted on each fold. Throws as `learningCurve` does. */
export async function validationCurve(
  models: readonly {readonly at: number; readonly model: Model}[],
  data: Dataset,
  split: Split,
  score: Score,
  context: Context
): Promise<readonly Point[]> {
  if (models.length === 0) throw new Error("missing values: a validation curve needs a model of at least one");
  const folds = causalFolds(data, split);
  return curve(
    models.map((each) => ({...each, folds})),
    data,
    score,
    context
  );
}

async function curve(
  points: readonly {readonly at: number; readonly model: Model; readonly folds: readonly Fold[]}[],
  data: Dataset,
  score: Score,
  context: Context
): Promise<readonly Point[]> {
  const fit = fitting(context, points.reduce((sum, {folds}) => sum + folds.length, 0)); // prettier-ignore
  const out: Point[] = [];
  for (const {at, model, folds} of points) {
    const train: number[] = [];
    const test: number[] = [];
    for (const [f, fold] of folds.entries()) {
      const samples = take(data, fold.train);
      const fitted = await fit(model, `at ${at}, fold ${f + 1}`, samples, `fold ${f}`);
      train.push(scoreOf(score, fitted, samples));
      test.push(scoreOf(score, fitted, take(data, fold.test)));
    }
    out.push({at, samples: mean(folds.map((fold) => fold.train.length)), train: band(train), test: band(test)});
  }
  return out;
}

/** The folds, of training and test samples whose label is known. */
function causalFolds(data: Dataset, split: Split): readonly Fold[] {
  if (!split.causal)
    throw new Error("invalid split: it trains on what comes after its tests; give one that is causal, as walk-forward");
  const known = (places: Uint32Array) => places.filter((i) => !Number.isNaN(data.y[i]));
  const folds = Array.from(split.folds(samplesOf(data)), ({train, test}) => ({train: known(train), test: known(test)}));
  const used = folds.filter(({train, test}) => train.length > 0 && test.length > 0);
  if (used.length === 0) throw new Error(`missing samples: none of ${folds.length} folds has any to train and to test`);
  return used;
}

/** The fold with the latest share of its training rows, one at least. */
function latest({t}: Dataset, {train, test}: Fold, share: number): Fold {
  const {row, times} = rowsOf(Float64Array.from(train, (i) => t[i]));
  const first = times.length - Math.max(1, Math.round(share * times.length));
  return {train: train.filter((_, place) => row[place] >= first), test};
}

function band(folds: readonly number[]): Band {
  return {mean: mean(folds), deviation: folds.length > 1 ? deviation(folds) : NaN, folds};
}
