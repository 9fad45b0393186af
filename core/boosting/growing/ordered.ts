import type {Tree} from "../../base/trees.js";
import type {FeatureBins, GrowOptions, Growth, Prefixed, Scoring, Weighted} from "../grower.js";
import {places} from "../kernels/compiled.js";
import {chooseFeatures, draw} from "./choose-features.js";
import type {Machine} from "./machine.js";
import {scaleOf} from "./scale.js";
import {bestResult} from "./session.js";

/**
 * Grows a symmetric tree whose splits are scored by what ordered boosting is about: how well leaves that some samples make
 * foretell others (Prokhorenkova et al. 2018, algorithm 2). Every prefix p has samples that it learns from and samples that
 * it answers for, and its share in a leaf v answers a = −G / (W + λ) by the sums of gradients and weights of those that it
 * learns from which lie there, 0 where W + λ is 0. Over all leaves and prefixes, N = Σ −a·g and D = Σ a²·w of those answered
 * for. Of all conditions the one of the highest score is taken, N / √D (Cosine, 0 where D is 0) or 2N − D (L2), whether or
 * not it is above that of the leaves as they are; the tree ends where `leaves` has no room for twice as many.
 *
 * **Sums.** Gradients and weights are rounded to multiples of 1 / s, ⌊v · s + ½⌋ / s, s being the largest power of two with
 * s · Σ |v| + n / 2 < 2⁵⁰ over all n samples of all prefixes, so that their sums in float64 are exact in any order. N and D
 * are added up in the order of leaves and in each of prefixes; of each condition, what it changes in both, by bin, and then
 * over the bins of a feature. Of a monotone feature, a share whose sides are in the wrong order is not divided.
 *
 * **Noise.** To the score of each condition `noise` · (the sum of the four halves, 16 bits each, of draw(tree, node, feature,
 * bin) and draw(tree, node, feature, bin, 1), less 131,070) · 2.642899e-5 is added, close to a normal draw of that standard deviation:
 * see `makeGrower` for draws and for the numbers of nodes.
 *
 * **Order.** Features ascending, thresholds ascending; a later one replaces where its score is greater. All features must be
 * numbers without missing values. Gains of nodes are G²/(W + λ) of both sides less that of both together, of all that are
 * answered for; leaves have no values.
 *
 * @param leafOf receives the leaf of every sample
 */
export function growOrdered(
  machine: Machine,
  growth: Growth,
  bins: readonly FeatureBins[],
  prefixes: readonly Prefixed[],
  {score, noise}: Scoring,
  {tree = 0, features}: Pick<GrowOptions, "features" | "tree">,
  leafOf: Uint16Array
): Tree {
  const {kernels, words, numbers} = machine;
  const start = (name: string) => machine.area(name).start;
  const count = bins.length;
  if (bins.some((each) => each.kind !== "numeric" || each.missing))
    throw new Error("invalid features: one is of categories, or lacks values; prefixes score numbers alone");
  layOut(machine, growth, prefixes);
  words[places.COSINE / 4] = score === "Cosine" ? 1 : 0;
  numbers[places.NOISE / 8] = noise;
  const ofTree = new Uint8Array(machine.buffer, start("tree mask"), count);
  ofTree.set(features ?? new Uint8Array(count).fill(1));
  const mask = new Uint8Array(machine.buffer, start("masks"), count);
  const cell = start("cells") / 8;
  const nodes = emptyNodes();
  /** The sums of gradients and weights answered for in a leaf. */
  const sumsOf = (leaf: number): readonly [g: number, w: number] => {
    let [g, w] = [0, 0];
    for (let p = 0; p < prefixes.length; ++p) {
      const at = cell + ((leaf * prefixes.length + p) * places.CELL_BYTES + places.CELL_ANSWERED_SUMS) / 8;
      g += numbers[at];
      w += numbers[at + 1];
    }
    return [g, w];
  };
  const scoreOf = ([g, w]: readonly [number, number]) => (w + growth.l2 > 0 ? (g * g) / (w + growth.l2) : 0);
  const entries = prefixes.reduce((sum, {learned, answered}) => sum + learned.rows.length + answered.rows.length, 0);
  leafOf.fill(0);
  let level = 1;
  for (let depth = 0; level * 2 <= growth.leaves && !(growth.depth > 0 && depth >= growth.depth); ++depth) {
    kernels.sumCells();
    numbers[places.LEAST_SCORE / 8] = -Infinity;
    const node = depth === 0 ? 0 : 2 * depth - 1;
    chooseFeatures(mask, ofTree, growth, tree, node, []);
    words[places.NOISE_SEED / 4] = draw(growth.seed, tree, node);
    words[(places.CHILDREN + places.CHILD_MASK) / 4] = mask.byteOffset;
    machine.run(places.JOB_CELLS, entries * count < worthSharing);
    const best = bestResult(machine, 0);
    if (best < 0) break;
    const feature = words[(best + places.RESULT_FEATURE) / 4];
    const bin = words[(best + places.RESULT_BIN) / 4];
    const before = Array.from({length: level}, (_, leaf) => sumsOf(leaf));
    words[places.COLUMN / 4] = start("columns") + feature * words[places.SAMPLES / 4];
    words[places.BIN / 4] = bin;
    kernels.partCells();
    const {upper} = bins[feature] as Extract<FeatureBins, {kind: "numeric"}>;
    before.forEach((sums, leaf) => {
      const gained = scoreOf(sumsOf(leaf)) + scoreOf(sumsOf(leaf + level)) - scoreOf(sums);
      nodes.add(feature, upper[bin], level, leaf, gained);
    });
    const column = new Uint8Array(machine.buffer, words[places.COLUMN / 4], leafOf.length);
    for (let i = 0; i < leafOf.length; ++i) if (column[i] > bin) leafOf[i] += level;
    level *= 2;
  }
  return nodes.finish(level);
}

