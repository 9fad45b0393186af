import type {Random} from "../base/random.js";
import type {FittedFold} from "../learn/cross-predict.js";
import {take} from "../learn/dataset.js";
import {effects, quantileGrid} from "../learn/importance/effects.js";
import type {Loss} from "../learn/importance/permutation.js";
import {permute, together} from "../learn/importance/permutation.js";
import {scores} from "../learn/importance/scores.js";
import type {TreeEnsemble} from "../base/trees.js";
import type {Dataset, Fitted} from "../plugin.js";
import {meanAbsolute, treeImportance} from "../trees/explain/importance.js";
import {shapInteractions} from "../trees/explain/interactions.js";
import {shapValues} from "../trees/explain/shapley.js";
import {addTree} from "../trees/predict.js";

/**
 * What a signal's models make of their features: over all folds where it says so, else of the last fold's model on samples
 * that it was tested on. Numbers are to six digits; null where one is not determined.
 */
export interface Explanation {
  readonly names: readonly string[];
  /** What the model answers in before any transform: `label`, `log-odds`. */
  readonly unit: string;
  /** By how much the daily rank IC of each fold's test falls where a feature is dealt out anew: mean and error over folds. */
  readonly permutation: {readonly mean: Numbers; readonly error: Numbers; readonly folds: readonly Numbers[]};
  /** Of models of trees. */
  readonly trees?: {
    readonly gain: Numbers | null;
    readonly split: Numbers;
    /** The mean |Shapley value|, over all tested samples that are explained. */
    readonly shap: Numbers;
    readonly base: number;
    /** Explained samples × features, and the same of the features themselves, as they were before scaling. */
    readonly values: Numbers;
    readonly x: Numbers;
    /** Features × features: the mean |Shapley interaction value|. */
    readonly pairs: Numbers;
    /** The mean IC over the folds' tests after so many trees of each model. */
    readonly stages: {readonly trees: readonly number[]; readonly ic: Numbers};
  };
  /** Which samples are explained. */
  readonly samples: readonly {readonly t: number; readonly symbol: string; readonly prediction: number}[];
  /** What the prediction is by the values of the features that matter most. */
  readonly effects: readonly {
    readonly feature: string;
    readonly grid: Numbers;
    readonly mean: Numbers;
    /** Samples × grid. */
    readonly individual: Numbers;
  }[];
}

type Numbers = readonly (number | null)[];

const explained = 300;
const paired = 100;
const curves = 6;

/** Collects what folds say, one after another, and puts it together. */
export function explainer(random: Random): {each(fold: FittedFold): void; result(): Explanation | null} {
  const losses: Loss[][] = [];
  const stages: Stage[] = [];
  let last: FittedFold | null = null;
  return {
    each(fold) {
      const known = labelled(fold.test);
      if (known.length < 2) return;
      const test = take(fold.test, known);
      losses.push(permute(fold.fitted, test, {score: "ic", random: random.fork(fold.number), repeats: 3}));
      if (fold.fitted.trees) stages.push(stageOf(fold.fitted.trees, test));
      last = fold;
    },
    result: () => (last ? explain(last, losses, stages) : null)
  };
}

function explain({fitted, test, raw}: FittedFold, losses: Loss[][], stages: readonly Stage[]): Explanation {
  const [n, window, k] = test.shape;
  const places = spread(n, explained);
  const few = take(test, places);
  const names = few.names ?? Array.from({length: k}, (_, j) => `feature ${j}`);
  const importance = together(losses);
  const prediction = fitted.predict(few);
  const trees = fitted.trees && window === 1 ? ofTrees(fitted.trees, few, take(raw, places), stages) : undefined;
  const size = (j: number) => trees?.shap[j] ?? Math.abs(importance[j].mean);
  const order = names.map((_, j) => j).sort((a, b) => size(b) - size(a) || a - b);
  return {
    names,
    unit: fitted.trees && fitted.trees.transform.kind !== "identity" ? "log-odds" : "label",
    permutation: {
      mean: numbers(importance.map(({mean}) => mean)),
      error: numbers(importance.map(({error}) => error)),
      folds: losses.map((_, i) => numbers(importance.map(({folds}) => folds[i])))
    },
    ...(trees && {trees}),
    samples: Array.from(places, (_, i) => ({
      t: few.t[i],
      symbol: few.symbol && few.symbols ? few.symbols[few.symbol[i]] : "",
      prediction: rounded(prediction[i]) ?? NaN
    })),
    effects: order.slice(0, curves).map((j) => effectOf(fitted, few, take(raw, places), j, names[j]))
  };
}

