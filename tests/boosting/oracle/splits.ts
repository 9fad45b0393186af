import type {FeatureBins, Growth} from "../../../core/boosting/grower.js";

/** Sums over samples: how many they are, and their derivatives. */
export interface Sums {
  readonly count: number;
  readonly g: number;
  readonly h: number;
}

/** What decides on which side a sample goes. */
export interface Condition {
  readonly feature: number;
  /** The bins that go left. */
  readonly left: ReadonlySet<number>;
  /** The last bin of numbers that goes left; of categories −1. */
  readonly bin: number;
  readonly missingLeft: boolean;
}

/** How a leaf may be divided. */
export interface Split extends Condition {
  readonly gain: number;
  /** What is added to λ in what its sides answer. */
  readonly moreL2: number;
  readonly leftSums: Sums;
  readonly rightSums: Sums;
}

/** The bounds that a leaf's value must keep, where features are monotone. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

export const free: Range = {low: -Infinity, high: Infinity};

/** How sums that are integers become sums of derivatives. */
export interface Exact {
  real(sums: Sums): Sums;
}

export const less = (a: Sums, b: Sums): Sums => ({count: a.count - b.count, g: a.g - b.g, h: a.h - b.h});
export const plus = (a: Sums, b: Sums): Sums => ({count: a.count + b.count, g: a.g + b.g, h: a.h + b.h});
export const none: Sums = {count: 0, g: 0, h: 0};

const threshold = (g: number, l1: number) => Math.sign(g) * Math.max(Math.abs(g) - l1, 0);
const cut = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/** What a leaf answers, before shrinkage. */
export function leafValue({g, h}: Sums, growth: Growth, {low, high}: Range, moreL2 = 0): number {
  const {l1, maxDelta} = growth;
  const l2 = growth.l2 + moreL2;
  if (!(h + l2 > 0)) return cut(0, low, high);
  // Plus 0 makes 0 of −0.
  const value = -threshold(g, l1) / (h + l2) + 0;
  return cut(maxDelta > 0 ? cut(value, -maxDelta, maxDelta) : value, low, high);
}

/** By how much a leaf lowers twice the loss. */
export function leafScore(sums: Sums, growth: Growth, range: Range): number {
  const {g, h} = sums;
  const {l1, l2, maxDelta, monotone} = growth;
  const t = threshold(g, l1);
  if (!(maxDelta > 0) && monotone?.some((sign) => sign !== 0) !== true) return (t * t) / (h + l2);
  const w = leafValue(sums, growth, range);
  return -(2 * t * w + (h + l2) * w * w);
}

/** Whether two sides have enough to be leaves. */
export function suffices(side: Sums, {minData, minHessian, l2}: Growth): boolean {
  return side.count >= Math.max(1, minData) && side.h >= minHessian && side.h + l2 > 0;
}

/** Whether the sides of a split of a feature answer in the order that the feature is to have. */
export function inOrder(feature: number, left: Sums, right: Sums, growth: Growth, range: Range): boolean {
  const sign = growth.monotone?.[feature] ?? 0;
  return sign * leafValue(left, growth, range) <= sign * leafValue(right, growth, range);
}

/** What splits of one leaf are found from: real sums are made of exact ones. */
export interface Candidate {
  readonly condition: Condition;
  /** What is added to λ in the scores of the sides. */
  readonly moreL2: number;
}

/**
 * The best split of one feature, or null. The sums of the histogram are integers.
 *
 * @param only the one bin that is looked at, of extremely randomised trees
 */
