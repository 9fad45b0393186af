import {defineModel} from "../../core/plugin.js";
import type {Dataset, Fitted} from "../../core/plugin.js";

/**
 * Linear regression with a penalty on the squares of the weights (Hoerl and Kennard 1970): w minimises
 * Σ v (y − b − w · x)² + `penalty` · |w|², the intercept b free and v the samples' weights, 1 each where they have none
 * (scikit-learn's Ridge). Solved from the normal equations of the centred data by Cholesky's decomposition. Throws where
 * they are singular.
 */
export const ridge = defineModel("ridge", {penalty: 1}, ({penalty}) => {
  if (!(penalty >= 0)) throw new Error(`invalid penalty: ${penalty}; expected 0 or more`);
  return {
    window: 1,
    weighted: true,
    fit: (train) => Promise.resolve(train).then((samples) => linear(solve(samples, penalty))),
    load: (state) => Promise.resolve(state).then((bytes) => linear(decode(bytes)))
  };
});

/** The intercept, then the weights. */
function solve({x, y, weight, shape: [n, window, features]}: Dataset, penalty: number): Float64Array {
  if (n === 0) throw new Error("missing samples: ridge has nothing to learn from");
  if (y.some((value) => !Number.isFinite(value)))
    throw new Error("invalid labels: ridge needs a number for each sample");
  const k = window * features;
  const mean = new Float64Array(k);
  let level = 0;
  let total = 0;
  for (let s = 0; s < n; ++s) {
    const v = weight ? weight[s] : 1;
    for (let j = 0; j < k; ++j) mean[j] += v * x[s * k + j];
    level += v * y[s];
    total += v;
  }
  for (let j = 0; j < k; ++j) mean[j] /= total;
  level /= total;
  const a = new Float64Array(k * k);
  const b = new Float64Array(k);
  const row = new Float64Array(k);
  for (let s = 0; s < n; ++s) {
    for (let j = 0; j < k; ++j) row[j] = x[s * k + j] - mean[j];
    const v = weight ? weight[s] : 1;
    const d = y[s] - level;
    for (let i = 0; i < k; ++i) {
      const part = v * row[i];
      b[i] += part * d;
      for (let j = 0; j <= i; ++j) a[i * k + j] += part * row[j];
    }
  }
  for (let i = 0; i < k; ++i) a[i * k + i] += penalty;
  const weights = cholesky(a, b, k);
  let intercept = level;
  for (let j = 0; j < k; ++j) intercept -= weights[j] * mean[j];
  return Float64Array.of(intercept, ...weights);
}

/** Solves a · w = b for a symmetric positive-definite matrix whose lower triangle is given; overwrites both. */
function cholesky(a: Float64Array, b: Float64Array, k: number): Float64Array {
  for (let i = 0; i < k; ++i) {
    const diagonal = a[i * k + i];
    for (let j = 0; j <= i; ++j) {
      let sum = a[i * k + j];
      for (let m = 0; m < j; ++m) sum -= a[i * k + m] * a[j * k + m];
      if (i !== j) a[i * k + j] = sum / a[j * k + j];
      else if (sum > 1e-12 * diagonal) a[i * k + i] = Math.sqrt(sum);
      else throw new Error("invalid features: some are combinations of others; give ridge a penalty above 0");
    }
  }
  for (let i = 0; i < k; ++i) {
    for (let m = 0; m < i; ++m) b[i] -= a[i * k + m] * b[m];
    b[i] /= a[i * k + i];
  }
  for (let i = k - 1; i >= 0; --i) {
    for (let m = i + 1; m < k; ++m) b[i] -= a[m * k + i] * b[m];
    b[i] /= a[i * k + i];
  }
  return b;
}

function linear(state: Float64Array): Fitted {
  const [intercept] = state;
  return {
    predict({x, shape: [n, window, features]}) {
      const k = window * features;
      if (k !== state.length - 1) throw new Error(`invalid samples: ${k} features; ridge learned ${state.length - 1}`);
      return Float64Array.from({length: n}, (_, s) => {
        let sum = intercept;
        for (let j = 0; j < k; ++j) sum += state[j + 1] * x[s * k + j];
        return sum;
      });
    },
    save: () => encode(state)
  };
}

/** Float64, little-endian. */
function encode(state: Float64Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(state.length * 8));
  state.forEach((value, i) => view.setFloat64(i * 8, value, true));
  return new Uint8Array(view.buffer);
}

function decode(bytes: Uint8Array): Float64Array {
  if (bytes.length < 8 || bytes.length % 8 !== 0)
    throw new Error(`invalid ridge state: ${bytes.length} bytes; expected a multiple of 8`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Float64Array.from({length: bytes.length / 8}, (_, i) => view.getFloat64(i * 8, true));
}
