import type {Order} from "./order.js";

/** What was known of each sample's category when the sample came. */
export interface Known {
  /** How many samples of its category. */
  readonly count: Float64Array;
  /** The sum of their targets. */
  readonly sum: Float64Array;
  /** The mean of the targets of all samples, whatever their category; 0 where there were none. */
  readonly mean: Float64Array;
}

/**
 * Counts for each sample the targets of its category that are known before it in an order (Prokhorenkova et al. 2018,
 * section 3.2): its own is not among them.
 *
 * @param codes each sample's category, from 0 on
 * @param size how many categories there are
 */
export function knownBefore(order: Order, codes: Int32Array, size: number, target: Float64Array): Known {
  const {samples, learnt, known} = order;
  const counts = new Float64Array(size);
  const sums = new Float64Array(size);
  const found = {
    count: new Float64Array(samples.length),
    sum: new Float64Array(samples.length),
    mean: new Float64Array(samples.length)
  };
  let total = 0;
  for (let p = 0, done = 0; p < samples.length; ++p) {
    for (; done < known[p]; ++done) {
      const i = learnt[done];
      ++counts[codes[i]];
      sums[codes[i]] += target[i];
      total += target[i];
    }
    const i = samples[p];
    found.count[i] = counts[codes[i]];
    found.sum[i] = sums[codes[i]];
    found.mean[i] = done > 0 ? total / done : 0;
  }
  return found;
}

/** The same of each category over all samples, as predictions use it. */
export function knownOfAll(codes: Int32Array, size: number, target: Float64Array) {
  const count = new Float64Array(size);
  const sum = new Float64Array(size);
  let total = 0;
  for (let i = 0; i < codes.length; ++i) {
    ++count[codes[i]];
    sum[codes[i]] += target[i];
    total += target[i];
  }
  return {count, sum, mean: codes.length > 0 ? total / codes.length : 0};
}

/** The statistic: (sum of targets + prior) / (count + 1), in single precision as trees see it. */
export function smoothed(sum: number, count: number, prior: number): number {
  return Math.fround((sum + prior) / (count + 1));
}

/** Bounds between values so that as many lie between each two: at most `most`, each halfway between two values seen. */
export function quantileBounds(values: Float32Array, most: number): Float64Array {
  const sorted = values.slice().sort();
  const bounds: number[] = [];
  for (let k = 1; k <= most; ++k) {
    const at = Math.floor((k * sorted.length) / (most + 1));
    const low = sorted[Math.max(0, at - 1)];
    const next = above(sorted, low);
    if (next === undefined) break;
    const middle = low + (next - low) / 2;
    if (bounds.length === 0 || middle > bounds[bounds.length - 1]) bounds.push(middle);
  }
  return Float64Array.from(bounds);
}

/** The first of ascending values that is larger. */
function above(sorted: Float32Array, value: number): number | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return sorted.at(low);
}
