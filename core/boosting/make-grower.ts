import type {Crew} from "../base/crew.js";
import {binSamples, workBytes} from "./binning/bin.js";
import {isMany, mostInByte} from "./binning/many.js";
import type {Binning, FeatureBins, Grower, Grown, GrowOptions, Growth} from "./grower.js";
import {growByLeaf} from "./growing/by-leaf.js";
import {check, checkOptions} from "./growing/check.js";
import {leastOfCategory} from "./growing/leaf.js";
import type {Machine} from "./growing/machine.js";
import {startMachine} from "./growing/machine.js";
import type {ManyValued} from "./growing/many.js";
import {manyValued} from "./growing/many.js";
import {makeNodes} from "./growing/nodes.js";
import {packGradients} from "./growing/scale.js";
import {openSession} from "./growing/session.js";
import {growOrdered} from "./growing/ordered.js";
import {growSymmetric} from "./growing/symmetric.js";
import {places} from "./kernels/compiled.js";

/** The bytes of histograms that are kept at most. */
const kept = 2 ** 28;

/** Values in all from which threads help. */
const worthThreads = 300_000;

/** Who helps, and whether to go on. */
export interface GrowerOptions {
  readonly crew?: Crew;
  readonly signal?: AbortSignal;
}

/**
 * The fast learner of histograms. Everything that it computes is defined here, to the last bit; `tests/boosting/oracle`
 * has the same in plain loops.
 *
 * **Sums.** A gradient g counts as the integer q = ⌊g · s + ½⌋ (in float64), where s is the largest power of two with
 * s · Σ m·|g| + n / 2 < 2³¹; m is how often a sample counts (`times`, or 1), n = Σ m over the samples learned from, and s
 * is 1 where all gradients are 0. A hessian h likewise, with s the largest power of two with s · Σ m·h + n / 2 < 2⁵⁰. A
 * sample adds m to counts, m·q and m·qₕ to sums. G = Σ q / s; H = Σ qₕ / s, or count · `constantHessian`.
 *
 * **Gain.** T(G) = sign(G) · max(|G| − l1, 0). A leaf answers w = −T(G) / (H + l2), cut to ± `maxDelta` where that is
 * above 0, then to the bounds that monotone features set; 0 where H + l2 is not above 0. Its score is T(G)·T(G) / (H + l2);
 * where `maxDelta` is above 0 or any feature is monotone, −(2·T(G)·w + (H + l2)·w·w), products from the left. A split's
 * gain is (score(left) + score(right)) − score(node); it is taken where that is > `minGain`, both sides have count ≥
 * `minData`, count ≥ 1, H ≥ `minHessian` and H + l2 > 0. In sorted categorical splits l2 + catL2 is in the place of l2 in
 * the scores of both sides, not in that of the node; and in the values of the two sides, those that they have as leaves
 * and keep as nodes, not in the scores of their own splits (so does LightGBM).
 *
 * **Order.** Of candidates a later one replaces only where its gain is greater: features ascending; of a number first the
 * thresholds ascending with missing values left, then, where samples of the node lack the value, thresholds ascending with
 * missing values right, the last of which is all that have a value against those that lack it (threshold 1e300). A
 * threshold is the `upper` of its bin. Where `missing` is false decision is 0, otherwise `nanMissing`, and `defaultLeft`
 * where they go left.
 *
 * **Categories.** Bin 0 goes right always. Of up to `maxCatToOnehot` bins, bin 0 counted, each bin from 1 on alone goes
 * left, ascending; so too, whatever the number of bins, in symmetric trees. Otherwise the bins from 1 on with count ≥
 * max(1, `minDataPerCategory`) are sorted by G / (H + catSmooth), ties by bin; the first k go left, k = 1, 2 … up to
 * min(maxCatThreshold, ⌊(their number + 1) / 2⌋), then the last k. The scan goes on to the next k while the left has too
 * little data or hessian, ends where the right has count < max(minData, minDataPerGroup) or too little hessian, and skips
 * k while the bins since the last k that was tried have count < minDataPerGroup. Monotone bounds hold, directions do not.
 *
 * **Monotone features** (LightGBM's basic method): a split that has its sides' w in the wrong order is none; below a split
 * of a monotone feature the bounds of the sides meet halfway between their w: (left + right) / 2.
 *
 * **Bins.** See `findBounds` and `findCategories`. Symmetric trees tell at most 254 categories of a feature apart. The
 * others tell apart as many as there are; of more than 254 what is defined here is done in TypeScript, on one thread.
 *
 * **Growth.** Leaf-wise: the leaf of greatest gain, ties by its number. Depth-wise: of the leaves of least depth the one
 * of greatest gain, ties by number. The left child keeps the leaf's number, the right has the next; nodes are numbered in
 * order. Symmetric: of each condition the gains of all leaves are summed in order of their numbers, 0 where a side has too
 * little data or hessian; a condition is none that has the w of any leaf's sides in the wrong order (that of an empty side
 * is 0, cut to the bounds). The best is taken if the sum is > `minGain`, and all leaves are split, the empty ones too: the
 * left child of leaf i keeps i, the right is i + 2^depth. It ends where `leaves` has no room for twice as many.
 *
 * **Numbers of nodes, for what is random.** The root is 0, the sides of the tree's s-th split (from 0; of a symmetric
 * tree the s-th condition, whatever the leaf) are 2s + 1 and 2s + 2 (of a symmetric tree 2s + 1 for all leaves of the next
 * level). mix(h, v) = fmix32((h xor v) + 0x9e3779b9), fmix32 being that of MurmurHash3; draw(v…) starts with h = `seed`.
 * `featuresByNode` p takes of the m features that the tree and the path allow the max(1, ⌊p·m + ½⌋) with the least
 * draw(tree, node, feature), ties by feature. `extra` tries of a number only the bin draw(tree, node, feature, 1) mod (bins
 * that have values − 1), of categories only the bin 1 + that mod (bins − 1) alone; in the order and with the directions
 * above.
 *
 * `FeatureBins.categories[k]` is the category of bin k + 1.
 */
