import {pause} from "../../base/pause.js";
import {random} from "../../base/random.js";
import type {Binning, FeatureBins} from "../grower.js";
import type {Machine} from "../growing/machine.js";
import {places} from "../kernels/compiled.js";
import {findBounds, findCategories, floor32} from "./bounds.js";
import {isMany} from "./many.js";

/** How many bounds of a feature lie in memory, and how many codes of categories. */
const most = 256;

/** The bytes that binning needs at least beside bins, for a while: `work`. */
export function workBytes(samples: number, features: number, sampled: number): number {
  return Math.max(64 * 4 * features, 8 * Math.min(samples, sampled) * Math.min(features, 8), 4 << 20);
}

/**
 * Finds what a feature's bins mean and puts all values into them, in the machine's columns and rows; those of a feature of
 * many categories all into bin 0. Throws where a value is infinite.
 *
 * @param mostCategories how many categories may have a bin of their own
 */
export async function binSamples(
  machine: Machine,
  x: Float32Array,
  [samples, features]: readonly [samples: number, features: number],
  binning: Binning,
  mostCategories: number,
  signal?: AbortSignal
): Promise<FeatureBins[]> {
  const found = await findAll(machine, x, samples, features, binning, mostCategories, signal);
  layBounds(machine, found);
  await binAll(machine, x, samples, features, signal);
  return found.map((bins, f) => withSeen(machine, bins, f, features));
}

/** The bins of each feature as the sampled values tell. */
async function findAll(
  machine: Machine,
  x: Float32Array,
  samples: number,
  features: number,
  {maxBin, minDataInBin, sampled, seed, categorical, bounds}: Binning,
  mostCategories: number,
  signal?: AbortSignal
): Promise<FeatureBins[]> {
  const rows = draw(samples, sampled, seed);
  const n = rows ? rows.length : samples;
  // A sample has its part of the least data that a bin must have.
  const least = Math.max(1, Math.floor((minDataInBin * n) / samples));
  const {start, bytes} = machine.area("work");
  const batch = Math.max(1, Math.min(features, Math.floor(bytes / (8 * n))));
  const values = new Float32Array(machine.buffer, start, batch * n);
  const counts = new Uint32Array(machine.buffer, start + 4 * batch * n, batch * n);
  const distinct = new Uint32Array(machine.buffer, machine.area("distinct").start, features);
  const isCategory = new Set(categorical);
  const found: FeatureBins[] = [];
  machine.word(places.VALUES, start);
  machine.word(places.VALUE_COUNTS, start + 4 * batch * n);
  machine.word(places.SAMPLED, n);
  for (let first = 0; first < features; first += batch) {
    signal?.throwIfAborted();
    const m = Math.min(batch, features - first);
    for (let start = 0; start < n; start += 64) {
      const end = Math.min(n, start + 64);
      for (let f = 0; f < m; ++f)
        for (let i = start; i < end; ++i) values[f * n + i] = x[(rows ? rows[i] : i) * features + first + f];
    }
    machine.word(places.BATCH, m);
    machine.run(places.JOB_SORT);
    for (let f = 0; f < m; ++f) {
      const seen = values.subarray(f * n, f * n + distinct[f]);
      const often = counts.subarray(f * n, f * n + distinct[f]);
      const given = bounds?.get(first + f);
      if (isCategory.has(first + f)) {
        const kept = findCategories(seen, often, n, maxBin, least, mostCategories);
        found.push({kind: "categorical", categories: Int32Array.from(kept)});
        continue;
      }
      let total = 0;
      for (let i = 0; i < often.length; ++i) total += often[i];
      const room = total < n ? maxBin - 1 : maxBin;
      const upper = given ? withLast(given) : Float64Array.from(findBounds(seen, often, room, least));
      found.push({kind: "numeric", upper, missing: false, range: [NaN, NaN]});
    }
    await pause();
  }
  return found;
}

/** Rows to find bounds from, ascending; undefined where all are. */
function draw(samples: number, sampled: number, seed: number): Uint32Array | undefined {
  if (samples <= sampled) return undefined;
  const {uniform} = random(seed);
  const rows = new Uint32Array(sampled);
  for (let i = 0, taken = 0; taken < sampled; ++i) {
    if (uniform() * (samples - i) < sampled - taken) rows[taken++] = i;
  }
  return rows;
}

