import type {Binning, Growth} from "../../core/boosting/grower.js";

/** Growth of one split that may be of any samples, unless said otherwise. */
export function growth(given: Partial<Growth> = {}): Growth {
  return {
    policy: "leaf-wise",
    leaves: 2,
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
    minDataPerGroup: 100,
    featuresByNode: 1,
    extra: false,
    seed: 0,
    ...given
  };
}

/** Binning in which each value has a bin of its own, while there are fewer than 255. */
export const binning: Binning = {maxBin: 255, minDataInBin: 1, sampled: 200_000, seed: 0, categorical: []};
