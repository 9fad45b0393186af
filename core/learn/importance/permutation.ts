import {whole} from "../../base/options.js";
import type {Random} from "../../base/random.js";
import {rowsOf} from "../../base/samples.js";
import {deviation, mean} from "../../base/stats.js";
import type {Context, Dataset, Fitted, Model} from "../../plugin.js";
import {sampleOf} from "../dataset.js";
import {checkFeature, predictChanged, withoutFeatures} from "./columns.js";
import type {ScoreName} from "./scores.js";
import {scores} from "./scores.js";

/** Features that are permuted together: what one of them knows, the others cannot make good. */
export interface FeatureGroup {
  readonly name: string;
  readonly features: readonly number[];
}

export interface PermutationOptions {
  readonly score: ScoreName;
  readonly random: Random;
  /** How often each is permuted anew; 5 where left out. */
  readonly repeats?: number;
  /** `time` permutes among the samples of one instant only: what a feature knows of the instant itself stays. */
  readonly within?: "all" | "time";
  /** Each feature by itself where left out. */
  readonly groups?: readonly FeatureGroup[];
}

/** What a fold's model loses without a feature. */
export interface Loss {
  readonly name: string;
  /** By how much the score is worse, above 0 where the feature helps, of each repeat. */
  readonly drops: Float64Array;
}

/** A model, and samples that it never saw, as it sees them. */
export interface FittedFold {
  readonly number: number;
  readonly fitted: Fitted;
  readonly test: Dataset;
}

/** What folds say of a feature together. */
export interface Importance {
  readonly name: string;
  /** The mean over folds of how much worse the score is without it. */
  readonly mean: number;
  /**
   * The standard error of that: from fold to fold where there are two or more, else from repeat to repeat, which does
   * not know of the chance that is in the samples. Folds that train on the same samples agree more than they would
   * else.
   */
  readonly error: number;
  /** Of each fold, in order. */
  readonly folds: Float64Array;
}

/**
 * By how much a model's score is worse on samples that it never saw once a feature's values, or those of a group, are
 * dealt out among them anew (Breiman 2001): it keeps its values, and loses what they know of the label. Of a window,
 * that of all its rows. What is known from another feature too is credited to neither: group those. Each sample's
 * features may become such as never come together.
 */
export function permute(fitted: Fitted, test: Dataset, options: PermutationOptions): Loss[] {
  const {score: name, random, repeats = 5, within = "all"} = options;
  whole("repeats", repeats);
  const [n, window, k] = test.shape;
  if (n < 2) throw new Error(`missing samples: ${n} to permute; give at least two`);
  const groups = options.groups ?? eachFeature(test);
  for (const {features} of groups) for (const feature of features) checkFeature(feature, test);
  const blocks = within === "time" ? blocksOf(test.t) : [Uint32Array.from({length: n}, (_, i) => i)];
  if (blocks.every(({length}) => length < 2))
    throw new Error("invalid within: time, where no instant has two samples; permute among all of them");
  const {sign} = scores[name];
  const score = scores[name].on(test);
  const complete = score(predictChanged(fitted, test, () => {}));
  const sample = sampleOf(test);
  return groups.map(({name: called, features}) => {
    const own = random.fork(called);
    const drops = Float64Array.from({length: repeats}, (_, repeat) => {
      const other = shuffledWithin(blocks, n, own.fork(repeat));
      const prediction = predictChanged(fitted, test, (values, i) => {
        const from = sample(other[i]);
        for (let row = 0; row < window; ++row) for (const j of features) values[row * k + j] = from[row * k + j];
      });
      return sign * (complete - score(prediction)) + 0;
    });
    return {name: called, drops};
  });
}

/**
 * By how much a model's score on the test is worse when it is trained without a feature, or a group. What other
 * features know too is not missed; each costs a training of its own. Both times the same random numbers.
 */
export async function dropColumns(
  model: Model,
  train: Dataset,
  test: Dataset,
  context: Context,
  {score: name, groups}: Pick<PermutationOptions, "score" | "groups">
): Promise<Loss[]> {
  const score = scores[name];
  const scoreOf = async (learn: Dataset, ask: Dataset) => {
    context.signal.throwIfAborted();
    const fitted = await model.fit(learn, {...context, random: context.random.fork("drop")});
    return score.of(
      predictChanged(fitted, ask, () => {}),
      ask
    );
  };
  const all = await scoreOf(train, test);
  const losses: Loss[] = [];
  const list = groups ?? eachFeature(test);
  for (const [done, {name: called, features}] of list.entries()) {
    const left = await scoreOf(withoutFeatures(train, features), withoutFeatures(test, features));
    losses.push({name: called, drops: Float64Array.of(score.sign * (all - left))});
    context.progress(done + 1, list.length);
  }
  return losses;
}

/** Permutes on one fold after another; `result` is what they say together, in the order of the features. */
export function permutationByFold(options: PermutationOptions): {
  onFold(fold: FittedFold): void;
  result(): Importance[];
} {
  const folds: Loss[][] = [];
  return {
    onFold: ({number, fitted, test}) =>
      void folds.push(permute(fitted, test, {...options, random: options.random.fork(`fold ${number}`)})),
    result: () => together(folds)
  };
}

/** What folds say together of each feature. Throws where there is none. */
export function together(folds: readonly (readonly Loss[])[]): Importance[] {
  if (folds.length === 0) throw new Error("missing folds: none was given");
  return folds[0].map(({name}, j) => {
    const means = Float64Array.from(folds, (fold) => mean(fold[j].drops));
    const spread = means.length > 1 ? means : folds[0][j].drops;
    const error = spread.length > 1 ? deviation(spread) / Math.sqrt(spread.length) : NaN;
    return {name, mean: mean(means), error, folds: means};
  });
}

function eachFeature({shape, names}: Pick<Dataset, "shape" | "names">): FeatureGroup[] {
  return Array.from({length: shape[2]}, (_, j) => ({name: names?.[j] ?? `feature ${j}`, features: [j]}));
}

/** The places of samples by instant. */
function blocksOf(t: Float64Array): Uint32Array[] {
  const {row, times} = rowsOf(t);
  const blocks = times.map((): number[] => []);
  for (const [i, place] of row.entries()) blocks[place].push(i);
  return blocks.map((block) => Uint32Array.from(block));
}

/** For each sample the one whose values it gets, of its own block. */
function shuffledWithin(blocks: readonly Uint32Array[], n: number, {integer}: Random): Uint32Array {
  const other = new Uint32Array(n);
  for (const block of blocks) {
    const drawn = block.slice();
    for (let i = drawn.length - 1; i > 0; --i) {
      const j = integer(i + 1);
      [drawn[i], drawn[j]] = [drawn[j], drawn[i]];
    }
    block.forEach((i, place) => (other[i] = drawn[place]));
  }
  return other;
}
