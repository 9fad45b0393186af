import type {Growth} from "../grower.js";

/** What the samples of a leaf add up to, as integers: n samples, gradient q / scale and hessian qh / scale. */
export interface Sums {
  readonly n: number;
  readonly q: number;
  readonly qh: number;
}

/** How integers become what they stand for. `constant` is the hessian of every sample, where it is the same of all. */
export interface Units {
  readonly g: number;
  readonly h: number;
  readonly constant: number | undefined;
}

/** The best split of a leaf. */
export interface Split {
  readonly gain: number;
  readonly feature: number;
  /** Of a number: samples up to this bin go left. */
  readonly bin: number;
  readonly kind: "missing right" | "missing left" | "category" | "sorted categories";
  /** Bits of the bins that go left. */
  readonly set: Uint32Array;
  readonly left: Sums;
}

/** A leaf while the tree grows. */
export interface Leaf {
  readonly number: number;
  readonly depth: number;
  /** Where its samples begin in the list, and how many they are. */
  readonly start: number;
  readonly rows: number;
  readonly sums: Sums;
  /** What it may answer. */
  readonly low: number;
  readonly high: number;
  readonly answer: number;
  /** Its number in what is random, its node's parent, and which side it is of. */
  readonly node: number;
  readonly parent: number;
  readonly isLeft: boolean;
  /** Features on the path to it, where interactions are constrained. */
  readonly path: readonly number[];
  /** Where its histograms lie, −1 where they are not kept. */
  slot: number;
  split: Split | undefined;
}

export const gradientOf = ({q}: Sums, {g}: Units) => q * g;
export const hessianOf = ({n, qh}: Sums, {h, constant}: Units) => (constant === undefined ? qh * h : n * constant);
export const minus = (a: Sums, b: Sums): Sums => ({n: a.n - b.n, q: a.q - b.q, qh: a.qh - b.qh});

/** The fewest samples of a category that is put in order with others. */
export const leastOfCategory = ({catSmooth, minDataPerCategory}: Growth) =>
  Math.max(1, minDataPerCategory ?? catSmooth);

/** The gradient that l1 leaves of it. */
export function soft(gradient: number, l1: number): number {
  if (l1 === 0) return gradient;
  return Math.sign(gradient) * Math.max(Math.abs(gradient) - l1, 0);
}

/** What a leaf of these sums answers within its bounds. */
export function answerOf(sums: Sums, units: Units, {l1, l2, maxDelta}: Growth, low: number, high: number): number {
  const hessian = hessianOf(sums, units) + l2;
  let w = hessian > 0 ? -soft(gradientOf(sums, units), l1) / hessian : 0;
  if (maxDelta > 0) w = Math.max(-maxDelta, Math.min(maxDelta, w));
  return Math.max(low, Math.min(high, w)) + 0;
}

/** The score of a leaf: by how much its answer lowers the loss, twice. */
export function scoreOf(sums: Sums, units: Units, {l1, l2}: Growth, answer: number, bounded: boolean): number {
  const hessian = hessianOf(sums, units) + l2;
  const t = soft(gradientOf(sums, units), l1);
  if (bounded) return -(2 * t * answer + hessian * answer * answer);
  return hessian > 0 ? (t * t) / hessian : 0;
}

/** The score of a leaf's two sides together. */
export function sidesScore(
  left: Sums,
  right: Sums,
  units: Units,
  growth: Growth,
  low: number,
  high: number,
  bounded: boolean
): number {
  const score = (side: Sums) => scoreOf(side, units, growth, answerOf(side, units, growth, low, high), bounded);
  return score(left) + score(right);
}
