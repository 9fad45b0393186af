import type {FeatureBins, Growth} from "../../../core/boosting/grower.js";

/** Which of the usable features a node may use: see "Numbers of nodes" in `core/boosting/make-grower.ts`. */
export function drawFeatures(usable: readonly boolean[], growth: Growth, tree: number, node: number): boolean[] {
  if (growth.featuresByNode >= 1) return [...usable];
  const places = usable.flatMap((is, j) => (is ? [j] : []));
  const wanted = Math.max(1, Math.floor(growth.featuresByNode * places.length + 0.5));
  const draws = places.map((j) => ({j, drawn: draw(growth.seed, tree, node, j)}));
  draws.sort((a, b) => a.drawn - b.drawn || a.j - b.j);
  const chosen = new Set(draws.slice(0, wanted).map(({j}) => j));
  return usable.map((_, j) => chosen.has(j));
}

/** The one bin of a feature that is looked at; −1 where there is none. */
export function drawBin(bins: FeatureBins, growth: Growth, tree: number, node: number, feature: number): number {
  const number = draw(growth.seed, tree, node, feature, 1);
  if (bins.kind === "categorical") return bins.categories.length > 0 ? 1 + (number % bins.categories.length) : -1;
  return bins.upper.length > 1 ? number % (bins.upper.length - 1) : -1;
}

export function draw(seed: number, ...values: readonly number[]): number {
  return values.reduce((h, v) => finish(((h ^ v) + 0x9e3779b9) >>> 0), seed >>> 0);
}

/** The last step of MurmurHash3 for 32 bits. */
function finish(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
