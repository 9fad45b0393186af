import type {FeatureBins, Growth} from "../../../core/boosting/grower.js";
import {random} from "../../../core/base/random.js";

/** Which of the usable features a node may use: a part of them, at least one, drawn without repeats. */
export function drawFeatures(usable: readonly boolean[], growth: Growth, tree: number, node: number): boolean[] {
  if (growth.featuresByNode >= 1) return [...usable];
  const places = usable.flatMap((is, j) => (is ? [j] : []));
  const wanted = Math.max(1, Math.floor(places.length * growth.featuresByNode + 0.5));
  const r = random(growth.seed).fork(tree).fork(`node ${node}`);
  for (let k = 0; k < wanted && k < places.length; ++k) {
    const j = k + r.integer(places.length - k);
    [places[k], places[j]] = [places[j], places[k]];
  }
  const drawn = new Set(places.slice(0, wanted));
  return usable.map((_, j) => drawn.has(j));
}

/** The one threshold of a feature that is looked at. */
export function drawThreshold(bins: FeatureBins, growth: Growth, tree: number, node: number, feature: number): number {
  const count = bins.kind === "numeric" ? bins.upper.length : bins.categories.length;
  return random(growth.seed)
    .fork(tree)
    .fork(`node ${node}`)
    .fork(feature)
    .integer(Math.max(1, count - 1));
}
