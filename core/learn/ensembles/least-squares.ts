import type {Dataset, Features, Fitted, Model} from "../../plugin.js";

/**
 * Linear regression with a penalty on the squares of the weights, the intercept free: what an ensemble uses where it is
 * given no model. Saved as float64, the intercept first.
 */
export function leastSquares(penalty: number): Model {
  return {
    window: 1,
    weighted: true,
    fit: (train) => Promise.resolve(train).then((samples) => linear(fitLinear(samples, penalty))),
    load: (state) => Promise.resolve(state).then((bytes) => linear(decode(bytes)))
  };
}

/** The intercept, then the weights. */
function fitLinear({x, y, weight, shape: [n, window, features]}: Dataset, penalty: number): Float64Array {
  if (n === 0) throw new Error("missing samples: a regression needs at least one");
  const k = window * features;
  const width = k + 1;
  const centre = new Float64Array(width);
  const value = (s: number, j: number) => (j < k ? x[s * k + j] : y[s]);
  let total = 0;
  for (let s = 0; s < n; ++s) {
    const v = weight ? weight[s] : 1;
    for (let j = 0; j < width; ++j) centre[j] += v * value(s, j);
    total += v;
  }
  for (let j = 0; j < width; ++j) centre[j] /= total;
  if (!centre.every(Number.isFinite))
    throw new Error("invalid samples: a regression needs a number for each feature and label; give complete samples");
  const a = new Float64Array(k * k);
  const b = new Float64Array(k);
  const row = new Float64Array(width);
  for (let s = 0; s < n; ++s) {
    const v = weight ? weight[s] : 1;
    for (let j = 0; j < width; ++j) row[j] = value(s, j) - centre[j];
    for (let i = 0; i < k; ++i) {
      b[i] += v * row[i] * row[k];
      for (let j = 0; j <= i; ++j) a[i * k + j] += v * row[i] * row[j];
    }
  }
  for (let i = 0; i < k; ++i) {
    a[i * k + i] += penalty;
    for (let j = 0; j < i; ++j) a[j * k + i] = a[i * k + j];
  }
  const weights = solve(a, b);
  let intercept = centre[k];
  for (let j = 0; j < k; ++j) intercept -= weights[j] * centre[j];
  return Float64Array.of(intercept, ...weights);
}

/** Solves a · w = b for a symmetric positive-definite matrix by Cholesky's decomposition. Throws where it is singular. */
export function solve(a: Float64Array, b: Float64Array): Float64Array {
  const k = b.length;
  const l = a.slice();
  const w = b.slice();
  for (let i = 0; i < k; ++i)
    for (let j = 0; j <= i; ++j) {
      let sum = l[i * k + j];
      for (let m = 0; m < j; ++m) sum -= l[i * k + m] * l[j * k + m];
      if (i !== j) l[i * k + j] = sum / l[j * k + j];
      else if (sum > 1e-14 * a[i * k + i]) l[i * k + i] = Math.sqrt(sum);
      else throw new Error("invalid features: some are combinations of others; leave them out, or penalise more");
    }
  for (let i = 0; i < k; ++i) {
    for (let m = 0; m < i; ++m) w[i] -= l[i * k + m] * w[m];
    w[i] /= l[i * k + i];
  }
  for (let i = k - 1; i >= 0; --i) {
    for (let m = i + 1; m < k; ++m) w[i] -= l[m * k + i] * w[m];
    w[i] /= l[i * k + i];
  }
  return w;
}

function linear(state: Float64Array): Fitted {
  return {
    predict({x, shape: [n, window, features]}: Features) {
      const k = window * features;
      if (k !== state.length - 1)
        throw new Error(`invalid samples: ${k} features; the regression learned ${state.length - 1}; give those`);
      return Float64Array.from({length: n}, (_, s) => {
        let sum = state[0];
        for (let j = 0; j < k; ++j) sum += state[j + 1] * x[s * k + j];
        return sum;
      });
    },
    save() {
      const view = new DataView(new ArrayBuffer(8 * state.length));
      state.forEach((value, i) => view.setFloat64(8 * i, value, true));
      return new Uint8Array(view.buffer);
    }
  };
}

function decode(bytes: Uint8Array): Float64Array {
  if (bytes.length < 8 || bytes.length % 8 !== 0)
    throw new Error(`invalid regression state: ${bytes.length} bytes; expected a multiple of 8`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Float64Array.from({length: bytes.length / 8}, (_, i) => view.getFloat64(8 * i, true));
}
