import type {Dataset, Features, Fitted} from "../../plugin.js";
import {sampleOf} from "../dataset.js";

/** How many bytes of x are made and predicted at once. */
const batch = 2 ** 26;

/** What is changed in a copy of a sample: its window × features, and the sample's place. */
export type Change = (values: Float32Array, sample: number) => void;

/** Predictions of samples of which each was changed, in parts that fit in memory. The samples are left as they are. */
export function predictChanged(
  fitted: Pick<Fitted, "predict">,
  data: Pick<Dataset, "x" | "shape" | "names">,
  change: Change
): Float64Array {
  const [n, window, k] = data.shape;
  const size = window * k;
  const sample = sampleOf(data);
  const out = new Float64Array(n);
  const rows = Math.max(1, Math.floor(batch / (4 * size)));
  for (let from = 0; from < n; from += rows) {
    const count = Math.min(rows, n - from);
    const x = new Float32Array(count * size);
    for (let i = 0; i < count; ++i) {
      const values = x.subarray(i * size, (i + 1) * size);
      values.set(sample(from + i));
      change(values, from + i);
    }
    const part: Features = {x, shape: [count, window, k], ...(data.names && {names: data.names})};
    out.set(fitted.predict(part), from);
  }
  return out;
}

/** The samples without some of their features. Throws where none would be left. */
export function withoutFeatures(data: Dataset, features: readonly number[]): Dataset {
  const [n, window, k] = data.shape;
  const kept = Array.from({length: k}, (_, j) => j).filter((j) => !features.includes(j));
  if (kept.length === 0) throw new Error("missing features: none is left; leave out fewer");
  const sample = sampleOf(data);
  const size = window * kept.length;
  const x = new Float32Array(n * size);
  for (let i = 0; i < n; ++i) {
    const values = sample(i);
    for (let row = 0; row < window; ++row)
      for (const [to, from] of kept.entries()) x[i * size + row * kept.length + to] = values[row * k + from];
  }
  const {y, t, until, cell, symbol, symbols, weight, names} = data;
  return {
    x,
    shape: [n, window, kept.length],
    y,
    t,
    until,
    cell,
    ...(symbol && {symbol}),
    ...(symbols && {symbols}),
    ...(weight && {weight}),
    ...(names && {names: kept.map((j) => names[j])})
  };
}

/** Throws unless the number is that of a feature. */
export function checkFeature(feature: number, {shape}: Pick<Dataset, "shape">): void {
  if (!(Number.isInteger(feature) && feature >= 0 && feature < shape[2]))
    throw new Error(`unknown feature: number ${feature}; there are ${shape[2]}`);
}
