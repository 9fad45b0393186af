import type {Growth} from "../grower.js";
import {makeHeap} from "./heap.js";
import type {Leaf, Split, Sums, Units} from "./leaf.js";
import {hessianOf, leastOfCategory, minus, sidesScore} from "./leaf.js";
import type {Histogram} from "./many-histogram.js";

/** What splits are judged by; see `makeGrower`. */
export interface Judging {
  readonly growth: Growth;
  readonly units: Units;
  readonly bounded: boolean;
}

/** Room to sort a feature's bins in: some of them, and by bin the ratio of gradient to hessian. */
export interface Ranking {
  readonly bins: Uint32Array;
  readonly ratio: Float64Array;
}

/** A split that is better than those before it. */
interface Best {
  readonly gain: number;
  readonly left: Sums;
  readonly bins: readonly number[];
}

/**
 * The best split of a leaf by a feature of many categories, or undefined: what the kernels do for those of few (see
 * "Categories" at `makeGrower`).
 *
 * @param score that of the leaf as it is
 * @param only the one bin that is tried, where one was drawn
 */
export function bestOfMany(
  {feature, bins, ranking}: {readonly feature: number; readonly bins: number; readonly ranking: Ranking},
  histogram: Histogram,
  leaf: Leaf,
  score: number,
  judging: Judging,
  only: number | undefined
): Split | undefined {
  const one = only !== undefined || bins <= judging.growth.maxCatToOnehot;
  const best = one
    ? bestOne(histogram, leaf, score, judging, only)
    : bestSorted(histogram, ranking, leaf, score, judging);
  if (!best) return undefined;
  const set = new Uint32Array((bins + 31) >>> 5);
  for (const bin of best.bins) set[bin >>> 5] |= 1 << (bin & 31);
  return {gain: best.gain, feature, bin: 0, kind: one ? "category" : "sorted categories", set, left: best.left};
}

const sumsAt = ({sums}: Histogram, bin: number): Sums => ({
  n: sums[3 * bin],
  q: sums[3 * bin + 1],
  qh: sums[3 * bin + 2]
});

function suffices(side: Sums, {growth: {minData, minHessian, l2}, units}: Judging): boolean {
  const hessian = hessianOf(side, units);
  return side.n >= minData && side.n >= 1 && hessian >= minHessian && hessian + l2 > 0;
}

/** Tries each category, or the only one, against all others. */
function bestOne(
  histogram: Histogram,
  {sums, low, high}: Leaf,
  score: number,
  judging: Judging,
  only: number | undefined
): Best | undefined {
  const {growth, units, bounded} = judging;
  const bins = only === undefined ? histogram.present.slice(0, histogram.length).sort() : [only];
  let best: Best | undefined;
  for (const bin of bins) {
    if (bin === 0) continue;
    const left = sumsAt(histogram, bin);
    const right = minus(sums, left);
    if (!suffices(left, judging) || !suffices(right, judging)) continue;
    const gain = sidesScore(left, right, units, growth, low, high, bounded) - score;
    if (gain > (best?.gain ?? growth.minGain)) best = {gain, left, bins: [bin]};
  }
  return best;
}

/** Tries sets of the categories of least, and of greatest, ratio of gradient to hessian. */
function bestSorted(
  histogram: Histogram,
  ranking: Ranking,
  leaf: Leaf,
  score: number,
  judging: Judging
): Best | undefined {
  const {growth, units, bounded} = judging;
  const {catL2, maxCatThreshold, minDataPerGroup} = growth;
  const used = rank(histogram, ranking, judging);
  const most = Math.min(maxCatThreshold, (used + 1) >> 1);
  const {bins, ratio} = ranking;
  const ahead = (a: number, b: number) => (ratio[a] === ratio[b] ? a < b : ratio[a] < ratio[b]);
  const ways = [firstOf(bins, used, most, ahead), firstOf(bins, used, most, (a, b) => ahead(b, a))];
  const rule = {...growth, l2: growth.l2 + catL2};
  let best: Best | undefined;
  for (const way of ways) {
    let left: Sums = {n: 0, q: 0, qh: 0};
    let since = 0;
    for (const [k, bin] of way.entries()) {
      const own = sumsAt(histogram, bin);
      left = {n: left.n + own.n, q: left.q + own.q, qh: left.qh + own.qh};
      since += own.n;
      if (!suffices(left, judging)) continue;
      const right = minus(leaf.sums, left);
      if (right.n < minDataPerGroup || !suffices(right, judging)) break;
      if (since < minDataPerGroup) continue;
      since = 0;
      const gain = sidesScore(left, right, units, rule, leaf.low, leaf.high, bounded) - score;
      if (gain > (best?.gain ?? growth.minGain)) best = {gain, left, bins: way.slice(0, k + 1)};
    }
  }
  return best;
}

/** Finds the bins that have samples enough, and what they are sorted by; answers with how many they are. */
function rank({sums, present, length}: Histogram, {bins, ratio}: Ranking, judging: Judging): number {
  const {catSmooth} = judging.growth;
  const least = leastOfCategory(judging.growth);
  const {g, h, constant} = judging.units;
  let used = 0;
  for (let i = 0; i < length; ++i) {
    const bin = present[i];
    const n = sums[3 * bin];
    if (bin === 0 || n < least) continue;
    const hessian = constant === undefined ? sums[3 * bin + 2] * h : n * constant;
    ratio[bin] = (sums[3 * bin + 1] * g) / (hessian + catSmooth);
    bins[used++] = bin;
  }
  return used;
}

/** The first bins of an order, at most so many: the last of those that were kept so far is what others are held against. */
function firstOf(
  bins: Uint32Array,
  count: number,
  most: number,
  before: (a: number, b: number) => boolean
): readonly number[] {
  const firsts = makeHeap<number>((a, b) => before(b, a));
  for (let i = 0; i < count; ++i) {
    if (firsts.items.length === most) {
      if (!before(bins[i], firsts.items[0])) continue;
      firsts.pop();
    }
    firsts.push(bins[i]);
  }
  const first: number[] = [];
  for (let last = firsts.pop(); last !== undefined; last = firsts.pop()) first.push(last);
  return first.reverse();
}