export function bestOfFeature(
  feature: number,
  bins: FeatureBins,
  histogram: readonly Sums[],
  total: Sums,
  growth: Growth,
  range: Range,
  exact: Exact,
  only?: number
): Split | null {
  let best: Split | null = null;
  for (const {condition, moreL2} of candidatesOf(feature, bins, histogram, total, growth, exact, only)) {
    const sums = Array.from(condition.left, (bin) => histogram[bin]).reduce(plus, none);
    const [left, right] = [exact.real(sums), exact.real(less(total, sums))];
    if (!suffices(left, growth) || !suffices(right, growth)) continue;
    if (bins.kind === "numeric" && !inOrder(feature, left, right, growth, range)) continue;
    const rule = moreL2 === 0 ? growth : {...growth, l2: growth.l2 + moreL2};
    const sides = leafScore(left, rule, range) + leafScore(right, rule, range);
    const gain = sides - leafScore(exact.real(total), growth, range);
    if (gain > growth.minGain && (!best || gain > best.gain))
      best = {...condition, gain, moreL2, leftSums: left, rightSums: right};
  }
  return best;
}

function candidatesOf(
  feature: number,
  bins: FeatureBins,
  histogram: readonly Sums[],
  total: Sums,
  growth: Growth,
  exact: Exact,
  only?: number
): readonly Candidate[] {
  const plain = (conditions: readonly Condition[]) => conditions.map((condition) => ({condition, moreL2: 0}));
  if (bins.kind === "numeric") {
    const lacking = bins.missing && histogram[bins.upper.length].count > 0;
    return plain(thresholdsOf(feature, bins, lacking, only));
  }
  if (only !== undefined || histogram.length <= growth.maxCatToOnehot) return plain(onesOf(feature, bins, only));
  return [...sorted(feature, histogram, total, growth, exact)];
}

/** Thresholds ascending with missing values left, then with them right where samples lack the value. */
export function thresholdsOf(
  feature: number,
  {upper, missing}: FeatureBins & {kind: "numeric"},
  lacking: boolean,
  only?: number
): Condition[] {
  const out: Condition[] = [];
  for (const missingLeft of lacking ? [true, false] : [true]) {
    const end = missingLeft || only !== undefined ? upper.length - 1 : upper.length;
    for (let bin = 0; bin < end; ++bin) {
      if (only !== undefined && only !== bin) continue;
      const left = new Set(Array.from({length: bin + 1}, (_, each) => each));
      if (missing && missingLeft) left.add(upper.length);
      out.push({feature, left, bin, missingLeft});
    }
  }
  return out;
}

/** Each category alone against the rest. */
export function onesOf(feature: number, bins: FeatureBins & {kind: "categorical"}, only?: number): Condition[] {
  return Array.from(bins.categories.keys(), (k) => k + 1)
    .filter((bin) => only === undefined || only === bin)
    .map((bin) => ({feature, left: new Set([bin]), bin: -1, missingLeft: false}));
}

function* sorted(
  feature: number,
  histogram: readonly Sums[],
  total: Sums,
  growth: Growth,
  exact: Exact
): Generator<Candidate> {
  const {catSmooth, catL2, maxCatThreshold, minData, minDataPerGroup, minHessian} = growth;
  const least = Math.max(1, growth.minDataPerCategory ?? catSmooth);
  const used = Array.from(histogram.keys()).filter((bin) => bin > 0 && histogram[bin].count >= least);
  const key = (bin: number) => {
    const {g, h} = exact.real(histogram[bin]);
    return g / (h + catSmooth);
  };
  const order = used.toSorted((a, b) => key(a) - key(b) || a - b);
  const most = Math.min(maxCatThreshold, Math.floor((order.length + 1) / 2));
  for (const way of [order, order.toReversed()]) {
    let sums = none;
    let group = 0;
    for (let k = 1; k <= most; ++k) {
      const last = histogram[way[k - 1]];
      sums = plus(sums, last);
      group += last.count;
      const [left, right] = [exact.real(sums), exact.real(less(total, sums))];
      if (left.count < minData || left.h < minHessian) continue;
      if (right.count < Math.max(minData, minDataPerGroup) || right.h < minHessian) break;
      if (group < minDataPerGroup) continue;
      group = 0;
      yield {condition: {feature, left: new Set(way.slice(0, k)), bin: -1, missingLeft: false}, moreL2: catL2};
    }
  }
}
