import type {FeatureBins, GrowOptions, Growth} from "../grower.js";
import {places} from "../kernels/compiled.js";
import {chooseBins, chooseFeatures} from "./choose-features.js";
import type {Leaf, Split, Sums, Units} from "./leaf.js";
import {answerOf, gradientOf, hessianOf, minus, scoreOf} from "./leaf.js";
import type {Machine} from "./machine.js";
import type {Many, ManyValued} from "./many.js";
import {openMany} from "./many.js";
import type {Packed} from "./many-histogram.js";
import {writeSides} from "./nodes.js";
import type {Pool} from "./pool.js";
import {makePool} from "./pool.js";

/** What growing one tree needs: the machine's areas and what may be split how. */
export interface Session {
  readonly machine: Machine;
  readonly growth: Growth;
  readonly bins: readonly FeatureBins[];
  readonly units: Units;
  /** Whether leaves' answers have bounds: scores then go by answers. */
  readonly bounded: boolean;
  readonly pool: Pool;
  /** How many samples are learned from, and whether the list of them is that of all. */
  readonly rows: number;
  readonly whole: boolean;
  /** What splits by features of many categories; undefined where there are none. */
  readonly many: Many | undefined;
  root(): Leaf;
  /** Tells the kernels which leaf is number 0 or 1 of those that a job scans; undefined for none. */
  tell(child: 0 | 1, leaf: Leaf | undefined): void;
  /** Makes a leaf's histograms, takes them from those of another leaf, and scans those that were told. */
  build(leaf: Leaf, make: boolean, large: number): void;
  /** The best split that was found of leaf 0 or 1. */
  found(child: 0 | 1): Split | undefined;
  /** Where the list of a leaf's samples begins; 0 where they are all. */
  listOf(leaf: Leaf): number;
  /** Whether a leaf has so few samples that its histograms are better made feature by feature, and not kept. */
  isTiny(leaf: Leaf): boolean;
  /** Scans a tiny leaf, which was told as number 0. */
  buildTiny(leaf: Leaf): void;
  /** Whether work on so many samples is not worth sharing. */
  isSmall(rows: number): boolean;
  /** The features on the path below a split. */
  pathOf(leaf: Leaf, split: Split): readonly number[];
  /** What the first samples of a leaf add up to. */
  sumsOf(leaf: Leaf, rows: number): Sums;
  /** Parts the samples of a leaf, and answers with how many go left. */
  part(leaf: Leaf, split: Split, node: number): number;
}

const kinds = ["missing right", "missing left", "category", "sorted categories"] as const;

/** Rows times features from which threads share the work of a leaf. */
const worthSharing = 20_000;
/** Rows up to which a leaf that uses all features is tiny, and the most rows of any that is. */
const tinyRows = 48;
const tiniest = 1024;
/** Rows from which they share that of parting it. */
const worthParting = 20_000;