/** Entries times features from which threads share the work of a level. */
const worthSharing = 20_000;

/** Writes the entries of all prefixes, and the cells of the one leaf that holds them. */
function layOut(machine: Machine, growth: Growth, prefixes: readonly Prefixed[]): void {
  const {words, numbers} = machine;
  const sides = prefixes.flatMap(({learned, answered}) => [learned, answered]);
  const total = sides.reduce((sum, {rows}) => sum + rows.length, 0);
  const {prefixes: most, samples} = growth.ordered ?? {prefixes: 0, samples: 0};
  if (prefixes.length > most || total > samples)
    throw new Error(
      `invalid prefixes: ${prefixes.length} of ${total} samples; there is room for ${most} of ${samples}`
    );
  const scales = [scaleFor(sides, total, "gradient"), scaleFor(sides, total, "weight")] as const;
  const rowsAt = new Uint32Array(machine.buffer, machine.area("entry rows").start, total);
  const values = new Float32Array(machine.buffer, machine.area("entry values").start, 2 * total);
  let at = 0;
  sides.forEach(({rows, gradient, weight}, side) => {
    const cell = machine.area("cells").start + (side >> 1) * places.CELL_BYTES;
    words[(cell + (side & 1) * places.CELL_ANSWERED) / 4] = at;
    words[(cell + (side & 1) * places.CELL_ANSWERED) / 4 + 1] = rows.length;
    rowsAt.set(rows, at);
    let [g, w] = [0, 0];
    for (let i = 0; i < rows.length; ++i, ++at) {
      values[2 * at] = Math.floor(gradient[i] * scales[0] + 0.5) / scales[0];
      values[2 * at + 1] = Math.floor(weight[i] * scales[1] + 0.5) / scales[1];
      g += values[2 * at];
      w += values[2 * at + 1];
    }
    const sums = (cell + (side & 1 ? places.CELL_ANSWERED_SUMS : places.CELL_LEARNED_SUMS)) / 8;
    numbers[sums] = g;
    numbers[sums + 1] = w;
  });
  words[places.CELL_COUNT / 4] = prefixes.length;
}

function scaleFor(sides: readonly Weighted[], total: number, of: "gradient" | "weight"): number {
  let sum = 0;
  for (const side of sides) for (const value of side[of]) sum += Math.abs(value);
  if (!Number.isFinite(sum))
    throw new Error("invalid gradients: one is not a number; check the objective and the labels");
  return scaleOf(sum, total, 2 ** 50);
}

/** A symmetric tree's nodes as they come, level by level. */
function emptyNodes() {
  const [feature, threshold, left, right, gain]: number[][] = [[], [], [], [], []];
  return {
    add(of: number, upper: number, level: number, leaf: number, gained: number): void {
      feature.push(of);
      threshold.push(upper);
      left.push(2 * level - 1 + leaf);
      right.push(3 * level - 1 + leaf);
      gain.push(gained);
    },
    finish(leaves: number): Tree {
      const inner = leaves - 1;
      const link = (next: number) => (next < inner ? next : ~(next - inner));
      return {
        feature: Int32Array.from(feature),
        threshold: Float64Array.from(threshold),
        left: Int32Array.from(left, link),
        right: Int32Array.from(right, link),
        decision: new Uint8Array(inner),
        value: new Float64Array(leaves),
        gain: Float64Array.from(gain)
      };
    }
  };
}
