import type {Random} from "../../base/random.js";
import type {Samples} from "../../base/learning.js";

/**
 * An order in which samples come, and what is known when each of them does. Whatever is computed for a sample from the
 * labels of those known before it has not seen its own label.
 */
export interface Order {
  /** The samples as they come. */
  readonly samples: Uint32Array;
  /** The samples as their labels become known. */
  readonly learnt: Uint32Array;
  /** For each place in `samples`, how many of `learnt` are known by then; it never falls. */
  readonly known: Uint32Array;
}

/**
 * A random order: each sample knows the labels of all before it. Groups stay whole: samples of one know the same.
 *
 * @param begins where each group begins, and the number of samples at the end; each sample is one where left out
 */
export function shuffledOrder(count: number, {integer}: Random, begins?: Uint32Array): Order {
  const groups = Uint32Array.from({length: begins ? begins.length - 1 : count}, (_, i) => i);
  for (let i = groups.length - 1; i > 0; --i) {
    const j = integer(i + 1);
    [groups[i], groups[j]] = [groups[j], groups[i]];
  }
  const samples = new Uint32Array(count);
  const known = new Uint32Array(count);
  let p = 0;
  for (const group of groups) {
    const from = begins ? begins[group] : group;
    const to = begins ? begins[group + 1] : group + 1;
    known.fill(p, p, p + to - from);
    for (let i = from; i < to; ++i) samples[p++] = i;
  }
  return {samples, learnt: samples, known};
}

/**
 * The order of time: a sample at t knows the labels whose `until` is not after t. Samples of one t know the same, and
 * none knows another of its own t, whatever `until` says.
 */
export function timeOrder({t, until}: Pick<Samples, "t" | "until">): Order {
  const count = t.length;
  const samples = Uint32Array.from({length: count}, (_, i) => i).sort((a, b) => t[a] - t[b] || a - b);
  const times: number[] = [];
  for (const i of samples) if (times.length === 0 || t[i] > times[times.length - 1]) times.push(t[i]);
  const place = (instant: number) => firstFrom(times, instant);
  const at = new Uint32Array(count);
  for (let i = 0; i < count; ++i) at[i] = Math.max(place(until[i]), place(t[i]) + 1);
  const learnt = samples.filter((i) => at[i] < times.length).sort((a, b) => at[a] - at[b] || a - b);
  const known = new Uint32Array(count);
  for (let p = 0, row = 0, done = 0; p < count; ++p) {
    while (times[row] < t[samples[p]]) ++row;
    while (done < learnt.length && at[learnt[done]] <= row) ++done;
    known[p] = done;
  }
  return {samples, learnt, known};
}

/** Where ascending numbers reach a value. */
function firstFrom(numbers: readonly number[], value: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One model of ordered boosting: it learns from the first `body` of the order's learnt and answers from place `from` to `to`. */
export interface Prefix {
  readonly body: number;
  readonly from: number;
  readonly to: number;
}

/** The fewest samples that the first prefix learns from: one of few, else a fiftieth of all and at most 100. */
export function leastPrefix(count: number): number {
  return count > 500 ? Math.min(100, Math.floor(count / 50)) : 1;
}

/**
 * The prefixes of ordered boosting: each learns from at least twice as many labels as the one before, and answers for the
 * samples that come until the next knows as much. Samples that come before the first have no model. Empty where no sample
 * knows enough.
 */
export function prefixesOf({samples, known}: Order, least = leastPrefix(samples.length)): readonly Prefix[] {
  const prefixes: Prefix[] = [];
  let wanted = Math.max(1, least);
  for (let p = 0; p < samples.length; ++p) {
    if (known[p] < wanted) continue;
    const last = prefixes.pop();
    if (last) prefixes.push({...last, to: p});
    prefixes.push({body: known[p], from: p, to: samples.length});
    wanted = 2 * known[p];
  }
  return prefixes;
}

/** The room that the prefixes of orders need at most: how many they are, and how many samples in all of them. */
export function roomOf(orders: readonly Order[]): {prefixes: number; samples: number} {
  const each = orders.map((order) => prefixesOf(order));
  return {
    prefixes: Math.max(...each.map(({length}) => length)),
    samples: Math.max(...each.map((prefixes) => prefixes.reduce((sum, {body, from, to}) => sum + body + to - from, 0)))
  };
}
