import type {Tree} from "../base/trees.js";

/** How values become bins. */
export interface Binning {
  /**
   * The most bins of a number, the one of missing values among them: 255, or 15 and 63 where memory is short. Categories
   * may have more: see `findCategories`.
   */
  readonly maxBin: number;
  /** The fewest samples in a bin (LightGBM's `min_data_in_bin`). */
  readonly minDataInBin: number;
  /** How many samples bounds are found from, drawn with the seed where there are more. */
  readonly sampled: number;
  readonly seed: number;
  /** Features whose values are categories. */
  readonly categorical: readonly number[];
  /** Bounds by feature that are given instead of found, ascending: a value ≤ bound k lies in bin k or before. */
  readonly bounds?: ReadonlyMap<number, Float64Array>;
}

/** What a feature's bins mean. */
export type FeatureBins =
  | {
      readonly kind: "numeric";
      /** The largest value of each bin but the last, whose is Infinity; halfway to the next value that was seen. */
      readonly upper: Float64Array;
      /** Whether missing values were seen: they have a bin of their own, after the others. */
      readonly missing: boolean;
      /** Smallest and largest value that were seen. */
      readonly range: readonly [number, number];
    }
  | {
      readonly kind: "categorical";
      /** The category of each bin, the most frequent first; those that are rare, missing or unseen share bin 0. */
      readonly categories: Int32Array;
    };

/** How trees grow, and what a split must be. */
export interface Growth {
  /**
   * `leaf-wise` splits the leaf that gains most (LightGBM); `depth-wise` all of a level before the next (XGBoost);
   * `symmetric` all of a level by one condition (CatBoost).
   */
  readonly policy: "leaf-wise" | "depth-wise" | "symmetric";
  readonly leaves: number;
  /** The deepest a leaf may lie; 0 and below for no limit. */
  readonly depth: number;
  readonly minData: number;
  readonly minHessian: number;
  /** The least gain of a split: LightGBM's is of ½-less form, G²/(H + λ) of both sides less that of both together. */
  readonly minGain: number;
  readonly l1: number;
  readonly l2: number;
  /** The largest absolute value of a leaf before shrinkage; 0 for no limit. */
  readonly maxDelta: number;
  /** Of each feature: 1 rising, −1 falling, 0 free. */
  readonly monotone?: Int8Array;
  /** Groups of features: the features on a path are all of one group. */
  readonly interactions?: readonly (readonly number[])[];
  /** Of categories: as LightGBM's `cat_smooth`, `cat_l2`, `max_cat_threshold`, `max_cat_to_onehot`, `min_data_per_group`. */
  readonly catSmooth: number;
  readonly catL2: number;
  readonly maxCatThreshold: number;
  readonly maxCatToOnehot: number;
  readonly minDataPerGroup: number;
  /** The fewest samples of a category that is put in order with others; max(catSmooth, 1), LightGBM's, where left out. */
  readonly minDataPerCategory?: number;
  /** The part of a tree's features that each node may use; 1 for all. Drawn with the seed, the tree's number and the node's. */
  readonly featuresByNode: number;
  /** One threshold a feature, drawn at random, instead of the best (extremely randomised trees). */
  readonly extra: boolean;
  readonly seed: number;
  /** Room for `growOrdered`: the most prefixes, and the most samples in all of them. */
  readonly ordered?: {readonly prefixes: number; readonly samples: number};
}

/** Samples with what each adds to sums: the gradient, its weight in it, and the weight. */
export interface Weighted {
  readonly rows: Uint32Array;
  readonly gradient: Float32Array;
  readonly weight: Float32Array;
}

/** A model of ordered boosting as splits are scored by it: the samples that it learns from, and others that it answers for. */
export interface Prefixed {
  readonly learned: Weighted;
  readonly answered: Weighted;
}

/** How trees are scored whose leaves a of some samples foretell the gradients g, of weight w, of others. */
export const scoreFunctions = ["Cosine", "L2"] as const;
export type ScoreFunction = (typeof scoreFunctions)[number];

/** How `growOrdered` scores conditions: by what function, and with noise of what standard deviation. */
export interface Scoring {
  readonly score: ScoreFunction;
  readonly noise: number;
}

/**
 * Samples in bins, and what grows trees on them. Gradients are rounded to integers, whose sums are exact in any order: a
 * tree is the same to the last bit for any number of threads.
 */
export interface Grower {
  readonly samples: number;
  readonly bins: readonly FeatureBins[];
  /** The bytes of memory that it holds. */
  readonly bytes: number;
  /** Each sample's first derivative of the loss, written by the caller before `grow`. */
  readonly gradient: Float32Array;
  /** Each sample's second derivative, above 0. Not read where `grow` is told that it is the same of all. */
  readonly hessian: Float32Array;
  /**
   * Grows a tree; its leaves are −(G with l1) / (H + l2), without shrinkage; those right below a split of sorted
   * categories −(G with l1) / (H + l2 + catL2), as LightGBM's are.
   */
  grow(options?: GrowOptions): Grown;
  /** Grows a symmetric tree whose splits are scored by prefixes: see `growOrdered`. Its leaves have no values. */
  growOrdered(
    prefixes: readonly Prefixed[],
    scoring: Scoring,
    options?: Pick<GrowOptions, "features" | "tree">
  ): Pick<Grown, "tree" | "leaf">;
  /** Stops the threads and lets the memory go. */
  free(): Promise<void>;
}

export interface GrowOptions {
  /** The samples to learn from, ascending, without repeats; all where left out. */
  readonly rows?: Uint32Array;
  /** How often each sample counts in counts and sums, 0 to 255: a bootstrap. */
  readonly times?: Uint8Array;
  /** Which features it may use, 1 for those; all where left out. */
  readonly features?: Uint8Array;
  /** The second derivative of every sample, where it is the same of all: counting is then all there is to sum. */
  readonly constantHessian?: number;
  /** The tree's number, which randomness by node goes by; 0 where left out. */
  readonly tree?: number;
}

/** A tree that was grown. Its arrays, but the tree's, are views that the next `grow` overwrites. */
export interface Grown {
  readonly tree: Tree;
  /** The leaf of each sample, of those too that it did not learn from. */
  readonly leaf: Uint16Array;
  /** The samples that it learned from which lie in a leaf. */
  rowsOf(leaf: number): Uint32Array;
}

/** Makes a grower of samples × features, row-major; NaN is missing. */
export type MakeGrower = (
  x: Float32Array,
  shape: readonly [samples: number, features: number],
  binning: Binning,
  growth: Growth
) => Promise<Grower>;
