/**
 * One tree of binary decisions, as arrays. Node 0 is the root; a tree of one leaf has no node.
 *
 * A sample goes left at a node
 *
 * - of a number, where value ≤ `threshold`;
 * - of a category, where the value, cut to an integer, is a member of `sets[threshold]`; one that is missing, negative or
 *   beyond the set goes right.
 */
export interface Tree {
  /** Each node's column: its place among the ensemble's features or, from `features.length` on, its encodings. */
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  /** The node that follows, or ~leaf. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Bits, see `Decision`. They are those of LightGBM's `decision_type`. */
  readonly decision: Uint8Array;
  /** Sets of categories as bits: category c is a member where bit c mod 32 of word c / 32 is 1. */
  readonly sets?: readonly Uint32Array[];
  /** Each leaf's value. */
  readonly value: Float64Array;

  // What training knew. Importance and Shapley values need it.

  /** By how much each node lowered the loss. */
  readonly gain?: Float64Array;
  /** How many training samples came to each node, and to each leaf. */
  readonly nodeCount?: Float64Array;
  readonly leafCount?: Float64Array;
  /** The sums of their second derivatives. */
  readonly nodeWeight?: Float64Array;
  readonly leafWeight?: Float64Array;
  /** What each node would have answered as a leaf. */
  readonly nodeValue?: Float64Array;
}

/** Bits of a node's decision. */
export const Decision = {
  categorical: 1,
  /** Missing values go left. */
  defaultLeft: 2,
  /** Zeros, |x| ≤ 1e-35, are missing, as is NaN. */
  zeroMissing: 4,
  /** NaN is missing. Where neither this nor `zeroMissing` is set, NaN counts as 0. */
  nanMissing: 8
} as const;

/** A column made of categories: each combination of categories has a number. */
export interface Encoding {
  readonly name: string;
  /** The places of the features that it is made of. */
  readonly features: readonly number[];
  /** Of each of these: null for a category, else ascending borders; a number then stands as how many it is above. */
  readonly borders?: readonly (readonly number[] | null)[];
  /** The number of each combination, by the categories joined by commas. */
  readonly values: ReadonlyMap<string, number>;
  /** The number of a combination that is not among them. */
  readonly otherwise: number;
}

/** What is made of a sum of leaves. `sigmoid` is 1 / (1 + exp(−`slope` · sum)). */
export type Transform =
  | {readonly kind: "identity"}
  | {readonly kind: "sigmoid"; readonly slope: number}
  | {readonly kind: "softmax"}
  | {readonly kind: "exp"};

/**
 * Trees that answer together. The raw value of output j is
 *
 *     bias[j] + scale · Σ leaf of tree i, over i with i mod outputs = j
 *
 * divided, where `average`, by the number of trees that an output has (the bias is not). `transform` makes predictions
 * of raw values.
 */
export interface TreeEnsemble {
  readonly features: readonly string[];
  /** The features whose values are categories: integers from 0 on. */
  readonly categorical?: readonly number[];
  readonly encodings?: readonly Encoding[];
  /** 1, or one a class. */
  readonly outputs: number;
  readonly bias: Float64Array;
  /** 1 where left out. */
  readonly scale?: number;
  readonly average?: boolean;
  readonly transform: Transform;
  /** The label of each class, ascending: two where the transform is `sigmoid` and the second is foretold. */
  readonly classes?: readonly number[];
  readonly trees: readonly Tree[];
  /** What it was trained for, in the words of the library whose format it was read from or will be written in. */
  readonly objective?: string;
}
