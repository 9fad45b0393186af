import type {Dataset} from "../plugin.js";

/** Each feature's mean and standard deviation over the samples it was fitted on. */
export interface Scaling {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** The mean and the population deviation of each feature over all samples and rows of the window. */
export function fitScaling({x, shape: [samples, window, k]}: Pick<Dataset, "x" | "shape">): Scaling {
  const count = samples * window;
  const mean = new Float64Array(k);
  const deviation = new Float64Array(k);
  for (let i = 0; i < x.length; ++i) mean[i % k] += x[i];
  for (let j = 0; j < k; ++j) mean[j] /= count;
  for (let i = 0; i < x.length; ++i) {
    const d = x[i] - mean[i % k];
    deviation[i % k] += d * d;
  }
  for (let j = 0; j < k; ++j) deviation[j] = Math.sqrt(deviation[j] / count);
  return {mean, deviation};
}

/** (x − mean) / deviation; 0 for a feature that did not vary. The samples are copied. */
export function scale<D extends Pick<Dataset, "x" | "shape">>(data: D, {mean, deviation}: Scaling): D {
  const k = data.shape[2];
  return {...data, x: data.x.map((v, i) => (deviation[i % k] > 0 ? (v - mean[i % k]) / deviation[i % k] : 0))};
}
