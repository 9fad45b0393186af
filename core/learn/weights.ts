import type {Column} from "../base/panel.js";

/**
 * How much each sample says that the others do not (López de Prado, Advances in Financial Machine Learning, chapter 4).
 * A label spans the rows after t up to the one on which it is known, whose returns decide it: (t, until]. Labels of one
 * symbol that span the same row share it; those of different symbols do not. A sample whose label never becomes known
 * takes part in nothing and weighs 0.
 */
export interface Spans {
  readonly t: Float64Array;
  readonly until: Float64Array;
  /** Each sample's symbol, its place in the panel; one for all where left out. */
  readonly symbol?: Uint32Array;
}

/** The place of each sample's symbol, for a dataset from a panel of so many symbols. */
export function symbolsOf(cell: Uint32Array, symbols: number): Uint32Array {
  return cell.map((each) => each % symbols);
}

/**
 * The average uniqueness of each label, 0 … 1: the mean over the rows it spans of 1 / (the number of labels that span
 * the row). `times` are the panel's rows. Takes one pass over each symbol's rows and a search for each sample: the
 * labels are counted where they begin and end. Throws where a label spans no row.
 */
export function labelUniqueness(spans: Spans, times: Float64Array): Float64Array {
  return shares(spans, times, (first, end, sums) => (sums[end] - sums[first]) / (end - first));
}

/**
 * Weights by the return that a label can claim for its own: |Σ r_s / c_s| over the rows s it spans, where r is the
 * logarithmic return of the label's symbol on the row (T × N; a missing one counts as 0) and c the number of its labels
 * that span the row. They are scaled so that their mean is 1; 1 for all known labels where none can claim any.
 */
export function returnWeights(spans: Spans, times: Float64Array, returns: Column): Float64Array {
  const weights = shares(spans, times, (first, end, sums) => Math.abs(sums[end] - sums[first]), returns);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  if (sum === 0) return spans.until.map((until) => (until < Infinity ? 1 : 0));
  return weights.map((weight) => (weight * weights.length) / sum);
}

/**
 * Factors that fall in a straight line over the samples' cumulated uniqueness, from 1 for the latest row to `oldest`
 * for a sample before the first: 1 is no decay, 0 fades to nothing, and −0.25 gives nothing to the oldest quarter.
 * Samples of one t have one factor. They are in order of t; throws where they are not, and unless −1 < oldest ≤ 1.
 */
export function timeDecay(t: Float64Array, uniqueness: Float64Array, oldest: number): Float64Array {
  if (!(oldest > -1 && oldest <= 1))
    throw new Error(`invalid oldest factor: ${oldest}; expected above -1, and at most 1`);
  const passed = new Float64Array(t.length);
  let sum = 0;
  for (let start = 0, end = 0; start < t.length; start = end) {
    for (; end < t.length && t[end] === t[start]; ++end) sum += uniqueness[end];
    if (end < t.length && !(t[end] > t[start])) throw new Error(`invalid samples: number ${end} is not in order of t`);
    passed.fill(sum, start, end);
  }
  if (sum === 0) return passed.fill(1);
  const slope = oldest >= 0 ? 1 - oldest : 1 / (1 + oldest);
  return passed.map((each) => Math.max(0, 1 - slope * (1 - each / sum)));
}

/** How many samples each class has, in ascending order of the class; those without a label are left out. */
export function classCounts(y: Float64Array): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const each of y.filter((value) => !Number.isNaN(value)).sort()) counts.set(each, (counts.get(each) ?? 0) + 1);
  return counts;
}

/** Weights under which every class weighs the same and the mean of the known is 1; 0 for a sample without a label. */
export function classWeights(y: Float64Array): Float64Array {
  const counts = classCounts(y);
  const known = Array.from(counts.values()).reduce((all, count) => all + count, 0);
  return y.map((each) => {
    const count = counts.get(each);
    return count === undefined ? 0 : known / (counts.size * count);
  });
}

/**
 * For each label, a figure of the sums up to each row of r / c, where c counts the labels of its symbol that span the
 * row and r is 1 or the symbol's return: its rows are `first` … `end` − 1 and their sum is sums[end] − sums[first].
 */
function shares(
  {t, until, symbol}: Spans,
  times: Float64Array,
  figure: (first: number, end: number, sums: Float64Array) => number,
  returns?: Column
): Float64Array {
  const known = Uint32Array.from(t.keys()).filter((i) => until[i] < Infinity);
  const first = new Uint32Array(t.length);
  const end = new Uint32Array(t.length);
  for (const i of known) {
    first[i] = rowsUpTo(times, t[i]);
    end[i] = rowsUpTo(times, until[i]);
    if (!(end[i] > first[i])) throw new Error(`invalid samples: the label of number ${i} is known by its own row`);
  }
  const out = new Float64Array(t.length);
  const width = returns ? returns.length / times.length : 0;
  for (const [place, samples] of bySymbol(known, symbol)) {
    const change = new Float64Array(times.length + 1);
    for (const i of samples) {
      ++change[first[i]];
      --change[end[i]];
    }
    const sums = new Float64Array(times.length + 1);
    for (let row = 0, count = 0; row < times.length; ++row) {
      count += change[row];
      const value = returns ? returns[row * width + place] : 1;
      sums[row + 1] = sums[row] + (count > 0 && !Number.isNaN(value) ? value / count : 0);
    }
    for (const i of samples) out[i] = figure(first[i], end[i], sums);
  }
  return out;
}

function bySymbol(samples: Uint32Array, symbol: Uint32Array | undefined): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const i of samples) {
    const place = symbol ? symbol[i] : 0;
    const group = groups.get(place);
    if (group) group.push(i);
    else groups.set(place, [i]);
  }
  return groups;
}

/** How many ascending times are not after an instant. */
function rowsUpTo(times: Float64Array, instant: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
