import type {TreeEnsemble} from "./trees.js";

/** When and of what samples are, all that a split goes by; in order of t. */
export interface Samples {
  readonly t: Float64Array;
  readonly until: Float64Array;
  /** Each sample's symbol, its place among the `symbols`. A pipeline's samples have both. */
  readonly symbol?: Uint32Array;
  readonly symbols?: readonly string[];
}

/** Positions of samples in a dataset, ascending. */
export interface Fold {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** Samples for a model: what is known at t, and what is to be predicted. */
export interface Dataset extends Samples {
  /** Samples × window × features, row-major. Of a window it may be made when it is first read: see `sample`. */
  readonly x: Float32Array;
  readonly shape: readonly [samples: number, window: number, features: number];
  readonly y: Float64Array;
  /** Each sample's place in the panel's columns. */
  readonly cell: Uint32Array;
  /** The features' names. A pipeline's samples have them. */
  readonly names?: readonly string[];
  /** How much each sample counts in training, with mean 1; all the same where left out. */
  readonly weight?: Float64Array;
  /**
   * The window × features of one sample as they are in x, oldest row first, not to be written to. A pipeline's samples
   * have it: what reads them one by one needs no memory for x, which is as many times as large as the window is long.
   */
  sample?(i: number): Float32Array;
}

/** What a model may see of samples that it is to predict. */
export type Features = Pick<Dataset, "x" | "shape" | "names">;

/** A model's parameters, found from data. */
export interface Fitted {
  /** One value a sample, whatever other samples are given with it. Throws where the features are not those it learned. */
  predict(data: Features): Float64Array;
  /** Of a model that learned classes: each sample's probability of each, samples × classes, row-major. */
  probabilities?(data: Features): Float64Array;
  /** The labels of its classes, ascending. */
  readonly classes?: readonly number[];
  /** Of a model of several parts: the standard deviation of what they predict of each sample. */
  spread?(data: Features): Float64Array;
  /** The trees that it is, so that it can be explained and written in other libraries' formats. */
  readonly trees?: TreeEnsemble;
  save(): Uint8Array;
}
