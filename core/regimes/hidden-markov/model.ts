import * as elementary from "../../base/elementary.js";
/**
 * A hidden Markov model with normal emissions whose dimensions are independent within a state, and its maximum
 * likelihood by Baum and Welch (1970), in the scaled form of Rabiner (1989).
 */
export interface HiddenMarkov {
  /** The chance of each state on the first row. */
  readonly start: Float64Array;
  /** The chance to go from state i (row) to state j (column). */
  readonly transitions: readonly Float64Array[];
  /** Each state's mean and variance in each dimension. */
  readonly means: readonly Float64Array[];
  readonly variances: readonly Float64Array[];
}

/**
 * Observations, one series for each dimension; what is `NaN` was not observed and says nothing of the state.
 */
export type Observed = readonly Float64Array[];

/** The likelihood of each row under each state, rows × states, each row divided by its largest. */
interface Emissions {
  readonly density: Float64Array;
  /** The sum of the logarithms of what the rows were divided by. */
  readonly scale: number;
}

function emissionsOf({means, variances}: HiddenMarkov, observed: Observed): Emissions {
  const [k, rows] = [means.length, observed[0].length];
  const density = new Float64Array(rows * k);
  for (let s = 0; s < k; ++s) {
    for (let d = 0; d < observed.length; ++d) {
      const [x, mean, variance] = [observed[d], means[s][d], variances[s][d]];
      const constant = 0.5 * elementary.log(2 * Math.PI * variance);
      for (let i = 0; i < rows; ++i) {
        const away = x[i] - mean;
        if (!Number.isNaN(away)) density[i * k + s] -= constant + (away * away) / (2 * variance);
      }
    }
  }
  let scale = 0;
  for (let i = 0; i < rows; ++i) {
    let top = -Infinity;
    for (let s = 0; s < k; ++s) top = Math.max(top, density[i * k + s]);
    scale += top;
    for (let s = 0; s < k; ++s) density[i * k + s] = elementary.exp(density[i * k + s] - top);
  }
  return {density, scale};
}

/** What a pass forward through the rows leaves. */
export interface Filtered {
  /** The chance of each state on each row given that row and those before it, rows × states. */
  readonly chances: Float64Array;
  /** The logarithm of the likelihood of all rows. */
  readonly likelihood: number;
}

/** The filtered chances: nothing on a row depends on later rows. */
export function filterStates(model: HiddenMarkov, observed: Observed): Filtered {
  const {density, scale} = emissionsOf(model, observed);
  const {chances, norms} = forward(model, density);
  return {chances, likelihood: scale + norms.reduce((sum, norm) => sum + elementary.log(norm), 0)};
}

/**
 * The filtered chances, and what each row's were divided by. A row that no state that can be reached explains is taken
 * as if every state could be.
 */
function forward({start, transitions}: HiddenMarkov, density: Float64Array) {
  const k = start.length;
  const rows = density.length / k;
  const chances = new Float64Array(rows * k);
  const norms = new Float64Array(rows);
  const flat = flatten(transitions);
  for (let i = 0, row = 0; i < rows; ++i, row += k) {
    let norm = 0;
    for (let s = 0; s < k; ++s) {
      let prior = i === 0 ? start[s] : 0;
      if (i > 0) for (let from = 0; from < k; ++from) prior += chances[row - k + from] * flat[from * k + s];
      norm += chances[row + s] = prior * density[row + s];
    }
    if (norm === 0) for (let s = 0; s < k; ++s) norm += chances[row + s] = density[row + s];
    for (let s = 0; s < k; ++s) chances[row + s] /= norm;
    norms[i] = norm;
  }
  return {chances, norms};
}

function flatten(matrix: readonly Float64Array[]): Float64Array {
  return Float64Array.from(matrix.flatMap((row) => Array.from(row)));
}

/**
 * One step of Baum and Welch: a model under which the observations are at least as likely, and the logarithm of their
 * likelihood under the one given. No variance falls below `floor` (one a dimension). A state that no row belongs to
 * keeps its mean and variance.
 */
export function improve(
  model: HiddenMarkov,
  observed: Observed,
  floor: readonly number[]
): {readonly model: HiddenMarkov; readonly likelihood: number} {
  const k = model.start.length;
  const rows = observed[0].length;
  const {density, scale} = emissionsOf(model, observed);
  const {chances, norms} = forward(model, density);
  const flat = flatten(model.transitions);
  const moves = new Float64Array(k * k);
  // The chances of each state on each row given all rows; they take the filtered ones' place from the end on.
  const belongs = chances.slice();
  const after = new Float64Array(k).fill(1);
  const next = new Float64Array(k);
  for (let i = rows - 1, row = i * k; i > 0; --i, row -= k) {
    for (let s = 0; s < k; ++s) next[s] = (density[row + s] * after[s]) / norms[i];
    for (let from = 0; from < k; ++from) {
      const chance = chances[row - k + from];
      let sum = 0;
      for (let s = 0; s < k; ++s) {
        const move = flat[from * k + s] * next[s];
        sum += move;
        moves[from * k + s] += chance * move;
      }
      after[from] = sum;
      belongs[row - k + from] *= sum;
    }
  }
  const transitions = model.transitions.map((before, s) => shares(moves.subarray(s * k, s * k + k)) ?? before);
  const means = model.means.map((mean) => mean.slice());
  const variances = model.variances.map((variance) => variance.slice());
  for (const [d, x] of observed.entries()) {
    for (let s = 0; s < k; ++s) {
      let weight = 0;
      let sum = 0;
      for (let i = 0, cell = s; i < rows; ++i, cell += k) {
        if (Number.isNaN(x[i])) continue;
        weight += belongs[cell];
        sum += belongs[cell] * x[i];
      }
      if (!(weight > 0)) continue;
      const mean = sum / weight;
      let squares = 0;
      for (let i = 0, cell = s; i < rows; ++i, cell += k) {
        const away = x[i] - mean;
        if (!Number.isNaN(away)) squares += belongs[cell] * away * away;
      }
      means[s][d] = mean;
      variances[s][d] = Math.max(floor[d], squares / weight);
    }
  }
  const likelihood = scale + norms.reduce((sum, norm) => sum + elementary.log(norm), 0);
  return {model: {start: belongs.slice(0, k), transitions, means, variances}, likelihood};
}

/** The values divided by their sum; null where that is 0. */
function shares(values: Float64Array): Float64Array | null {
  const sum = values.reduce((total, value) => total + value, 0);
  return sum > 0 ? values.map((value) => value / sum) : null;
}
