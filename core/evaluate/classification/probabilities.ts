import {log} from "../../base/elementary.js";
import {mean, rank} from "../../base/stats.js";

type Values = ArrayLike<number>;

/** No probability is taken for smaller than this, nor for nearer to 1: what was ruled out and came would cost all else. */
const least = 2.220446049250313e-16;

/** Each true label's place among the classes. Throws where one is no class, or the probabilities are not one for each. */
function placesOf(truth: Values, probabilities: Values, classes: readonly number[]): Uint32Array {
  if (probabilities.length !== truth.length * classes.length)
    throw new Error(
      `invalid probabilities: ${probabilities.length} for ${truth.length} labels of ${classes.length} classes; ` +
        `expected one for each class of each label`
    );
  return Uint32Array.from({length: truth.length}, (_, i) => {
    const place = classes.indexOf(truth[i]);
    if (place < 0) throw new Error(`unknown class: ${truth[i]}; classes are ${classes.join(", ")}`);
    return place;
  });
}

/**
 * The logarithmic loss: −mean ln p, p the probability that was given to the class that came, at least 2.2e-16 and at most
 * 1 − 2.2e-16 (scikit-learn's log_loss). ln k for a model that finds all k classes equally probable. Probabilities are
 * samples × classes, row-major. `NaN` of nothing.
 */
export function logLoss(truth: Values, probabilities: Values, classes: readonly number[]): number {
  const places = placesOf(truth, probabilities, classes);
  const k = classes.length;
  return mean(
    Float64Array.from(places, (c, i) => -log(Math.min(Math.max(probabilities[i * k + c], least), 1 - least)))
  );
}

/**
 * The Brier score: mean Σ_k (pₖ − oₖ)², oₖ 1 for the class that came and 0 for the others, and half of it of two classes,
 * where it is the mean of (p − o)² (scikit-learn's brier_score_loss). 0 is certainty that was right. Probabilities are
 * samples × classes, row-major. `NaN` of nothing.
 */
export function brierScore(truth: Values, probabilities: Values, classes: readonly number[]): number {
  const places = placesOf(truth, probabilities, classes);
  const k = classes.length;
  const squares = Float64Array.from(places, (c, i) => {
    let sum = 0;
    for (let j = 0; j < k; ++j) {
      const miss = probabilities[i * k + j] - (j === c ? 1 : 0);
      sum += miss * miss;
    }
    return sum;
  });
  return k === 2 ? mean(squares) / 2 : mean(squares);
}

/**
 * The area under the receiver operating characteristic: how probable it is that a score of a sample with the property is
 * above that of one without, equal ones counted half (Mann and Whitney; scikit-learn's roc_auc_score). ½ is guessing. `NaN`
 * where all or none have the property.
 */
export function areaUnderCurve(has: ArrayLike<boolean>, scores: Values): number {
  const ranks = rank(scores);
  let positive = 0;
  let sum = 0;
  for (let i = 0; i < ranks.length; ++i) {
    if (!has[i]) continue;
    ++positive;
    sum += ranks[i];
  }
  const negative = ranks.length - positive;
  return positive > 0 && negative > 0 ? (sum - (positive * (positive + 1)) / 2) / (positive * negative) : NaN;
}

/**
 * The area under the curve of probabilities: of two classes that of the larger; of more the mean over classes, each against
 * all others (scikit-learn's `multi_class="ovr"`). `NaN` where a class has all samples or none.
 */
export function rocArea(truth: Values, probabilities: Values, classes: readonly number[]): number {
  const places = placesOf(truth, probabilities, classes);
  const k = classes.length;
  const against = (c: number) =>
    areaUnderCurve(
      Array.from(places, (place) => place === c),
      Float64Array.from(places, (_, i) => probabilities[i * k + c])
    );
  return k === 2 ? against(1) : mean(classes.map((_, c) => against(c)));
}

/** The most probable class of each sample, the smallest of equals. */
export function mostProbable(probabilities: Values, classes: readonly number[]): Float64Array {
  const k = classes.length;
  return Float64Array.from({length: probabilities.length / k}, (_, i) => {
    let best = 0;
    for (let j = 1; j < k; ++j) if (probabilities[i * k + j] > probabilities[i * k + best]) best = j;
    return classes[best];
  });
}
