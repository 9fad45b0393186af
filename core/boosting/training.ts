import type {Crew} from "../base/crew.js";
import type {TreeEnsemble} from "../base/trees.js";
import type {Binning, Grower, Growth} from "./grower.js";
import type {Loss} from "./objectives/choose.js";
import type {OneSide} from "./sampling/goss.js";
import type {MetricChoice} from "./stopping/metrics.js";

/** Samples to train trees on, in order of t. */
export interface TrainingData {
  /** Samples × features, row-major; NaN is missing. */
  readonly x: Float32Array;
  readonly shape: readonly [samples: number, features: number];
  readonly y: Float64Array;
  /** The features' names; f0, f1 … where left out. */
  readonly names?: readonly string[];
  /** How much each sample counts, 0 or more; all the same where left out. */
  readonly weight?: Float64Array;
  /** When the samples are: those of one t are a group. Ranking, and validation on the latest of them, need it. */
  readonly t?: Float64Array;
  /** When their labels are known. */
  readonly until?: Float64Array;
}

/** Which samples and features each tree sees. Draws follow from the seed and the round's number alone. */
export interface Sampling {
  /** The part of samples that trees learn from, drawn anew every `every` rounds; all of them where `every` is 0. */
  readonly bagging?: {readonly part: number; readonly every: number};
  /** The same with a part of each class, the second and the first, of two classes. */
  readonly balanced?: {readonly positive: number; readonly negative: number; readonly every: number};
  /** As many draws with replacement as there are samples, anew each round. */
  readonly bootstrap?: boolean;
  readonly oneSide?: OneSide;
  /** The part of features that each tree may use. */
  readonly features?: number;
}

/** Trees that are left out while others are learned (Vinayak and Gilad-Bachrach 2015). */
export interface Dropout {
  /** The chance of each tree to be dropped in a round. */
  readonly rate: number;
  /** The most that are dropped in a round; 0 for no limit. */
  readonly most: number;
  /** The chance that a round drops none. */
  readonly skip: number;
  /** Whether every tree is as likely to be dropped; else by its weight. */
  readonly uniform: boolean;
}

/** When training ends before its last round. */
export interface Stopping {
  /** The last part of the times, which is learned from by none of the trees and measured after each round. */
  readonly validation: number;
  readonly metric: MetricChoice;
  /** How many rounds without a better figure end it; 0 to go through all of them, and keep the best. */
  readonly patience: number;
}

/** How trees are trained. */
export interface Training {
  readonly loss: Loss;
  readonly rounds: number;
  /** What each tree's leaves are multiplied by: the learning rate. */
  readonly shrinkage: number;
  readonly growth: Growth;
  readonly binning: Binning;
  readonly sampling?: Sampling;
  /** `forest` grows every tree on the same derivatives, and answers with their mean. */
  readonly mode?: "boosting" | "dropout" | "forest";
  readonly dropout?: Dropout;
  /** Whether trees begin from what fits best alone, rather than from 0, or from a number given; true where left out. */
  readonly startFromAverage?: boolean | number;
  readonly stopping?: Stopping;
  /** Trees to go on from: of the same features, and trained for the same loss. */
  readonly continued?: TreeEnsemble;
  readonly seed: number;
}

/** How a validation figure went, round after round. */
export interface History {
  readonly metric: string;
  /** Whether a larger figure is a better one. */
  readonly larger: boolean;
  /** After each round, the first of them first. */
  readonly figures: Float64Array;
  /** The number of rounds that were best: the trees of those alone are kept. */
  readonly best: number;
  readonly samples: {readonly train: number; readonly validation: number; readonly purged: number};
}

/** What training makes. */
export interface Trained {
  readonly ensemble: TreeEnsemble;
  readonly history?: History;
}

/** Makes a grower, with the help of threads where there are any; what `makeGrower` is. */
export type GrowerFactory = (
  x: Float32Array,
  shape: readonly [samples: number, features: number],
  binning: Binning,
  growth: Growth,
  help?: {readonly crew?: Crew; readonly signal?: AbortSignal}
) => Promise<Grower>;
