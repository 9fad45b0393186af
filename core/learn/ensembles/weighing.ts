import {oneOf} from "../../base/options.js";
import {solve} from "./least-squares.js";

/** How the weights of members are learnt from what they predicted of samples that they had not seen. */
export const weighings = ["least-squares", "inverse-error"] as const;
export type Weighing = (typeof weighings)[number];

/** Throws, listing them, unless it is one. */
export function checkWeighing(what: string, weighing: string): Weighing {
  return oneOf(what, weighing, weighings);
}

/**
 * Weights of members, at least 0 and together 1, of what each missed: errors by member, as many each. What
 * counts v times is to be given times √v.
 *
 * - `least-squares`: those under which the mean of the members has the least squared error (stacked regressions, Breiman
 *   1996, with the weights adding up to one). Members that add nothing get 0.
 * - `inverse-error`: in proportion to 1 / the mean of the squared error (Bates and Granger 1969, without covariances).
 *
 * A member without any error gets all, shared with others like it.
 */
export function learnWeights(errors: readonly Float64Array[], weighing: Weighing): Float64Array {
  const count = errors.length;
  const products = new Float64Array(count * count);
  for (let i = 0; i < count; ++i)
    for (let j = 0; j <= i; ++j) {
      let sum = 0;
      for (let s = 0; s < errors[i].length; ++s) sum += errors[i][s] * errors[j][s];
      products[i * count + j] = products[j * count + i] = sum;
    }
  const squares = Float64Array.from({length: count}, (_, i) => products[i * count + i]);
  if (!squares.every(Number.isFinite))
    throw new Error("invalid predictions: a member's are not all numbers; weights cannot be learnt of them");
  const perfect = squares.map((square) => (square === 0 ? 1 : 0));
  if (perfect.includes(1)) return shared(perfect);
  return weighing === "inverse-error" ? shared(squares.map((square) => 1 / square)) : leastSum(products, squares);
}

/**
 * The w ≥ 0 with sum 1 that minimises w · products · w: the solution of non-negative least squares on the errors with a
 * further row of ones that is to be 1, divided by its sum (Lawson and Hanson 1974, least distance programming).
 */
function leastSum(products: Float64Array, squares: Float64Array): Float64Array {
  const count = squares.length;
  const size = squares.reduce((sum, square) => sum + square, 0) / count;
  const a = products.map((product) => product / size + 1);
  for (let i = 0; i < count; ++i) a[i * count + i] += 1e-10;
  return shared(nonNegative(a, new Float64Array(count).fill(1)));
}

/**
 * The w ≥ 0 that minimises ½ w · a · w − b · w, for a symmetric positive-definite matrix: the active-set method of Lawson
 * and Hanson (1974, chapter 23) on the normal equations.
 */
export function nonNegative(a: Float64Array, b: Float64Array): Float64Array {
  const count = b.length;
  let w: Float64Array = new Float64Array(count);
  let free: number[] = [];
  const slope = (i: number) => b[i] - w.reduce((sum, each, j) => sum + a[i * count + j] * each, 0);
  const tolerance = 1e-12 * b.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  for (let round = 0; round < 10 * count; ++round) {
    let best = -1;
    let steepest = tolerance;
    for (let i = 0; i < count; ++i)
      if (!free.includes(i) && slope(i) > steepest) {
        best = i;
        steepest = slope(i);
      }
    if (best < 0) break;
    free = [...free, best].sort((i, j) => i - j);
    for (;;) {
      const found = within(a, b, free);
      const falling = free.filter((i) => !(found[i] > 0));
      if (falling.length === 0) {
        w = found;
        break;
      }
      const step = falling.reduce((least, i) => Math.min(least, w[i] / (w[i] - found[i])), 1);
      w = w.map((each, i) => each + step * (found[i] - each));
      const stopped = falling.filter((i) => !(w[i] > 1e-14));
      for (const i of stopped) w[i] = 0;
      free = free.filter((i) => !stopped.includes(i));
      if (stopped.length === 0 || free.length === 0) break;
    }
  }
  return w;
}

/** The solution where all but some are 0. */
function within(a: Float64Array, b: Float64Array, free: readonly number[]): Float64Array {
  const found = solve(
    Float64Array.from(free.flatMap((i) => free.map((j) => a[i * b.length + j]))),
    Float64Array.from(free, (i) => b[i])
  );
  const w = new Float64Array(b.length);
  free.forEach((i, place) => (w[i] = found[place]));
  return w;
}

function shared(parts: Float64Array): Float64Array {
  const sum = parts.reduce((all, part) => all + part, 0);
  return sum > 0 ? parts.map((part) => part / sum) : parts.map(() => 1 / parts.length);
}