export function openSession(
  machine: Machine,
  growth: Growth,
  bins: readonly FeatureBins[],
  manyValued: readonly ManyValued[],
  units: Units,
  {tree = 0, features, times}: GrowOptions,
  rows: number,
  sums: Sums
): Session {
  const {kernels, words, numbers} = machine;
  const count = bins.length;
  const start = (name: string) => machine.area(name).start;
  const bounded =
    growth.maxDelta > 0 || (growth.monotone?.includes(1) ?? false) || (growth.monotone?.includes(-1) ?? false);
  const wide = units.constant === undefined;
  const stride = words[places.STRIDE / 4];
  const {bytes} = machine.area("work");
  const pool = makePool(start("work"), bytes, count8(machine) * stride * (wide ? 16 : 8));
  const whole = rows === words[places.SAMPLES / 4];
  const byNode = growth.featuresByNode < 1 || growth.interactions !== undefined;
  const ofTree = new Uint8Array(machine.buffer, start("tree mask"), count);
  if (features) ofTree.set(features);
  else ofTree.fill(1);
  const masks = [0, 1].map((child) => new Uint8Array(machine.buffer, start("masks") + child * count, count));
  const only = [0, 1].map((child) => new Int16Array(machine.buffer, start("only") + child * 2 * count, count));
  const info = new Uint32Array(machine.buffer, start("info"), count);
  const sides = new Uint8Array(machine.buffer, start("sides"), machine.area("sides").bytes);
  const list = start("list");
  const used = features ? features.reduce((sum, use) => sum + use, 0) : count;
  const byLeaf = Math.max(1, Math.floor(growth.featuresByNode * used + 0.5));
  const tiny = Math.min(tiniest, Math.floor((tinyRows * count) / byLeaf));
  const scoreOfLeaf = ({sums, low, high}: Leaf) =>
    scoreOf(sums, units, growth, answerOf(sums, units, growth, low, high), bounded);
  const isSmall = (n: number) => n * count + count * stride < worthSharing;
  const many =
    manyValued.length > 0
      ? openMany(
          machine,
          growth,
          manyValued,
          units,
          packedOf(machine, wide, times !== undefined),
          scoreOfLeaf,
          bounded,
          tree
        )
      : undefined;
  const told: Leaf[] = [];
  const listOf = (leaf: Leaf) => (leaf.rows === words[places.SAMPLES / 4] ? 0 : list + leaf.start * 4);
  words[places.WIDE / 4] = wide ? 1 : 0;
  words[places.BOUNDED / 4] = bounded ? 1 : 0;
  numbers[places.CONSTANT / 8] = units.constant ?? 0;
  return {
    machine,
    growth,
    bins,
    units,
    bounded,
    pool,
    rows,
    whole,
    many,
    listOf,
    isSmall,
    isTiny: (leaf) => leaf.rows <= tiny && leaf.rows < words[places.SAMPLES / 4],
    buildTiny(leaf) {
      words[places.LIST / 4] = listOf(leaf);
      words[places.COUNT / 4] = leaf.rows;
      machine.run(places.JOB_SMALL, true);
    },
    pathOf: ({path}, {feature}) => (growth.interactions && !path.includes(feature) ? [...path, feature] : path),
    sumsOf(leaf, n) {
      const fewer = n <= leaf.rows - n;
      kernels.sumList(list + (leaf.start + (fewer ? 0 : n)) * 4, fewer ? n : leaf.rows - n);
      const [count, q, qh] = numbers.subarray(places.SUMS / 8, places.SUMS / 8 + 3);
      const sums = {n: count, q, qh};
      return fewer ? sums : minus(leaf.sums, sums);
    },
    root: () => ({
      number: 0,
      depth: 0,
      start: 0,
      rows,
      sums,
      low: -Infinity,
      high: Infinity,
      answer: answerOf(sums, units, growth, -Infinity, Infinity),
      node: 0,
      parent: -1,
      isLeft: false,
      path: [],
      slot: -1,
      split: undefined
    }),
    tell(child, leaf) {
      const at = places.CHILDREN + child * places.CHILD_BYTES;
      words[(at + places.CHILD_SCANNED) / 4] = leaf ? 1 : 0;
      if (!leaf) return;
      told[child] = leaf;
      numbers[(at + places.CHILD_COUNT) / 8] = leaf.sums.n;
      numbers[(at + places.CHILD_G) / 8] = gradientOf(leaf.sums, units);
      numbers[(at + places.CHILD_H) / 8] = hessianOf(leaf.sums, units);
      numbers[(at + places.CHILD_LOW) / 8] = leaf.low;
      numbers[(at + places.CHILD_HIGH) / 8] = leaf.high;
      numbers[(at + places.CHILD_SCORE) / 8] = scoreOfLeaf(leaf);
      if (byNode) chooseFeatures(masks[child], ofTree, growth, tree, leaf.node, leaf.path);
      words[(at + places.CHILD_MASK) / 4] = byNode ? masks[child].byteOffset : ofTree.byteOffset;
      if (growth.extra) chooseBins(only[child], info, growth.seed, tree, leaf.node);
      words[(at + places.CHILD_ONLY) / 4] = growth.extra ? only[child].byteOffset : 0;
    },
    build(leaf, make, large) {
      words[places.LIST / 4] = listOf(leaf);
      words[places.COUNT / 4] = leaf.rows;
      words[places.SMALL / 4] = leaf.slot;
      words[places.LARGE / 4] = large;
      words[places.BUILD / 4] = make ? 1 : 0;
      machine.run(places.JOB_GROW, isSmall(leaf.rows));
    },
    found(child) {
      const split = resultOf(machine, bestResult(machine, child));
      return many ? many.improve(told[child], byNode ? masks[child] : ofTree, split) : split;
    },
    part(leaf, split, node) {
      many?.divide(leaf, node);
      if (many?.has(split.feature)) return many.part(leaf, split, node);
      writeSides(sides.subarray(node * 256, node * 256 + 256), bins[split.feature], split);
      words[places.LIST / 4] = list + leaf.start * 4;
      words[places.COUNT / 4] = leaf.rows;
      words[places.COLUMN / 4] = start("columns") + split.feature * words[places.SAMPLES / 4];
      words[places.SIDES / 4] = sides.byteOffset + node * 256;
      if (machine.threads > 1 && leaf.rows >= worthParting) {
        machine.run(places.JOB_PART);
        machine.run(places.JOB_GATHER);
      } else kernels.partAlone();
      return words[places.PARTS / 4];
    }
  };
}

/** The sums that each sample adds, as the kernels keep them. */
function packedOf(machine: Machine, wide: boolean, times: boolean): Packed {
  const words = (name: string) => {
    const {start, bytes} = machine.area(name);
    return new Int32Array(machine.buffer, start, bytes / 4);
  };
  return {gradient: words("packed"), long: wide || times, hessian: wide ? words("packed hessian") : undefined};
}

/** The split that lies at an address; undefined where that is −1. */
function resultOf({words, numbers}: Machine, at: number): Split | undefined {
  if (at < 0) return undefined;
  const set = (at + places.RESULT_SET) / 4;
  return {
    gain: numbers[at / 8],
    feature: words[(at + places.RESULT_FEATURE) / 4],
    bin: words[(at + places.RESULT_BIN) / 4],
    kind: kinds[words[(at + places.RESULT_KIND) / 4]],
    set: words.slice(set, set + 8),
    left: {
      n: numbers[(at + places.RESULT_COUNT) / 8],
      q: numbers[(at + places.RESULT_Q) / 8],
      qh: numbers[(at + places.RESULT_H) / 8]
    }
  };
}

/** Where the best of what all units found lies, of leaf 0 or 1; −1 where none found any. */
export function bestResult(machine: Machine, child: 0 | 1): number {
  const {words, numbers} = machine;
  let best = -1;
  let gain = -Infinity;
  for (let unit = 0; unit < words[places.UNITS / 4]; ++unit) {
    const at = machine.area("results").start + (unit * 2 + child) * places.RESULT_BYTES;
    if (words[(at + places.RESULT_FEATURE) / 4] === 0xffffffff || !(numbers[at / 8] > gain)) continue;
    gain = numbers[at / 8];
    best = at;
  }
  return best;
}

/** The number of features with those that fill up the last group. */
function count8({words}: Machine): number {
  return words[places.UNITS / 4] * words[places.GROUP_BYTES / 4];
}
