import {exp, log} from "../../base/elementary.js";
import type {Objective, Targets} from "./objective.js";
import {totalWeight} from "./objective.js";

/** The most classes that labels may have. */
const most = 1000;

/** The least a probability is taken as, so that its logarithm is a number. */
const least = 1e-15;

/** The least a second derivative is taken as. */
const leastCurve = 1e-16;

/** The labels' classes, ascending: `given` where they are. Throws where there are fewer than two or too many. */
export function classesOf(name: string, y: Float64Array, given?: readonly number[]): readonly number[] {
  const found = new Set<number>();
  for (const value of y) if (found.size <= most) found.add(value);
  const classes = given ?? Array.from(found).sort((a, b) => a - b);
  if (given) {
    const other = Array.from(found).find((value) => !given.includes(value));
    if (other !== undefined)
      throw new Error(`invalid label: ${other}; ${name} was trained before on the classes ${given.join(", ")}`);
  }
  if (classes.length > most)
    throw new Error(`invalid labels: more than ${most} different ones; ${name} needs classes, not measurements`);
  if (classes.length < 2)
    throw new Error(`invalid labels: all are ${classes.join()}; ${name} needs at least two classes`);
  return classes;
}

/** How a classification of two classes weighs them. */
export interface BinaryWeights {
  /** What samples of the second class count for. */
  readonly positive: number;
  /** Whether the samples of the rarer class count as if they were as many as those of the other. */
  readonly balanced: boolean;
}

/**
 * log(1 + exp(∓s)) of two classes, the larger label the one whose probability 1 / (1 + exp(−s)) is foretold.
 */
export function binary(targets: Targets, weights: BinaryWeights, known?: readonly number[]): Objective {
  const {y, weight} = targets;
  const classes = classesOf("binary", y, known);
  if (classes.length > 2)
    throw new Error(
      `invalid labels: ${classes.length} classes (${classes.slice(0, 6).join(", ")}${classes.length > 6 ? " …" : ""}); ` +
        "binary needs two, multiclass takes more"
    );
  if (weights.balanced && weights.positive !== 1)
    throw new Error("invalid weights of classes: both balanced and with a weight of the second; give one");
  const second = Uint8Array.from(y, (value) => (value === classes[1] ? 1 : 0));
  let positives = 0;
  for (let i = 0; i < y.length; ++i) positives += second[i] * (weight ? weight[i] : 1);
  const negatives = totalWeight(targets) - positives;
  let count = 0;
  for (const each of second) count += each;
  const ratio = weights.balanced && count > 0 && count < y.length ? count / (y.length - count) : 1;
  const of = [Math.max(1, ratio), weights.balanced ? Math.max(1, 1 / ratio) : weights.positive];
  return {
    name: "binary sigmoid:1",
    outputs: 1,
    transform: {kind: "sigmoid", slope: 1},
    classes,
    start() {
      const part = (positives * of[1]) / (positives * of[1] + negatives * of[0]);
      const p = Math.max(least, Math.min(1 - least, part));
      return Float64Array.of(log(p / (1 - p)));
    },
    derive(raw, _, gradient, hessian) {
      for (let i = 0; i < y.length; ++i) {
        const w = of[second[i]] * (weight ? weight[i] : 1);
        const p = 1 / (1 + exp(-raw[i]));
        gradient[i] = (p - second[i]) * w;
        hessian[i] = Math.max(leastCurve, p * (1 - p)) * w;
      }
    }
  };
}

/**
 * −log p of the sample's class, p_k = exp(s_k) / Σ exp(s_j). The second derivative p (1 − p) is taken `widen` times: one
 * row of the matrix of second derivatives is not the whole of it (K / (K − 1) in LightGBM, 2 in XGBoost).
 */
export function multiclass(targets: Targets, widen: number | undefined, known?: readonly number[]): Objective {
  const {y, weight} = targets;
  const classes = classesOf("multiclass", y, known);
  const k = classes.length;
  const place = new Map(classes.map((value, j) => [value, j]));
  const label = Uint16Array.from(y, (value) => place.get(value)!);
  const factor = widen ?? k / (k - 1);
  let p = new Float64Array();
  return {
    name: `multiclass num_class:${k}`,
    outputs: k,
    transform: {kind: "softmax"},
    classes,
    start() {
      const sums = new Float64Array(k);
      for (let i = 0; i < y.length; ++i) sums[label[i]] += weight ? weight[i] : 1;
      const total = totalWeight(targets);
      return sums.map((sum) => log(Math.max(least, sum / total)));
    },
    begin(raw) {
      if (p.length !== raw.length) p = new Float64Array(raw.length);
      for (let at = 0; at < raw.length; at += k) {
        let largest = raw[at];
        for (let j = 1; j < k; ++j) largest = Math.max(largest, raw[at + j]);
        let sum = 0;
        for (let j = 0; j < k; ++j) sum += p[at + j] = exp(raw[at + j] - largest);
        for (let j = 0; j < k; ++j) p[at + j] /= sum;
      }
    },
    derive(_, output, gradient, hessian) {
      for (let i = 0; i < y.length; ++i) {
        const w = weight ? weight[i] : 1;
        const each = p[i * k + output];
        gradient[i] = (each - (label[i] === output ? 1 : 0)) * w;
        hessian[i] = Math.max(leastCurve, factor * each * (1 - each)) * w;
      }
    }
  };
}
