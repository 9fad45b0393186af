import type {Tree} from "../../../core/base/trees.js";
import type {Growth, Prefixed, Scoring, Weighted} from "../../../core/boosting/grower.js";
import type {Binned} from "./bins.js";
import {draw, drawFeatures} from "./draws.js";
import {scaleOf} from "./quantise.js";

/** A sample of one side of a prefix. */
interface Entry {
  readonly prefix: number;
  readonly isLearned: boolean;
  readonly row: number;
  readonly g: number;
  readonly w: number;
}

type Pair = readonly [number, number];

const sum = (entries: readonly Entry[]): Pair =>
  entries.reduce<Pair>(([g, w], entry) => [g + entry.g, w + entry.w], [0, 0]);

/** What `growOrdered` of core/boosting/growing grows, every sum anew from the samples and every condition by itself. */
export function growOrdered(
  columns: readonly Binned[],
  growth: Growth,
  prefixes: readonly Prefixed[],
  {score, noise}: Scoring,
  {tree = 0, features}: {readonly tree?: number; readonly features?: Uint8Array} = {}
): {tree: Tree; leaf: Uint16Array} {
  const entries = entriesOf(prefixes);
  const scoreOf = ([n, d]: Pair) => (score === "L2" ? 2 * n - d : d > 0 ? n / Math.sqrt(d) : 0);
  const answer = ([g, w]: Pair) => (w + growth.l2 > 0 ? g / (w + growth.l2) : 0);
  const leaf = new Uint16Array(columns[0].code.length);
  const [feature, threshold, left, right, gain]: number[][] = [[], [], [], [], []];
  let level = 1;
  for (let depth = 0; 2 * level <= growth.leaves && depth < (growth.depth > 0 ? growth.depth : 99); ++depth) {
    const node = depth === 0 ? 0 : 2 * depth - 1;
    const usable = drawFeatures(
      columns.map((_, j) => (features?.[j] ?? 1) === 1),
      growth,
      tree,
      node
    );
    const cells: {learned: readonly Entry[]; answered: readonly Entry[]}[] = [];
    for (let v = 0; v < level; ++v)
      for (let p = 0; p < prefixes.length; ++p) {
        const own = entries.filter(({row, prefix}) => leaf[row] === v && prefix === p);
        cells.push({
          learned: own.filter(({isLearned}) => isLearned),
          answered: own.filter(({isLearned}) => !isLearned)
        });
      }
    const whole = cells.map(({learned, answered}): Pair => {
      const a = answer(sum(learned));
      const [g, w] = sum(answered);
      return [a * g, a * a * w];
    });
    const start = whole.reduce<Pair>(([n, d], [a, b]) => [n + a, d + b], [0, 0]);
    let best = {score: -Infinity, feature: -1, bin: -1};
    for (const [j, {bins, code}] of columns.entries()) {
      if (!usable[j] || bins.kind !== "numeric") continue;
      const changes = bins.upper.map(() => 0);
      const lengths = bins.upper.map(() => 0);
      cells.forEach(({learned, answered}, c) => {
        let last = whole[c];
        for (let b = 0; b < bins.upper.length; ++b) {
          const side = (of: readonly Entry[], isLeft: boolean) => sum(of.filter(({row}) => code[row] <= b === isLeft));
          let [a1, a2] = [answer(side(learned, true)), answer(side(learned, false))];
          const sign = growth.monotone?.[j] ?? 0;
          if (sign > 0 ? a1 < a2 : sign < 0 && a1 > a2) a1 = a2 = answer(sum(learned));
          const [g1, w1] = side(answered, true);
          const [g2, w2] = side(answered, false);
          const both: Pair = [a1 * g1 + a2 * g2, a1 * a1 * w1 + a2 * a2 * w2];
          changes[b] += both[0] - last[0];
          lengths[b] += both[1] - last[1];
          last = both;
        }
      });
      let at = start;
      for (let b = 0; b + 1 < bins.upper.length; ++b) {
        at = [at[0] + changes[b], at[1] + lengths[b]];
        const noisy = scoreOf(at) + (noise > 0 ? noise * drawNormal(growth.seed, tree, node, j, b) : 0);
        if (noisy > best.score) best = {score: noisy, feature: j, bin: b};
      }
    }
    if (best.feature < 0) break;
    const {bins, code} = columns[best.feature];
    if (bins.kind !== "numeric") throw new Error("a category was split");
    const answered = entries.filter(({isLearned}) => !isLearned);
    const gainOf = (rows: readonly Entry[]) => {
      const [g, w] = sum(rows);
      return w + growth.l2 > 0 ? (g * g) / (w + growth.l2) : 0;
    };
    for (let v = 0; v < level; ++v) {
      const own = answered.filter(({row}) => leaf[row] === v);
      const sides = [true, false].map((isLeft) => own.filter(({row}) => code[row] <= best.bin === isLeft));
      feature.push(best.feature);
      threshold.push(bins.upper[best.bin]);
      left.push(2 * level - 1 + v);
      right.push(3 * level - 1 + v);
      gain.push(gainOf(sides[0]) + gainOf(sides[1]) - gainOf(own));
    }
    for (const [i, bin] of code.entries()) if (bin > best.bin) leaf[i] += level;
    level *= 2;
  }
  const link = (next: number) => (next < level - 1 ? next : ~(next - level + 1));
  return {
    tree: {
      feature: Int32Array.from(feature),
      threshold: Float64Array.from(threshold),
      left: Int32Array.from(left, link),
      right: Int32Array.from(right, link),
      decision: new Uint8Array(feature.length),
      value: new Float64Array(level),
      gain: Float64Array.from(gain)
    },
    leaf
  };
}

function entriesOf(prefixes: readonly Prefixed[]): readonly Entry[] {
  const all = prefixes.flatMap(({learned, answered}) => [learned, answered]);
  const count = all.reduce((total, {rows}) => total + rows.length, 0);
  const rounder = (of: (side: Weighted) => Float32Array) => {
    const size = all.reduce((total, side) => of(side).reduce((more, value) => more + Math.abs(value), total), 0);
    const scale = scaleOf(size, count, 2 ** 50);
    return (value: number) => Math.floor(value * scale + 0.5) / scale;
  };
  const [gradient, weight] = [rounder((side) => side.gradient), rounder((side) => side.weight)];
  return prefixes.flatMap(({learned, answered}, prefix) =>
    [learned, answered].flatMap((side) =>
      Array.from(side.rows, (row, i) => {
        const [g, w] = [gradient(side.gradient[i]), weight(side.weight[i])];
        return {prefix, isLearned: side === learned, row, g, w};
      })
    )
  );
}

/** Close to a normal draw. */
function drawNormal(seed: number, tree: number, node: number, feature: number, bin: number): number {
  const words = [draw(seed, tree, node, feature, bin), draw(seed, tree, node, feature, bin, 1)];
  return (words.reduce((total, word) => total + (word & 0xffff) + (word >>> 16), 0) - 131_070) * 2.642899e-5;
}
