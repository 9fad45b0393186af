import {whole} from "../../base/options.js";
import type {Context, Dataset, Model} from "../../plugin.js";
import {featuresOf} from "../dataset.js";
import {placesDrawn, resampled, timesDrawn} from "../ensembles/bootstrap.js";
import {fitting} from "../ensembles/members.js";
import {labelsOf} from "./scores.js";

/** Where a model's squared error comes from, each a mean over the samples. */
export interface SquaredParts {
  /** The mean over fits of (f − y)². It is `bias` + `variance` + `noise` + `cross`, up to rounding. */
  readonly loss: number;
  /** (m − truth)², m being the mean of the fits' predictions; where the truth is not known (m − y)², noise and all. */
  readonly bias: number;
  /** The mean over fits of (f − m)². */
  readonly variance: number;
  /** (y − truth)²; null where the truth is not known: it is then within `bias`, and cannot be told from it. */
  readonly noise: number | null;
  /** −2 (m − truth)(y − truth), which is 0 in expectation; 0 where the truth is not known. */
  readonly cross: number;
}

/** Where a classifier's share of wrong answers comes from (Domingos 2000), each a share of the samples. */
export interface WrongParts {
  /** The share of wrong answers, over all fits. It is `bias` + `net`. */
  readonly loss: number;
  /** Of how many samples the main answer, that of most fits, is wrong. */
  readonly bias: number;
  /** How often an answer is not the main one. */
  readonly variance: number;
  /** What the variance does to the loss: it harms where the main answer is right, and helps where it is wrong. */
  readonly net: number;
}

/** How a decomposition is made. */
export interface Refitting {
  /** How many fits, 2 or more. */
  readonly rounds: number;
  /** The rows of a block of the bootstrap that each fit learns from; 0 for all samples, so that only the seed differs. */
  readonly block: number;
}

/** The predictions of each fit, and the labels that it gives where it has classes. */
export interface Refitted {
  readonly predictions: readonly Float64Array[];
  readonly labels: readonly Float64Array[];
}

/** Fits a model again and again, on other seeds and, with blocks, other bootstraps, and predicts the same samples. */
export async function refit(
  model: Model,
  train: Dataset,
  test: Dataset,
  {rounds, block}: Refitting,
  context: Context
): Promise<Refitted> {
  whole("rounds", rounds, 2);
  whole("block", block, 0);
  const fit = fitting(context, rounds);
  const predictions: Float64Array[] = [];
  const labels: Float64Array[] = [];
  for (let round = 0; round < rounds; ++round) {
    const samples =
      block > 0
        ? resampled(train, placesDrawn(timesDrawn(train.t, block, context.random.fork(`rows ${round}`))))
        : train;
    const fitted = await fit(model, `round ${round + 1}`, samples, `round ${round}`);
    predictions.push(fitted.predict(featuresOf(test)));
    labels.push(labelsOf(fitted, test));
  }
  return {predictions, labels};
}

/** The parts of the squared error of predictions, one list a fit; `truth` is what y is without its noise. */
export function squaredParts(
  predictions: readonly Float64Array[],
  y: Float64Array,
  truth?: Float64Array
): SquaredParts {
  const n = y.length;
  const rounds = predictions.length;
  let [loss, bias, variance, noise, cross] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; ++i) {
    const main = predictions.reduce((sum, each) => sum + each[i], 0) / rounds;
    const aim = truth ? truth[i] : y[i];
    for (const each of predictions) {
      loss += (each[i] - y[i]) ** 2 / rounds;
      variance += (each[i] - main) ** 2 / rounds;
    }
    bias += (main - aim) ** 2;
    noise += (y[i] - aim) ** 2;
    cross += -2 * (main - aim) * (y[i] - aim);
  }
  return {
    loss: loss / n,
    bias: bias / n,
    variance: variance / n,
    noise: truth ? noise / n : null,
    cross: cross / n + 0
  };
}

/** The parts of the share of wrong labels, one list a fit. Of labels that are equally often the smallest is the main one. */
export function wrongParts(labels: readonly Float64Array[], y: Float64Array): WrongParts {
  const n = y.length;
  const rounds = labels.length;
  let [loss, bias, variance, net] = [0, 0, 0, 0];
  for (let i = 0; i < n; ++i) {
    const given = labels.map((each) => each[i]);
    const main = mode(given);
    const wrong = given.filter((label) => label !== y[i]).length / rounds;
    const other = given.filter((label) => label !== main).length / rounds;
    loss += wrong;
    variance += other;
    if (main === y[i]) net += other;
    else {
      bias += 1;
      net -= 1 - wrong;
    }
  }
  return {loss: loss / n, bias: bias / n, variance: variance / n, net: net / n};
}

function mode(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of [...values].sort((a, b) => a - b)) counts.set(value, (counts.get(value) ?? 0) + 1);
  let main = NaN;
  for (const [value, count] of counts) if (!(count <= (counts.get(main) ?? 0))) main = value;
  return main;
}
