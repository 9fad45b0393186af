/** Predictions as their features explain them: plain data that a page can be given. */
export interface Explained {
  readonly names: readonly string[];
  /** Samples × features, as the model saw them; NaN where they are missing. */
  readonly x: ArrayLike<number>;
  /** Samples × features: the Shapley values of one output. */
  readonly values: ArrayLike<number>;
  /** What the model answers where no feature is known. */
  readonly base: number;
  /** What raw values are measured in: `return`, `log-odds`. */
  readonly unit: string;
}

/** How many samples are explained. */
export function sampleCount({names, values}: Explained): number {
  return names.length === 0 ? 0 : values.length / names.length;
}

/** One feature's column of samples × features. */
export function columnOf(values: ArrayLike<number>, features: number, feature: number): Float64Array {
  return Float64Array.from({length: values.length / features}, (_, i) => values[i * features + feature]);
}

/** The mean |Shapley value| of each feature. */
export function meanSizes(explained: Explained): Float64Array {
  const k = explained.names.length;
  const n = sampleCount(explained);
  const out = new Float64Array(k);
  for (let i = 0; i < explained.values.length; ++i) out[i % k] += Math.abs(explained.values[i]) / n;
  return out;
}

/**
 * The feature by whose value a feature's Shapley values differ most among samples that are alike in it; −1 for none.
 */
export function strongestInteraction(explained: Explained, feature: number): number {
  const {names, x, values} = explained;
  const k = names.length;
  const n = sampleCount(explained);
  const own = columnOf(x, k, feature);
  const got = columnOf(values, k, feature);
  const order = Uint32Array.from(own.keys())
    .filter((i) => !Number.isNaN(own[i]))
    .sort((a, b) => own[a] - own[b] || a - b);
  const size = Math.max(8, Math.min(50, Math.floor(n / 10)));
  let best = -1;
  let most = 1e-12;
  for (let j = 0; j < k; ++j) {
    if (j === feature) continue;
    let sum = 0;
    for (let start = 0; start + size <= order.length; start += size) {
      const group = Array.from(order.subarray(start, start + size)).filter((i) => !Number.isNaN(x[i * k + j]));
      sum +=
        Math.abs(
          correlation(
            group.map((i) => x[i * k + j]),
            group.map((i) => got[i])
          )
        ) * group.length;
    }
    if (sum > most) [best, most] = [j, sum];
  }
  return best;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [aa, bb, ab] = [0, 0, 0];
  a.forEach((value, i) => {
    aa += (value - ma) ** 2;
    bb += (b[i] - mb) ** 2;
    ab += (value - ma) * (b[i] - mb);
  });
  return aa > 0 && bb > 1e-24 ? ab / Math.sqrt(aa * bb) : 0;
}
