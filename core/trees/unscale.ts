import type {Tree, TreeEnsemble} from "../base/trees.js";
import {Decision} from "../base/trees.js";
import type {Scaling} from "../learn/scaling.js";

/**
 * Trees that answer about features as they are what these answer about scaled ones: each threshold becomes the largest
 * single-precision number that is not above it once it is scaled, so that for single-precision samples no sample goes
 * another way. Features of a window, row after row, are scaled alike in each row. Throws where that cannot be said by
 * thresholds: of ranks, of categories that were scaled, and where zeros are missing values.
 */
export function unscaleTrees(ensemble: TreeEnsemble, scaling: Scaling): TreeEnsemble {
  if (scaling.method === "none") return ensemble;
  if (scaling.method === "rank")
    throw new Error(
      "invalid scaling: its features are ranks, which no threshold on the features themselves can say; learn with the " +
        "scaling none, standard or robust"
    );
  const lines = linesOf(scaling);
  if (ensemble.encodings && ensemble.encodings.length > 0)
    throw new Error("invalid scaling: categories that trees encode were scaled; learn with the scaling none");
  const names = ensemble.features;
  return {...ensemble, trees: ensemble.trees.map((tree) => unscaled(tree, lines, names))};
}

/** How a feature is scaled: (x − centre) / size, or 0 where the size is 0. */
interface Line {
  readonly centre: number;
  readonly size: number;
}

function linesOf(scaling: Exclude<Scaling, {method: "none" | "rank"}>): Line[] {
  if (scaling.method === "standard")
    return Array.from(scaling.mean, (centre, j) => ({centre, size: scaling.deviation[j]}));
  return Array.from(scaling.median, (centre, j) => ({centre, size: scaling.range[j] > 0 ? scaling.range[j] : 1}));
}

function unscaled(tree: Tree, lines: readonly Line[], names: readonly string[]): Tree {
  const threshold = tree.threshold.slice();
  const decision = tree.decision.slice();
  for (let node = 0; node < threshold.length; ++node) {
    const column = tree.feature[node];
    const line = lines[column % lines.length];
    if (line.centre === 0 && line.size === 1) continue;
    const bits = tree.decision[node];
    if ((bits & Decision.categorical) !== 0)
      throw new Error(`invalid scaling: ${names[column]} is a category that was scaled; learn with the scaling none`);
    if ((bits & Decision.zeroMissing) !== 0)
      throw new Error(
        `invalid scaling: zeros of ${names[column]} are missing values, but only once it is scaled; learn with the ` +
          "scaling none, or with NaN as what is missing"
      );
    threshold[node] = boundary(tree.threshold[node], line);
    // NaN that counts as 0 is the 0 of scaled values.
    if ((bits & Decision.nanMissing) === 0)
      decision[node] = Decision.nanMissing | (tree.threshold[node] >= 0 ? Decision.defaultLeft : 0);
  }
  return {...tree, threshold, decision};
}

const single = new Float32Array(1);
const bits = new Int32Array(single.buffer);
/** The bits of the largest single-precision number. */
const largest = 0x7f7fffff;

/** The single-precision numbers in order: 0 is 0, 1 the next above it, −1 the next below. */
function ordinal(place: number): number {
  bits[0] = place < 0 ? -place : place;
  return place < 0 ? -single[0] : single[0];
}

/** The largest single-precision x whose scaled value is ≤ t; −Infinity where there is none, Infinity where all are. */
function boundary(t: number, {centre, size}: Line): number {
  if (!(size > 0) || t === Infinity) return t >= 0 ? Infinity : -Infinity;
  const left = (place: number) => Math.fround((ordinal(place) - centre) / size) <= t;
  if (!left(-largest)) return -Infinity;
  let low = -largest;
  let high = largest + 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (left(middle)) low = middle;
    else high = middle;
  }
  return ordinal(low);
}
