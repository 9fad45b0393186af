import type {Binning, Grower, GrowOptions, Growth} from "../../../core/boosting/grower.js";
import {random} from "../../../core/base/random.js";

export const binning: Binning = {maxBin: 255, minDataInBin: 1, sampled: 200_000, seed: 1, categorical: []};

export const growth: Growth = {
  policy: "leaf-wise",
  leaves: 31,
  depth: 0,
  minData: 1,
  minHessian: 0,
  minGain: 0,
  l1: 0,
  l2: 0,
  maxDelta: 0,
  catSmooth: 10,
  catL2: 10,
  maxCatThreshold: 32,
  maxCatToOnehot: 4,
  minDataPerGroup: 1,
  featuresByNode: 1,
  extra: false,
  seed: 1
};

/** Normal features, of which the first two make the label; `missing` of the third's values are NaN. */
export function made(samples: number, features: number, missing = 0.1): {x: Float32Array; y: Float64Array} {
  const r = random(samples + features);
  const x = Float32Array.from({length: samples * features}, () => r.normal());
  const y = Float64Array.from({length: samples}, (_, i) => {
    const row = x.subarray(i * features, (i + 1) * features);
    return 2 * row[0] + (features > 1 && row[1] > 0 ? 1 : 0) + 0.3 * r.normal();
  });
  if (features > 2) for (let i = 0; i < samples; ++i) if (r.uniform() < missing) x[i * features + 2] = NaN;
  return {x, y};
}

/** Grows one tree on the gradients −y, whose hessians are all 1 unless options say otherwise. */
export function growOn(grower: Grower, y: ArrayLike<number>, options: GrowOptions = {constantHessian: 1}) {
  for (let i = 0; i < y.length; ++i) grower.gradient[i] = -y[i];
  return grower.grow(options);
}
