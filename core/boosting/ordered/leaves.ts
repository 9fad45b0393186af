import type {Tree} from "../../base/trees.js";
import type {Objective} from "../objectives/objective.js";

/** How leaves get their values. */
export interface LeafRule {
  readonly method: "Newton" | "Gradient" | "Exact";
  /** How many steps are made in each leaf, all of them before the learning rate. */
  readonly steps: number;
  readonly l2: number;
  /** Of each column: 1 rising, −1 falling, 0 free; null where all are free. */
  readonly monotone: Int8Array | null;
}

/** Samples that a model is of, and what it answers for them. */
export interface Fitting {
  readonly objective: Objective;
  /** Samples × outputs, row-major. */
  readonly raw: Float64Array;
  /** Each sample's weight; 1 where left out. */
  readonly weight?: Float64Array;
  readonly gradient: Float32Array;
  readonly hessian: Float32Array;
  /** Which samples its leaves are computed from, 1 for those; all where left out. */
  readonly learns?: Uint8Array;
}

/**
 * The values of a tree's leaves, for one output: −Σ g / (Σ h + l2) with the second derivatives for h (Newton) or the
 * weights (Gradient), or the value that minimises the loss in the leaf (Exact). The derivatives of the first step must lie
 * in `gradient` and `hessian`. A leaf without samples answers 0.
 */
export function leafValues(
  {objective, raw, weight, gradient, hessian, learns}: Fitting,
  leaf: ArrayLike<number>,
  tree: Tree,
  output: number,
  {method, steps, l2, monotone}: LeafRule,
  round: number
): Float64Array {
  const {outputs} = objective;
  const count = tree.value.length;
  const values = new Float64Array(count);
  const sizes = new Float64Array(count);
  const n = gradient.length;
  if (method === "Exact" && objective.renew) {
    const rows: number[][] = Array.from({length: count}, () => []);
    for (let i = 0; i < n; ++i) if (!learns || learns[i] === 1) rows[leaf[i]].push(i);
    for (let v = 0; v < count; ++v) {
      sizes[v] = rows[v].length;
      if (rows[v].length > 0) values[v] = objective.renew(Uint32Array.from(rows[v]), raw);
    }
    return monotone ? ordered(values, sizes, tree, monotone) : values;
  }
  const newton = method === "Newton" && objective.constantHessian === undefined;
  const constant = method === "Newton" ? (objective.constantHessian ?? 1) : 1;
  let at = raw;
  for (let step = 0; step < steps; ++step) {
    if (step > 0) {
      at = raw.slice();
      for (let i = 0; i < n; ++i) at[i * outputs + output] += values[leaf[i]];
      objective.begin?.(at, round);
      objective.derive(at, output, gradient, hessian);
    }
    const g = new Float64Array(count);
    const h = new Float64Array(count);
    for (let i = 0; i < n; ++i) {
      if (learns && learns[i] === 0) continue;
      const v = leaf[i];
      g[v] += gradient[i];
      h[v] += newton ? hessian[i] : weight ? weight[i] : constant;
    }
    for (let v = 0; v < count; ++v) if (h[v] + l2 > 0) values[v] -= g[v] / (h[v] + l2);
    sizes.set(h);
  }
  if (steps > 1) objective.begin?.(raw, round);
  return monotone ? ordered(values, sizes, tree, monotone) : values;
}

/** The columns that a symmetric tree's levels ask for, from the root on. */
export function levelsOf({feature, left}: Pick<Tree, "feature" | "left">): readonly number[] {
  const levels: number[] = [];
  for (let node = feature.length > 0 ? 0 : -1; node >= 0; node = left[node]) levels.push(feature[node]);
  return levels;
}

/** How often values are brought nearer to an order before what is left is lifted. */
const sweeps = 50;

/**
 * Values of a symmetric tree's leaves made monotone: wherever two leaves differ in the one answer to a question about a
 * monotone feature and are the wrong way round, both get their mean by size, again and again; what is left after that is
 * lifted to the larger. Leaf i is reached by going right at level k where bit k of i is 1.
 */
export function ordered(values: Float64Array, sizes: Float64Array, tree: Tree, monotone: Int8Array): Float64Array {
  const signs = levelsOf(tree).map((feature) => monotone[feature]);
  if (signs.every((sign) => sign === 0)) return values;
  const out = values.slice();
  const eachPair = (change: (low: number, high: number) => void) => {
    for (const [level, sign] of signs.entries())
      for (let v = 0; sign !== 0 && v < out.length; ++v)
        if (((v >> level) & 1) === 0) change(sign > 0 ? v : v | (1 << level), sign > 0 ? v | (1 << level) : v);
  };
  for (let sweep = 0, changed = true; changed && sweep < sweeps; ++sweep) {
    changed = false;
    eachPair((low, high) => {
      if (out[low] <= out[high]) return;
      const size = sizes[low] + sizes[high];
      const mean = size > 0 ? (out[low] * sizes[low] + out[high] * sizes[high]) / size : (out[low] + out[high]) / 2;
      out[low] = out[high] = mean;
      changed = true;
    });
  }
  for (let lifted = true; lifted;) {
    lifted = false;
    eachPair((low, high) => {
      if (out[low] <= out[high]) return;
      out[high] = out[low];
      lifted = true;
    });
  }
  return out;
}
