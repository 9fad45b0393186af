import type {Growth} from "../grower.js";

/** The last step of MurmurHash3 of 32 bits, which spreads what a word holds over all of it. */
function fmix32(x: number): number {
  let z = x >>> 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}

/** A number of 32 bits that goes by the seed and the values. */
export function draw(seed: number, ...values: readonly number[]): number {
  let h = seed >>> 0;
  for (const value of values) h = fmix32(((h ^ value) >>> 0) + 0x9e3779b9);
  return h;
}

/** Writes the features that a node may use into `mask`, of those of the tree. Answers whether there are any. */
export function chooseFeatures(
  mask: Uint8Array,
  ofTree: Uint8Array,
  {seed, featuresByNode, interactions}: Growth,
  tree: number,
  node: number,
  path: readonly number[]
): boolean {
  mask.set(ofTree);
  if (interactions && path.length > 0) {
    const allowed = new Set(interactions.filter((group) => path.every((f) => group.includes(f))).flat());
    for (let f = 0; f < mask.length; ++f) if (!allowed.has(f)) mask[f] = 0;
  } else if (interactions) {
    const allowed = new Set(interactions.flat());
    for (let f = 0; f < mask.length; ++f) if (!allowed.has(f)) mask[f] = 0;
  }
  if (featuresByNode >= 1) return mask.includes(1);
  const left: number[] = [];
  for (let f = 0; f < mask.length; ++f) if (mask[f] === 1) left.push(f);
  const drawn = new Map(left.map((f) => [f, draw(seed, tree, node, f)]));
  const kept = Math.max(1, Math.floor(featuresByNode * left.length + 0.5));
  left.sort((a, b) => drawn.get(a)! - drawn.get(b)! || a - b);
  for (const f of left.slice(kept)) mask[f] = 0;
  return left.length > 0;
}

/** Writes the only bin that each feature may be split at into `only`. `info` is what threads know of the bins. */
export function chooseBins(only: Int16Array, info: Uint32Array, seed: number, tree: number, node: number): void {
  for (let f = 0; f < only.length; ++f) {
    const bins = info[f] & 0xffff;
    const drawn = bins > 1 ? draw(seed, tree, node, f, 1) % (bins - 1) : 0;
    only[f] = info[f] & 0x20000 ? 1 + drawn : drawn;
  }
}