function ofTrees(
  trees: TreeEnsemble,
  data: Dataset,
  raw: Dataset,
  stages: readonly Stage[]
): NonNullable<Explanation["trees"]> {
  const [n, , k] = data.shape;
  const shape = [n, k] as const;
  const output = trees.outputs - 1;
  const {base, values} = shapValues(trees, data.x, shape);
  const own = Float64Array.from(
    {length: n * k},
    (_, i) => values[(Math.floor(i / k) * trees.outputs + output) * k + (i % k)]
  );
  const few = Math.min(n, paired);
  const pairs = shapInteractions(trees, data.x.subarray(0, few * k), [few, k]).values;
  const sizes = new Float64Array(k * k);
  for (let i = 0; i < few; ++i)
    for (let p = 0; p < k * k; ++p) sizes[p] += Math.abs(pairs[(i * trees.outputs + output) * k * k + p]) / few;
  const {gain, split} = treeImportance(trees);
  return {
    gain: gain && numbers(gain),
    split: numbers(split),
    shap: numbers(meanAbsolute({values: own, base: Float64Array.of(base[output])}, k)),
    base: base[output],
    values: numbers(own),
    x: numbers(raw.x),
    pairs: numbers(sizes),
    stages: stagesTogether(stages)
  };
}

/** The curve on the feature's own scale, of quantiles of what was predicted. */
function effectOf(
  fitted: Fitted,
  data: Dataset,
  raw: Dataset,
  j: number,
  feature: string
): Explanation["effects"][number] {
  const grid = quantileGrid(data, j);
  const shown = quantileGrid(raw, j);
  const few = take(data, spread(data.shape[0], 60));
  const {mean} = effects(fitted, data, [j], [grid]);
  const {individual} = effects(fitted, few, [j], [grid]);
  return {
    feature,
    grid: numbers(shown.length === grid.length ? shown : grid),
    mean: numbers(mean),
    individual: numbers(individual)
  };
}

interface Stage {
  /** Numbers of trees, ascending, and the IC after so many. */
  readonly at: readonly number[];
  readonly ic: readonly number[];
  /** How many samples it was taken on. */
  readonly weight: number;
}

/** Whether the IC is taken after so many trees: often at first, where most happens. */
function isStage(m: number): boolean {
  return m <= 10 || (m <= 200 ? m % 5 === 0 : m % 25 === 0);
}

function stageOf({trees, outputs}: TreeEnsemble, test: Dataset): Stage {
  const [n, window, k] = test.shape;
  const raw = new Float64Array(n * outputs);
  const at: number[] = [];
  const ic: number[] = [];
  const score = scores.ic.on(test);
  for (const [i, tree] of trees.entries()) {
    addTree(tree, test.x, [n, window * k], raw, {output: i % outputs, outputs});
    const m = (i + 1) / outputs;
    if (!Number.isInteger(m) || !isStage(m)) continue;
    at.push(m);
    ic.push(score(outputs === 1 ? raw : raw.filter((_, place) => place % outputs === outputs - 1)));
  }
  return {at, ic, weight: n};
}

/** The folds' curves by the number of samples behind each; a model of fewer trees stays where it ended. */
function stagesTogether(stages: readonly Stage[]): {trees: readonly number[]; ic: Numbers} {
  const {at} = stages.reduce((longest, each) => (each.at.length > longest.at.length ? each : longest));
  const known = stages.filter(({ic}) => ic.length > 0);
  const total = known.reduce((sum, {weight}) => sum + weight, 0);
  const ic = at.map((_, i) =>
    known.reduce((sum, {ic, weight}) => sum + (weight / total) * ic[Math.min(i, ic.length - 1)], 0)
  );
  return {trees: at, ic: numbers(ic)};
}

function labelled({y}: Dataset): Uint32Array {
  return Uint32Array.from(y.keys()).filter((i) => Number.isFinite(y[i]));
}

/** So many places of n, evenly spread; all where there are not more. */
function spread(n: number, most: number): Uint32Array {
  const count = Math.min(n, most);
  return Uint32Array.from({length: count}, (_, i) => Math.floor((i * n) / count));
}

function numbers(values: ArrayLike<number>): Numbers {
  return Array.from(values, rounded);
}

function rounded(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : null;
}
