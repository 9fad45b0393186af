import type {Transform} from "../../base/trees.js";

/** What a loss is taken of: samples in order of t. */
export interface Targets {
  readonly y: Float64Array;
  /** How much each sample counts; all the same where left out. */
  readonly weight?: Float64Array;
  /** Where each group, the samples of one t, begins, and the number of samples at the end. Those that rank need it. */
  readonly groups?: Uint32Array;
}

/**
 * A loss of raw values (samples × outputs, row-major) that is to become small: a tree is grown for each output in turn,
 * on the loss's first and second derivatives by that output, times the samples' weights.
 */
export interface Objective {
  /** In LightGBM's words, as its model files have it. */
  readonly name: string;
  readonly outputs: number;
  /** What makes predictions of raw values. */
  readonly transform: Transform;
  readonly classes?: readonly number[];
  /** The second derivative of all samples, where it is the same of all; `derive` need not write it then. */
  readonly constantHessian?: number;
  /** The raw value of each output that fits best where it is the same of all samples. */
  start(): Float64Array;
  /** Makes ready for the derivatives of a round, of all outputs. */
  begin?(raw: Float64Array, round: number): void;
  /** Writes the derivatives by one output. */
  derive(raw: Float64Array, output: number, gradient: Float32Array, hessian: Float32Array): void;
  /** The value of a leaf of these samples, where the derivatives do not tell it; `times` is how often each counts. */
  renew?(rows: Uint32Array, raw: Float64Array, times?: Uint8Array): number;
}

/** The error of labels that a loss cannot be taken of. */
export function invalidLabel(name: string, y: Float64Array, place: number, wanted: string): Error {
  return new Error(`invalid label: ${y[place]} of sample ${place}; ${name} needs ${wanted}`);
}

/** The sum of the weights; the number of samples where there are none. */
export function totalWeight({y, weight}: Targets): number {
  if (!weight) return y.length;
  let sum = 0;
  for (const each of weight) sum += each;
  return sum;
}

/** The mean of values by the samples' weights. */
export function weightedMean(targets: Targets, value: (i: number) => number): number {
  const {y, weight} = targets;
  let sum = 0;
  for (let i = 0; i < y.length; ++i) sum += (weight ? weight[i] : 1) * value(i);
  return sum / totalWeight(targets);
}
