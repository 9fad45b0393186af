import {between, oneOf, whole} from "../../base/options.js";
import type {Binning, GrowOptions, Growth} from "../grower.js";

/** Throws where sizes do not fit or a parameter is out of its range. */
export function check(x: Float32Array, samples: number, features: number, binning: Binning, growth: Growth): void {
  whole("number of samples", samples);
  whole("number of features", features);
  if (x.length !== samples * features)
    throw new Error(`invalid samples: ${x.length} values; ${samples} × ${features} are ${samples * features}`);
  whole("most bins", binning.maxBin, 2);
  between("most bins", binning.maxBin, 2, 255);
  whole("least data in a bin", binning.minDataInBin, 0);
  whole("number of sampled samples", binning.sampled);
  for (const [f, bounds] of binning.bounds ?? []) {
    if (bounds.length > 255) throw new Error(`invalid bounds of feature ${f}: ${bounds.length}; expected 255 at most`);
    if (bounds.some((bound, i) => !(i === 0 || bound > bounds[i - 1])))
      throw new Error(`invalid bounds of feature ${f}: expected numbers that rise`);
  }
  oneOf("growth", growth.policy, ["leaf-wise", "depth-wise", "symmetric"] as const);
  whole("number of leaves", growth.leaves);
  between("number of leaves", growth.leaves, 1, 65536);
  for (const name of [
    "minData",
    "minHessian",
    "l1",
    "l2",
    "maxDelta",
    "catSmooth",
    "catL2",
    "minDataPerGroup"
  ] as const)
    between(name, growth[name], 0);
  between("featuresByNode", growth.featuresByNode, 0, 1);
  if (growth.monotone && growth.monotone.length !== features)
    throw new Error(`invalid monotone features: ${growth.monotone.length} of ${features}`);
}

/** Throws where what is given for a tree does not fit the samples. */
export function checkOptions(
  {rows, times, features, constantHessian}: GrowOptions,
  samples: number,
  count: number
): void {
  if (rows && (rows.length > samples || rows.length === 0))
    throw new Error(`invalid rows: ${rows.length} of ${samples} samples`);
  if (times && times.length !== samples) throw new Error(`invalid times: ${times.length} of ${samples} samples`);
  if (features && features.length !== count) throw new Error(`invalid features: ${features.length} of ${count}`);
  if (constantHessian !== undefined && !(constantHessian > 0 && Number.isFinite(constantHessian)))
    throw new Error(`invalid hessian: ${constantHessian}; expected a number above 0`);
}