export async function makeGrower(
  x: Float32Array,
  shape: readonly [samples: number, features: number],
  binning: Binning,
  growth: Growth,
  {crew, signal}: GrowerOptions = {}
): Promise<Grower> {
  const [samples, features] = shape;
  check(x, samples, features, binning, growth);
  const helpers = samples * features < (crew?.worth ?? worthThreads) ? undefined : crew;
  const machine = await startMachine(
    `${samples} samples × ${features} features`,
    wants(samples, features, binning, growth, helpers?.size ?? 1),
    helpers
  );
  try {
    setUp(machine, samples, features, growth, helpers?.size ?? 1);
    const mostCategories = growth.policy === "symmetric" ? mostInByte : Infinity;
    const bins = await binSamples(machine, x, shape, binning, mostCategories, signal);
    const widest = bins.reduce((most, each) => Math.max(most, binsOf(each)), 1);
    machine.word(places.STRIDE, widest > 64 ? 256 : widest > 16 ? 64 : 16);
    return grower(machine, bins, manyValued(x, shape, bins), samples, growth);
  } catch (error) {
    await machine.free();
    throw error;
  }
}

/** How many bins the kernels see. */
function binsOf(bins: FeatureBins): number {
  if (isMany(bins)) return 1;
  return bins.kind === "numeric" ? bins.upper.length + (bins.missing ? 1 : 0) : bins.categories.length + 1;
}

/**
 * How many bytes of a row lie side by side: a thread takes the features of such a group at once. Of those that suit, what
 * pads rows least, since rows are most of the memory.
 */
