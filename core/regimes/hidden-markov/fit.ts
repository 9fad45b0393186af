import {mean, variance} from "../../base/stats.js";
import type {HiddenMarkov, Observed} from "./model.js";
import {improve} from "./model.js";

/** How a model is estimated. */
export interface FitOptions {
  readonly states: number;
  /**
   * Steps of Baum and Welch at most; fewer where the likelihood's logarithm has come to rise by less than 1e-6 a row.
   */
  readonly iterations: number;
}

/**
 * A model of observations, its states in the ascending order of the first dimension's variance, so that a number means
 * the same each time; null where the first dimension was observed on less than half of the rows or does not vary.
 * Nothing is drawn by chance: it starts from `startingPoint`, and no variance falls below the part 1e-4 of its
 * dimension's.
 */
export function fitHiddenMarkov(observed: Observed, {states, iterations}: FitOptions): HiddenMarkov | null {
  const rows = observed[0].length;
  const spread = observed.map((x) => variance(known(x), 0));
  if (2 * known(observed[0]).length < rows || !spread.every((value) => value > 0)) return null;
  const floor = spread.map((value) => 1e-4 * value);
  let model = startingPoint(observed, states);
  let before = -Infinity;
  for (let step = 0; step < iterations; ++step) {
    const improved = improve(model, observed, floor);
    model = improved.model;
    if (improved.likelihood - before < 1e-6 * rows) break;
    before = improved.likelihood;
  }
  return inOrder(model);
}

/**
 * Where the estimation begins. Rows are sorted by how far the first dimension lies from its mean, and cut into as many
 * equal parts as there are states, calm ones first. A state has the mean of all and its part's mean square in the first
 * dimension, its part's mean and the variance of all in the others; it is kept with a chance of 0.9, and each is as
 * likely at first.
 */
export function startingPoint(observed: Observed, states: number): HiddenMarkov {
  const [first, ...others] = observed;
  const centre = mean(known(first));
  const order = Array.from(first.keys()).filter((i) => !Number.isNaN(first[i]));
  order.sort((a, b) => Math.abs(first[a] - centre) - Math.abs(first[b] - centre) || a - b);
  const parts = Array.from({length: states}, (_, s) =>
    order.slice(Math.floor((s * order.length) / states), Math.floor(((s + 1) * order.length) / states))
  );
  const whole = others.map((x) => ({mean: mean(known(x)), variance: variance(known(x), 0)}));
  const within = (x: Float64Array, part: readonly number[], otherwise: number) => {
    const values = known(Float64Array.from(part, (i) => x[i]));
    return values.length > 0 ? mean(values) : otherwise;
  };
  return {
    start: new Float64Array(states).fill(1 / states),
    transitions: parts.map((_, from) =>
      Float64Array.from(parts, (__, to) => (from === to ? (states > 1 ? 0.9 : 1) : 0.1 / (states - 1)))
    ),
    means: parts.map((part) => Float64Array.of(centre, ...others.map((x, d) => within(x, part, whole[d].mean)))),
    variances: parts.map((part) =>
      Float64Array.of(
        Math.max(mean(part.map((i) => (first[i] - centre) ** 2)), 1e-4 * variance(known(first), 0)),
        ...whole.map((each) => each.variance)
      )
    )
  };
}

function inOrder({start, transitions, means, variances}: HiddenMarkov): HiddenMarkov {
  const order = Array.from(start.keys()).sort((a, b) => variances[a][0] - variances[b][0] || a - b);
  return {
    start: Float64Array.from(order, (s) => start[s]),
    transitions: order.map((from) => Float64Array.from(order, (to) => transitions[from][to])),
    means: order.map((s) => means[s]),
    variances: order.map((s) => variances[s])
  };
}

function known(x: Float64Array): Float64Array {
  return x.filter((value) => !Number.isNaN(value));
}
