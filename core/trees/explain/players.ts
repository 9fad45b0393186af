import type {TreeEnsemble} from "../../base/trees.js";

/**
 * Who shares a prediction. Columns of the same features are one player: a feature and an encoding of it alone, or two
 * encodings of one combination. What a combination gets is divided equally among its features.
 */
export interface Players {
  /** The player of each column: of the features, then of the encodings. */
  readonly ofColumn: Int32Array;
  /** The features of each player; the first are the features themselves, in their order. */
  readonly features: readonly (readonly number[])[];
}

/** The players of an ensemble. */
export function playersOf({features, encodings = []}: Pick<TreeEnsemble, "features" | "encodings">): Players {
  const sets: (readonly number[])[] = features.map((_, j) => [j]);
  const places = new Map(sets.map((set, j) => [set.join(), j]));
  const combined = encodings.map((encoding) => {
    const set = [...new Set(encoding.features)].sort((a, b) => a - b);
    const place = places.get(set.join()) ?? sets.push(set) - 1;
    places.set(set.join(), place);
    return place;
  });
  return {ofColumn: Int32Array.from([...features.keys(), ...combined]), features: sets};
}

/** Divides what players got, blocks × players, among the features: blocks × features. */
export function divide(values: Float64Array, {features}: Players, count: number): Float64Array {
  const width = features.length;
  if (width === count) return values;
  const out = new Float64Array((values.length / width) * count);
  for (let from = 0, to = 0; from < values.length; from += width, to += count)
    for (const [player, set] of features.entries())
      for (const j of set) out[to + j] += values[from + player] / set.length;
  return out;
}

/** Divides what pairs of players got, blocks × players × players, among pairs of features. */
export function dividePairs(values: Float64Array, players: Players, count: number): Float64Array {
  const width = players.features.length;
  if (width === count) return values;
  const rows = divide(values, players, count);
  const blocks = rows.length / (width * count);
  const turned = new Float64Array(rows.length);
  for (let block = 0; block < blocks; ++block)
    for (let i = 0; i < width; ++i)
      for (let j = 0; j < count; ++j) turned[(block * count + j) * width + i] = rows[(block * width + i) * count + j];
  return divide(turned, players, count);
}