function groupBytes(features: number, threads: number): number {
  const padded = (bytes: number) => Math.ceil(features / bytes) * bytes;
  let best = 16;
  for (const bytes of threads > 1 ? [64, 32] : [64, 48, 32])
    if (Math.ceil(features / bytes) >= threads && (threads > 1 || features > bytes - 16))
      if (best === 16 || padded(bytes) < padded(best)) best = bytes;
  return best;
}

/** The bytes of each area of memory. */
function wants(samples: number, features: number, {sampled}: Binning, growth: Growth, threads: number) {
  const group = groupBytes(features, threads);
  const padded = Math.ceil(features / group) * group;
  const histograms = Math.min(growth.leaves + 2, Math.max(4, Math.floor(kept / (padded * 4096)))) * padded * 4096;
  return {
    info: features * 4,
    monotone: features,
    "tree mask": features,
    masks: features * 2,
    only: features * 4,
    bounds: features * 1024,
    codes: features * 256,
    distinct: features * 4,
    ranges: features * 16 * threads,
    digits: threads * 2048 * 12,
    results: (padded / group) * 2 * places.RESULT_BYTES,
    sides: growth.leaves * 256,
    nodes: growth.leaves * 16,
    stage: threads * places.STAGE_BYTES,
    blocks: Math.ceil(samples / 4096) * 32,
    sums: growth.policy === "symmetric" ? features * 4096 : 0,
    level: growth.policy === "symmetric" ? growth.leaves * places.CHILD_BYTES : 0,
    cells: (growth.ordered?.prefixes ?? 0) * growth.leaves * places.CELL_BYTES,
    "entry rows": (growth.ordered?.samples ?? 0) * 4,
    "entry values": (growth.ordered?.samples ?? 0) * 8,
    "spare rows": growth.ordered ? samples * 4 : 0,
    "spare values": growth.ordered ? samples * 8 : 0,
    gradient: samples * 4,
    hessian: samples * 4,
    packed: samples * 8,
    "packed hessian": samples * 8,
    times: samples,
    list: samples * 4,
    lefts: threads > 1 ? samples * 4 : 0,
    rights: samples * 4,
    leaf: samples * 2,
    columns: samples * features,
    rows: samples * padded,
    work: Math.max(histograms, workBytes(samples, features, sampled))
  };
}

function setUp(machine: Machine, samples: number, features: number, growth: Growth, threads: number): void {
  const group = groupBytes(features, threads);
  const areas = {
    ROWS: "rows",
    COLUMNS: "columns",
    GRADIENT: "gradient",
    HESSIAN: "hessian",
    PACKED: "packed",
    PACKED_HESSIAN: "packed hessian",
    STAGE: "stage",
    INFO: "info",
    MONOTONE: "monotone",
    RESULTS: "results",
    LEFT_ROWS: "lefts",
    RIGHT_ROWS: "rights",
    LEAF: "leaf",
    NODES: "nodes",
    BLOCKS: "blocks",
    BOUNDS: "bounds",
    CODES: "codes",
    RANGES: "ranges",
    RADIX: "digits",
    DISTINCT: "distinct",
    ACCUMULATED: "sums",
    CELLS: "cells",
    ENTRY_ROWS: "entry rows",
    ENTRY_VALUES: "entry values",
    SPARE_ROWS: "spare rows",
    SPARE_VALUES: "spare values"
  } as const;
  for (const [place, area] of Object.entries(areas))
    machine.word(places[place as keyof typeof areas], machine.area(area).start);
  machine.word(places.SAMPLES, samples);
  machine.word(places.FEATURES, features);
  machine.word(places.GROUP_BYTES, group);
  machine.word(places.UNITS, Math.ceil(features / group));
  machine.word(places.MAX_ONE_HOT, growth.maxCatToOnehot);
  machine.word(places.MAX_CATEGORIES, growth.maxCatThreshold);
  const {start} = machine.area("monotone");
  if (growth.monotone) new Int8Array(machine.buffer, start, features).set(growth.monotone);
  machine.number(places.L1, growth.l1);
  machine.number(places.L2, growth.l2);
  machine.number(places.MAX_DELTA, growth.maxDelta);
  machine.number(places.MIN_DATA, growth.minData);
  machine.number(places.MIN_HESSIAN, growth.minHessian);
  machine.number(places.MIN_GAIN, growth.minGain);
  machine.number(places.CAT_SMOOTH, growth.catSmooth);
  machine.number(places.CAT_L2, growth.catL2);
  machine.number(places.MIN_GROUP, growth.minDataPerGroup);
  machine.number(places.MIN_CATEGORY, leastOfCategory(growth));
}

