import type {Encoding, Tree, TreeEnsemble} from "../../base/trees.js";
import {Decision} from "../../base/trees.js";
import {floorFloat32} from "./float32.js";

/** What a node asks of one feature's single-precision value, in words that every library has. */
export type Condition =
  | {
      readonly kind: "number";
      readonly feature: number;
      /** A value ≤ that goes left: the largest single-precision number not above the node's threshold. */
      readonly threshold: number;
      readonly missingLeft: boolean;
    }
  | {
      readonly kind: "category";
      readonly feature: number;
      /** Ascending. All other categories go to the other side. */
      readonly members: readonly number[];
      readonly membersLeft: boolean;
      readonly missingLeft: boolean;
    };

/** Beyond this size a value is no zero. */
const zero = 1e-35;

/**
 * What node `node` of a tree asks. An encoding of one feature is a set of its categories. Throws, naming the format that
 * cannot say it, where the node asks for a combination of features, or zeros are missing values that go where other values
 * beside them do not.
 */
export function conditionOf(ensemble: TreeEnsemble, tree: Tree, node: number, format: string): Condition {
  const {features, encodings = []} = ensemble;
  const decision = tree.decision[node];
  const threshold = tree.threshold[node];
  const column = tree.feature[node];
  if (column >= features.length) return ofEncoding(encodings[column - features.length], features, threshold, format);
  if ((decision & Decision.categorical) !== 0) {
    const members = membersOf(tree.sets?.[threshold] ?? new Uint32Array(0));
    return {kind: "category", feature: column, members, membersLeft: true, missingLeft: false};
  }
  const defaultLeft = (decision & Decision.defaultLeft) !== 0;
  if ((decision & Decision.zeroMissing) !== 0) {
    const near = Math.abs(threshold) <= zero * (1 + 1e-6);
    if (near) {
      const bound = floorFloat32(defaultLeft ? zero : -zero * (1 + 1e-6));
      return {kind: "number", feature: column, threshold: bound, missingLeft: defaultLeft};
    }
    if (defaultLeft !== threshold > 0)
      throw new Error(
        `invalid trees for ${format}: zeros of ${features[column]} are missing values and part from their neighbours at ` +
          `${threshold}; train with missing values as NaN`
      );
    return {kind: "number", feature: column, threshold: floorFloat32(threshold), missingLeft: defaultLeft};
  }
  const missingLeft = (decision & Decision.nanMissing) !== 0 ? defaultLeft : threshold >= 0;
  return {kind: "number", feature: column, threshold: floorFloat32(threshold), missingLeft};
}

/** The categories in a set of bits, ascending. */
export function membersOf(set: Uint32Array): number[] {
  const members: number[] = [];
  for (let word = 0; word < set.length; ++word)
    for (let bit = 0; bit < 32; ++bit) if (((set[word] >>> bit) & 1) === 1) members.push(32 * word + bit);
  return members;
}

/** A set of categories as bits. */
export function setOf(members: readonly number[]): Uint32Array {
  const set = new Uint32Array(members.length === 0 ? 0 : Math.floor(Math.max(...members) / 32) + 1);
  for (const member of members) set[Math.floor(member / 32)] |= 1 << (member % 32);
  return set;
}

function ofEncoding(encoding: Encoding, features: readonly string[], threshold: number, format: string): Condition {
  if (encoding.features.length !== 1)
    throw new Error(
      `invalid trees for ${format}: ${encoding.name} is made of ${encoding.features.map((j) => features[j]).join(" and ")}` +
        " together; the format knows splits of one feature only"
    );
  const otherwiseLeft = encoding.otherwise <= threshold;
  const members = Array.from(encoding.values)
    .filter(([key, value]) => key !== "NaN" && value <= threshold !== otherwiseLeft)
    .map(([key]) => Number(key))
    .sort((a, b) => a - b);
  const missing = encoding.values.get("NaN") ?? encoding.otherwise;
  return {
    kind: "category",
    feature: encoding.features[0],
    members,
    membersLeft: !otherwiseLeft,
    missingLeft: missing <= threshold
  };
}
