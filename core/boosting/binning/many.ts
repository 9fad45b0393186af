import type {FeatureBins} from "../grower.js";

/** The most categories that a byte tells apart, beside bin 0 and one to spare: the kernels work with bytes. */
export const mostInByte = 254;

/** Whether a feature has more categories than the kernels can tell apart. */
export function isMany(bins: FeatureBins): bins is FeatureBins & {kind: "categorical"} {
  return bins.kind === "categorical" && bins.categories.length > mostInByte;
}

/** Each sample's bin of a feature of many categories: 0 of those that have none of their own. */
export function manyCodes(
  x: Float32Array,
  [samples, features]: readonly [samples: number, features: number],
  feature: number,
  categories: Int32Array
): Uint32Array {
  const binOf = new Map<number, number>();
  categories.forEach((category, k) => void binOf.set(category, k + 1));
  const codes = new Uint32Array(samples);
  for (let i = 0, at = feature; i < samples; ++i, at += features) codes[i] = binOf.get(Math.trunc(x[at])) ?? 0;
  return codes;
}