function withLast(bounds: Float64Array): Float64Array {
  return bounds.at(-1) === Infinity ? bounds.slice() : Float64Array.of(...bounds, Infinity);
}

/** Lays down what threads need to know of bins. */
function layBounds(machine: Machine, all: readonly FeatureBins[]): void {
  const info = new Uint32Array(machine.buffer, machine.area("info").start, all.length);
  const bounds = new Float32Array(machine.buffer, machine.area("bounds").start, all.length * most);
  const codes = new Uint8Array(machine.buffer, machine.area("codes").start, all.length * most);
  bounds.fill(Infinity);
  all.forEach((bins, f) => {
    if (bins.kind === "categorical") {
      const told = isMany(bins) ? new Int32Array(0) : bins.categories;
      const sorted = Array.from(told, (category, k) => [Math.fround(category), k + 1] as const);
      sorted.sort(([a], [b]) => a - b);
      sorted.forEach(([category, bin], i) => {
        bounds[f * most + i] = category;
        codes[f * most + i] = bin;
      });
      info[f] = (told.length + 1) | 0x20000 | (half(told.length) << 20);
    } else {
      bins.upper.subarray(0, -1).forEach((bound, i) => void (bounds[f * most + i] = floor32(bound)));
      info[f] = bins.upper.length | (half(bins.upper.length - 1) << 20);
    }
  });
}

/** How many bits of an address the first step of a search among n bounds of 4 bytes goes by. */
function half(n: number): number {
  return n < 1 ? 0 : 33 - Math.clz32(n);
}

async function binAll(machine: Machine, x: Float32Array, samples: number, features: number, signal?: AbortSignal) {
  const {start, bytes} = machine.area("work");
  const ranges = new Float32Array(machine.buffer, machine.area("ranges").start, machine.threads * features * 4);
  for (let i = 0; i < ranges.length; i += 4) ranges.set([Infinity, -Infinity, 0, 0], i);
  const size = Math.max(1, Math.floor(bytes / (4 * features)));
  const values = new Float32Array(machine.buffer, start, size * features);
  for (let from = 0; from < samples; from += size) {
    signal?.throwIfAborted();
    const n = Math.min(size, samples - from);
    values.set(x.subarray(from * features, (from + n) * features));
    machine.word(places.FROM, from);
    machine.word(places.COUNT, n);
    machine.run(places.JOB_BIN);
    await pause();
  }
  for (let i = 0; i < ranges.length; i += 4) {
    if (ranges[i] !== -Infinity && ranges[i + 1] !== Infinity) continue;
    if (ranges[i] === Infinity && ranges[i + 1] === -Infinity) continue;
    throw infinite(x, samples, features);
  }
}

function infinite(x: Float32Array, samples: number, features: number): Error {
  for (let i = 0; i < samples * features; ++i) {
    if (Math.abs(x[i]) !== Infinity) continue;
    const what = `${x[i]} in sample ${Math.floor(i / features)}`;
    return new Error(`invalid feature ${i % features}: ${what}; leave such samples out, or cap their values`);
  }
  return new Error("invalid features: an infinite value");
}

/** The bins with what was seen of the values. */
function withSeen(machine: Machine, bins: FeatureBins, f: number, features: number): FeatureBins {
  if (bins.kind === "categorical") return bins;
  const ranges = new Float32Array(machine.buffer, machine.area("ranges").start, machine.threads * features * 4);
  const flags = new Uint32Array(machine.buffer, machine.area("ranges").start, machine.threads * features * 4);
  let [least, greatest] = [Infinity, -Infinity];
  let missing = false;
  for (let t = 0; t < machine.threads; ++t) {
    const i = (t * features + f) * 4;
    least = Math.min(least, ranges[i]);
    greatest = Math.max(greatest, ranges[i + 1]);
    missing ||= flags[i + 2] === 1;
  }
  if (missing) machine.words[(machine.area("info").start >>> 2) + f] |= 0x10000;
  return {...bins, missing, range: least <= greatest ? [least, greatest] : [NaN, NaN]};
}
