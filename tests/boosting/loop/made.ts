import {random} from "../../../core/base/random.js";
import type {Binning, Growth} from "../../../core/boosting/grower.js";
import type {Trained, Training, TrainingData} from "../../../core/boosting/training.js";
import {train} from "../../../core/boosting/train.js";
import {makeGrower} from "../../../core/boosting/make-grower.js";

export const growth: Growth = {
  policy: "leaf-wise",
  leaves: 8,
  depth: 0,
  minData: 5,
  minHessian: 1e-3,
  minGain: 0,
  l1: 0,
  l2: 0,
  maxDelta: 0,
  catSmooth: 10,
  catL2: 10,
  maxCatThreshold: 32,
  maxCatToOnehot: 4,
  minDataPerGroup: 100,
  featuresByNode: 1,
  extra: false,
  seed: 1
};

export const binning: Binning = {maxBin: 32, minDataInBin: 3, sampled: 200_000, seed: 1, categorical: []};

export const training: Training = {
  loss: {kind: "squared"},
  rounds: 10,
  shrinkage: 0.3,
  growth,
  binning,
  seed: 7
};

/** A context whose log is kept. */
export function listening(signal = new AbortController().signal) {
  const lines: string[] = [];
  const steps: [number, number][] = [];
  return {
    lines,
    steps,
    signal,
    log(line: string): void {
      lines.push(line);
    },
    progress(done: number, total: number): void {
      steps.push([done, total]);
    }
  };
}

/** Trains with the learner that the plugins have. */
export function trained(data: TrainingData, more: Partial<Training> = {}, context = listening()): Promise<Trained> {
  return train(data, {...training, ...more}, context, makeGrower);
}

/** Samples of standard normal features, so many of each of the times, with the labels that `label` makes of a row. */
export function samples(
  times: number,
  each: number,
  features: number,
  label: (row: Float32Array, noise: number) => number,
  seed = 5
): TrainingData & {t: Float64Array; until: Float64Array} {
  const r = random(seed);
  const n = times * each;
  const x = Float32Array.from({length: n * features}, () => r.normal());
  const y = Float64Array.from({length: n}, (_, i) => label(x.subarray(i * features, (i + 1) * features), r.normal()));
  const t = Float64Array.from({length: n}, (_, i) => Math.floor(i / each) * 864e5);
  return {x, shape: [n, features], y, t, until: t.map((value) => value + 864e5)};
}