function grower(
  machine: Machine,
  bins: readonly FeatureBins[],
  many: {readonly all: readonly ManyValued[]; readonly bytes: number},
  samples: number,
  growth: Growth
): Grower {
  const {kernels, words} = machine;
  const start = (name: string) => machine.area(name).start;
  const list = new Uint32Array(machine.buffer, start("list"), samples);
  const leafOf = new Uint16Array(machine.buffer, start("leaf"), samples);
  const times = new Uint8Array(machine.buffer, start("times"), samples);
  const grow = (options: GrowOptions = {}): Grown => {
    const {constantHessian} = options;
    checkOptions(options, samples, bins.length);
    if (options.times) times.set(options.times);
    const rows = options.times ? counted(options.times, options.rows) : options.rows;
    const count = rows?.length ?? samples;
    if (rows) list.set(rows);
    else {
      words[places.LIST / 4] = start("list");
      words[places.COUNT / 4] = samples;
      kernels.listAll();
    }
    const whole = count === samples;
    const {units, sums} = packGradients(machine, count, whole, options.times !== undefined, constantHessian);
    const session = openSession(machine, growth, bins, many.all, units, options, count, sums);
    const nodes = makeNodes(bins);
    if (growth.policy === "symmetric") growSymmetric(session, nodes);
    else growByLeaf(session, nodes);
    const tree = nodes.finish(units);
    if (tree.feature.length === 0) leafOf.fill(0);
    else if (whole)
      for (const leaf of nodes.leaves) kernels.assign(start("list") + leaf.start * 4, leaf.rows, leaf.number);
    else if (session.many && tree.feature.some((f) => session.many!.has(f))) session.many.walk(tree, leafOf);
    else {
      const table = new Int32Array(machine.buffer, start("nodes"), tree.feature.length * 4);
      tree.feature.forEach((feature, i) => table.set([feature, tree.left[i], tree.right[i], 0], i * 4));
      words[places.SIDES / 4] = start("sides");
      machine.run(places.JOB_WALK, samples < 20_000);
    }
    session.many?.close();
    return {
      tree,
      leaf: leafOf,
      rowsOf: (leaf) => list.subarray(nodes.leaves[leaf].start, nodes.leaves[leaf].start + nodes.leaves[leaf].rows)
    };
  };
  return {
    samples,
    bins,
    bytes: machine.bytes + many.bytes,
    gradient: new Float32Array(machine.buffer, start("gradient"), samples),
    hessian: new Float32Array(machine.buffer, start("hessian"), samples),
    grow,
    growOrdered(prefixes, scoring, options = {}) {
      checkOptions(options, samples, bins.length);
      return {tree: growOrdered(machine, growth, bins, prefixes, scoring, options, leafOf), leaf: leafOf};
    },
    free: () => machine.free()
  };
}

/** The rows, or all, that count at least once. */
function counted(times: Uint8Array, rows: Uint32Array | undefined): Uint32Array {
  if (rows) return rows.filter((i) => times[i] > 0);
  let n = 0;
  const kept = new Uint32Array(times.length);
  for (let i = 0; i < times.length; ++i) if (times[i] > 0) kept[n++] = i;
  return kept.subarray(0, n);
}
