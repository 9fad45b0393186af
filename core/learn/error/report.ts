import type {Context, Dataset, Model, Split} from "../../plugin.js";
import {samplesOf, take, withLabels} from "../dataset.js";
import type {SquaredParts, WrongParts} from "./bias-variance.js";
import {refit, squaredParts, wrongParts} from "./bias-variance.js";
import {coverage, conformal} from "./intervals.js";
import type {Point} from "./curves.js";
import {learningCurve, usualShares} from "./curves.js";
import type {Score} from "./scores.js";

/** What a report is of. */
export interface ErrorQuestion {
  readonly model: Model;
  readonly data: Dataset;
  /** One that is causal; its last fold is what the decomposition and the intervals are of. */
  readonly split: Split;
  readonly score: Score;
  /** How many fits each decomposition takes. */
  readonly rounds: number;
  /** The rows of a block of the bootstrap. */
  readonly block: number;
  /** What each label is without its noise, where that is known: of made-up samples alone. */
  readonly truth?: Float64Array;
  readonly shares?: readonly number[];
  /** The share of labels that intervals are to hold. */
  readonly level?: number;
}

/** What JSON keeps: a figure that is not determined is null. */
export type Plain<T> = T extends number
  ? number | null
  : T extends readonly (infer Item)[]
    ? readonly Plain<Item>[]
    : T extends object
      ? {readonly [key in keyof T]: Plain<T[key]>}
      : T;

/** Where a decomposition's variance comes from, and what came of it. */
interface Decompositions {
  /** On other seeds alone: what the luck of the training's random numbers does. */
  readonly seeds: SquaredParts;
  /** On other seeds and other bootstraps: what the luck of the sample does besides. */
  readonly bootstrap: SquaredParts;
  /** Of the labels' classes, over the bootstraps; null of a model without classes. */
  readonly wrong: WrongParts | null;
}

/** Where a model's error comes from, and how it goes with more samples: as JSON has it. */
export type ErrorReport = Plain<{
  readonly score: string;
  readonly rounds: number;
  readonly block: number;
  /** Whether `bias` is without the noise; else they cannot be told apart, and `bias` is both. */
  readonly truthKnown: boolean;
  readonly samples: {readonly train: number; readonly test: number};
  readonly decomposition: Decompositions;
  readonly learningCurve: readonly Point[];
  /** Of split conformal intervals on the last fold's tests. */
  readonly intervals: {readonly level: number; readonly covered: number; readonly width: number};
}>;

/**
 * Decomposes a model's error on the last fold over seeds and over bootstraps, draws its learning curve over all folds,
 * and measures the coverage of its intervals. The same for the same question and seed. Fits the model 2 · `rounds` + folds
 * · shares + 1 times.
 */
export async function errorReport(question: ErrorQuestion, context: Context): Promise<ErrorReport> {
  const {model, data, split, score, rounds, block, truth, shares = usualShares, level = 0.9} = question;
  const folds = split.causal ? Array.from(split.folds(samplesOf(data))) : [];
  const steps = stepper(context, 2 * rounds + folds.length * shares.length + 1);
  const curve = await learningCurve(model, data, split, score, steps("curve"), shares);
  const known = (places: Uint32Array) => places.filter((i) => !Number.isNaN(data.y[i]));
  const last = folds
    .map((fold) => ({train: known(fold.train), test: known(fold.test)}))
    .filter(({train, test}) => train.length > 0 && test.length > 0)
    .at(-1)!;
  const train = take(data, last.train);
  const test = take(data, last.test);
  const aim = truth && take(withLabels(data, truth), last.test).y;
  const bySeed = await refit(model, train, test, {rounds, block: 0}, steps("seeds"));
  const byBootstrap = await refit(model, train, test, {rounds, block}, steps("bootstrap"));
  const found = await conformal(model, train, {level, share: 0.25}, steps("intervals"));
  const report = {
    score,
    rounds,
    block,
    truthKnown: truth !== undefined,
    samples: {train: train.y.length, test: test.y.length},
    decomposition: {
      seeds: squaredParts(bySeed.predictions, test.y, aim),
      bootstrap: squaredParts(byBootstrap.predictions, test.y, aim),
      wrong: found.fitted[0].classes ? wrongParts(byBootstrap.labels, test.y) : null
    },
    learningCurve: curve,
    intervals: {level, ...coverage(found.interval(test), test.y)}
  };
  return JSON.parse(JSON.stringify(report)) as ErrorReport;
}

/** Contexts of parts of the work, each with random numbers of its own, that count on together. */
function stepper(context: Context, total: number): (part: string) => Context {
  let before = 0;
  let latest = 0;
  return (part) => {
    before += latest;
    latest = 0;
    const progress = (done: number) => {
      latest = done;
      context.progress(before + done, total);
    };
    return {...context, random: context.random.fork(part), progress};
  };
}
