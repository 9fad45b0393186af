import type {Random} from "../../base/random.js";
import type {FeatureBins} from "../grower.js";

/** Samples of classes, in bins. */
export interface BinnedSamples {
  readonly bins: readonly FeatureBins[];
  /** Each feature's bin of each sample. */
  readonly codes: readonly Uint8Array[];
  /** The place of each sample's class. */
  readonly classOf: Uint16Array;
  readonly classes: number;
}

/** What a tree of classes may be. */
export interface ClassGrowth {
  readonly depth: number;
  /** The most leaves; `bestFirst` splits the leaf that gains most, else all are split in full. */
  readonly leaves: number;
  readonly bestFirst: boolean;
  readonly minSplit: number;
  readonly minLeaf: number;
  /** The least gain of a split: what it takes from the sum over samples of Gini's impurity. */
  readonly minGain: number;
  /** How many features each node tries. */
  readonly tried: number;
  readonly extra: boolean;
}

/** The bins up to `bin` go left. */
export interface ClassSplit {
  readonly feature: number;
  readonly bin: number;
  readonly missingLeft: boolean;
  readonly gain: number;
}

/** Finds the best split of samples whose classes weigh `totals`; null where there is none that may be. */
export type Finder = (rows: Uint32Array, totals: Float64Array) => ClassSplit | null;

/** Puts samples × features, row-major, into bins. */
export function encode(x: Float32Array, bins: readonly FeatureBins[]): Uint8Array[] {
  const k = bins.length;
  return bins.map((each, j) => {
    if (each.kind !== "numeric") throw new Error(`invalid feature ${j}: a forest of classes takes numbers alone`);
    const {upper} = each;
    return Uint8Array.from({length: x.length / k}, (_, i) => {
      const value = x[i * k + j];
      if (Number.isNaN(value)) return upper.length;
      let low = 0;
      let high = upper.length - 1;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (value <= upper[middle]) high = middle;
        else low = middle + 1;
      }
      return low;
    });
  });
}

/** What finds splits of samples, of which each counts `mass`. */
export function splitFinder(
  {bins, codes, classOf, classes}: BinnedSamples,
  mass: Float64Array,
  {minSplit, minLeaf, minGain, tried, extra}: ClassGrowth,
  random: Random
): Finder {
  const order = Uint32Array.from(bins.keys());
  const sums = new Float64Array(256 * classes);
  const counts = new Uint32Array(256);
  const left = new Float64Array(classes);

  /** Sums a feature's samples by bin and class. */
  function fill(feature: number, rows: Uint32Array): void {
    const code = codes[feature];
    sums.fill(0);
    counts.fill(0);
    for (const i of rows) {
      sums[code[i] * classes + classOf[i]] += mass[i];
      ++counts[code[i]];
    }
  }

  /** The gain where what is in `left`, which are so many samples of `all`, goes left. */
  function gainOf(count: number, all: number, totals: Float64Array): number {
    if (count < minLeaf || all - count < minLeaf) return -Infinity;
    let [leftMass, leftSquares, rightMass, rightSquares, squares] = [0, 0, 0, 0, 0];
    for (let c = 0; c < classes; ++c) {
      const right = totals[c] - left[c];
      leftMass += left[c];
      leftSquares += left[c] * left[c];
      rightMass += right;
      rightSquares += right * right;
      squares += totals[c] * totals[c];
    }
    if (!(leftMass > 0 && rightMass > 0)) return -Infinity;
    return leftSquares / leftMass + rightSquares / rightMass - squares / (leftMass + rightMass);
  }

  /** The best split of a feature; null where it does not vary. */
  function ofFeature(feature: number, rows: Uint32Array, totals: Float64Array): ClassSplit | null {
    const found = bins[feature];
    const known = found.kind === "numeric" ? found.upper.length : 0;
    fill(feature, rows);
    let low = 0;
    while (low < known && counts[low] === 0) ++low;
    let high = known - 1;
    while (high >= low && counts[high] === 0) --high;
    const lacking = counts[known] > 0;
    if (low > high || (low === high && !lacking)) return null;
    const only = extra && low < high ? low + random.integer(high - low) : -1;
    let best: ClassSplit = {feature, bin: -1, missingLeft: false, gain: -Infinity};
    for (const missingLeft of lacking ? [true, false] : [false]) {
      for (let c = 0; c < classes; ++c) left[c] = missingLeft ? sums[known * classes + c] : 0;
      let count = missingLeft ? counts[known] : 0;
      for (let bin = low; bin < (lacking && !missingLeft ? high + 1 : high); ++bin) {
        if (counts[bin] === 0 && bin !== only) continue;
        count += counts[bin];
        for (let c = 0; c < classes; ++c) left[c] += sums[bin * classes + c];
        if (only >= 0 && bin !== only && bin !== high) continue;
        const gain = gainOf(count, rows.length, totals);
        if (gain > best.gain) best = {feature, bin: bin === high ? known - 1 : bin, missingLeft, gain};
      }
    }
    return best;
  }

  return (rows, totals) => {
    const pure = totals.filter((total) => total > 0).length < 2;
    if (pure || rows.length < Math.max(minSplit, 2 * minLeaf)) return null;
    let best: ClassSplit | null = null;
    for (let visited = 0, varied = 0; visited < order.length && (visited < tried || varied === 0); ++visited) {
      const at = visited + random.integer(order.length - visited);
      [order[visited], order[at]] = [order[at], order[visited]];
      const found = ofFeature(order[visited], rows, totals);
      if (!found) continue;
      ++varied;
      if (found.gain > (best?.gain ?? -Infinity)) best = found;
    }
    return best && best.gain >= minGain ? best : null;
  };
}
