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
  readonly leftSums: Sums;
  readonly rightSums: Sums;
}

/** The range that a leaf's value must lie in, where features are monotone. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

export const free: Range = {low: -Infinity, high: Infinity};

/** How sums that are integers become sums of derivatives. */
export interface Exact {
  real(sums: Sums): Sums;
}

const threshold = (g: number, l1: number) => Math.sign(g) * Math.max(0, Math.abs(g) - l1);

/** What a leaf answers: −T(G) / (H + λ), within limits. */
export function leafValue({g, h}: Sums, {l1, l2, maxDelta}: Growth, {low, high}: Range): number {
  if (h + l2 <= 0) return 0;
  let value = -threshold(g, l1) / (h + l2);
  if (maxDelta > 0) value = Math.max(-maxDelta, Math.min(maxDelta, value));
  return Math.max(low, Math.min(high, value));
}

/** By how much a leaf lowers twice the loss. */
export function leafGain(sums: Sums, growth: Growth, range: Range): number {
  const {g, h} = sums;
  const t = threshold(g, growth.l1);
  if (h + growth.l2 <= 0) return 0;
  if (growth.maxDelta <= 0 && !isMonotone(growth)) return (t * t) / (h + growth.l2);
  const w = leafValue(sums, growth, range);
  return -(2 * t * w + (h + growth.l2) * w * w);
}

export function isMonotone({monotone}: Growth): boolean {
  return monotone?.some((sign) => sign !== 0) ?? false;
}

export const less = (a: Sums, b: Sums): Sums => ({count: a.count - b.count, g: a.g - b.g, h: a.h - b.h});
export const plus = (a: Sums, b: Sums): Sums => ({count: a.count + b.count, g: a.g + b.g, h: a.h + b.h});
const none: Sums = {count: 0, g: 0, h: 0};

/**
 * The best split of one feature, or null. Sums of the histogram are integers, which `exact` makes real.
 *
 * @param only the one threshold that is looked at, of extremely randomised trees
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
  const parent = leafGain(exact.real(total), {...growth, monotone: undefined}, free);
  const sign = growth.monotone?.[feature] ?? 0;
  let best: Split | null = null;
  const consider = (left: ReadonlySet<number>, sums: Sums, bin: number, missingLeft: boolean, extraL2 = 0) => {
    const [a, b] = [exact.real(sums), exact.real(less(total, sums))];
    if (a.count < growth.minData || b.count < growth.minData) return;
    if (a.h < growth.minHessian || b.h < growth.minHessian) return;
    const rule = extraL2 === 0 ? growth : {...growth, l2: growth.l2 + extraL2};
    if (sign !== 0) {
      const rise = leafValue(b, rule, range) - leafValue(a, rule, range);
      if (rise * sign < 0) return;
    }
    const gain = leafGain(a, rule, range) + leafGain(b, rule, range) - parent;
    if (!(gain > growth.minGain) || (best && !(gain > best.gain))) return;
    best = {feature, gain, left: new Set(left), bin, missingLeft, leftSums: a, rightSums: b};
  };
  if (bins.kind === "numeric") scanNumbers(bins, histogram, consider, only);
  else if (histogram.length <= growth.maxCatToOnehot) {
    for (let bin = 1; bin < histogram.length; ++bin) consider(new Set([bin]), histogram[bin], -1, false);
  } else scanCategories(histogram, growth, exact, consider);
  return best;
}

type Consider = (left: ReadonlySet<number>, sums: Sums, bin: number, missingLeft: boolean, extraL2?: number) => void;

function scanNumbers(
  {upper, missing}: FeatureBins & {kind: "numeric"},
  histogram: readonly Sums[],
  consider: Consider,
  only?: number
): void {
  const ways = missing ? [false, true] : [false];
  for (const missingLeft of ways) {
    let sums = missingLeft ? histogram[upper.length] : none;
    const left = new Set(missingLeft ? [upper.length] : []);
    const last = missing && !missingLeft ? upper.length : upper.length - 1;
    for (let bin = 0; bin < last; ++bin) {
      sums = plus(sums, histogram[bin]);
      left.add(bin);
      if (only === undefined || only === bin) consider(left, sums, bin, missingLeft);
    }
  }
}

function scanCategories(histogram: readonly Sums[], growth: Growth, exact: Exact, consider: Consider): void {
  const {catSmooth, catL2, maxCatThreshold, minDataPerGroup} = growth;
  const used = histogram.flatMap((sums, bin) => (bin > 0 && sums.count >= catSmooth ? [bin] : []));
  const key = (bin: number) => {
    const {g, h} = exact.real(histogram[bin]);
    return g / (h + catSmooth);
  };
  const order = used.toSorted((a, b) => key(a) - key(b) || a - b);
  const most = Math.min(maxCatThreshold, (order.length + 1) >> 1);
  for (const way of [order, order.toReversed()]) {
    let sums = none;
    let group = 0;
    const left = new Set<number>();
    for (let k = 0; k < Math.min(most, way.length); ++k) {
      sums = plus(sums, histogram[way[k]]);
      group += histogram[way[k]].count;
      left.add(way[k]);
      if (group < minDataPerGroup) continue;
      group = 0;
      consider(left, sums, -1, false, catL2);
    }
  }
}

/** Every condition on a feature that a symmetric tree may make: of categories, one against the rest. */
export function conditionsOf(feature: number, bins: FeatureBins): Condition[] {
  if (bins.kind === "categorical")
    return Array.from(bins.categories.keys(), (bin) => ({
      feature,
      left: new Set([bin]),
      bin: -1,
      missingLeft: false
    })).slice(1);
  const size = bins.upper.length;
  return (bins.missing ? [false, true] : [false]).flatMap((missingLeft) =>
    Array.from({length: bins.missing && !missingLeft ? size : size - 1}, (_, bin) => {
      const left = new Set(Array.from({length: bin + 1}, (__, each) => each));
      if (missingLeft) left.add(size);
      return {feature, left, bin, missingLeft};
    })
  );
}
