import {log} from "../../base/elementary.js";
import {whole} from "../../base/options.js";
import {sortedQuantile} from "../../base/stats.js";

/** How often what was given a probability came true. */
export interface Reliability {
  /** Of each bin that has any, in ascending order: the mean probability, the share that came true, and how many. */
  readonly predicted: readonly number[];
  readonly observed: readonly number[];
  readonly count: readonly number[];
  /** The mean over samples of |observed − predicted| of their bin: the expected calibration error. */
  readonly error: number;
}

/**
 * The reliability curve of probabilities of an event, 0 … 1, and whether it came, 1 or 0. Bins are equally wide
 * (`uniform`) or have equally many samples (`quantile`); a bin has its upper end, the first its lower too
 * (scikit-learn's `calibration_curve`).
 */
export function reliability(
  probabilities: Float64Array,
  came: ArrayLike<number>,
  bins = 10,
  strategy: "uniform" | "quantile" = "uniform"
): Reliability {
  whole("bins", bins);
  checkProbabilities(probabilities);
  const sorted = strategy === "quantile" ? probabilities.slice().sort() : undefined;
  const ends = Array.from({length: bins - 1}, (_, b) => (b + 1) / bins).map((p) =>
    sorted ? sortedQuantile(sorted, p) : p
  );
  const count = new Array<number>(bins).fill(0);
  const chances = new Array<number>(bins).fill(0);
  const hits = new Array<number>(bins).fill(0);
  probabilities.forEach((p, i) => {
    const above = ends.findIndex((end) => p <= end);
    const bin = above < 0 ? bins - 1 : above;
    ++count[bin];
    chances[bin] += p;
    hits[bin] += came[i];
  });
  const used = Array.from(count.keys()).filter((bin) => count[bin] > 0);
  const gap = used.reduce((sum, bin) => sum + Math.abs(hits[bin] - chances[bin]), 0);
  return {
    predicted: used.map((bin) => chances[bin] / count[bin]),
    observed: used.map((bin) => hits[bin] / count[bin]),
    count: used.map((bin) => count[bin]),
    error: gap / probabilities.length
  };
}

/** Brier's score of an event: the mean of (probability − whether it came)². */
export function brier(probabilities: Float64Array, came: ArrayLike<number>): number {
  checkProbabilities(probabilities);
  return probabilities.reduce((sum, p, i) => sum + (p - came[i]) ** 2, 0) / probabilities.length;
}

/** The mean of −ln of the probability given to what came, probabilities no nearer to 0 and 1 than 2⁻⁵². */
export function logLoss(probabilities: Float64Array, came: ArrayLike<number>): number {
  checkProbabilities(probabilities);
  const least = 2 ** -52;
  const cut = (p: number) => Math.max(least, Math.min(1 - least, p));
  return -probabilities.reduce((sum, p, i) => sum + log(cut(came[i] > 0 ? p : 1 - p)), 0) / probabilities.length;
}

/** Brier's score over all classes, 0 … 2: the mean of Σ (probability − whether it came)². Probabilities are samples × classes. */
export function brierOfClasses(probabilities: Float64Array, classes: readonly number[], y: Float64Array): number {
  let sum = 0;
  probabilities.forEach((p, i) => {
    const came = y[Math.floor(i / classes.length)] === classes[i % classes.length] ? 1 : 0;
    sum += (p - came) * (p - came);
  });
  return sum / y.length;
}

function checkProbabilities(probabilities: Float64Array): void {
  if (probabilities.length === 0) throw new Error("missing probabilities: there are none to judge");
  const odd = probabilities.findIndex((p) => !(p >= 0 && p <= 1));
  if (odd >= 0) throw new Error(`invalid probability: ${probabilities[odd]} of sample ${odd}; expected 0 to 1`);
}
