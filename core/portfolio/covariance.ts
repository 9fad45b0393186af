import * as elementary from "../base/elementary.js";
import {between} from "../base/options.js";

/** Rows of returns in which no asset's value is missing, and their means. */
export interface Centred {
  readonly rows: number;
  readonly assets: number;
  /** rows × assets, row-major, each less its asset's mean. */
  readonly values: Float64Array;
}

/**
 * The rows of returns (rows × `assets`, row-major) in which no value is missing. Covariances of each pair's own rows,
 * which may not be positive definite together, are not made anywhere here.
 */
export function completeRows(returns: Float64Array, assets: number): Float64Array {
  if (!(assets >= 1) || returns.length % assets !== 0)
    throw new Error(`invalid returns: ${returns.length} values of ${assets} assets; give whole rows`);
  const out = new Float64Array(returns.length);
  let size = 0;
  for (let start = 0; start < returns.length; start += assets) {
    const row = returns.subarray(start, start + assets);
    if (!row.every(Number.isFinite)) continue;
    out.set(row, size);
    size += assets;
  }
  return out.slice(0, size);
}

/** The complete rows less their assets' means. Throws where fewer than two rows are complete. */
export function centred(returns: Float64Array, assets: number): Centred {
  const values = completeRows(returns, assets);
  const rows = values.length / assets;
  if (rows < 2)
    throw new Error(
      `missing returns: ${rows} of ${returns.length / assets} rows are complete; a covariance needs 2 or more`
    );
  const means = new Float64Array(assets);
  for (let i = 0; i < values.length; ++i) means[i % assets] += values[i] / rows;
  for (let i = 0; i < values.length; ++i) values[i] -= means[i % assets];
  return {rows, assets, values};
}

/** Σ x_ti · y_tj / rows of two rows × assets tables: assets × assets, row-major. */
export function meanProducts(x: Float64Array, y: Float64Array, assets: number): Float64Array {
  const rows = x.length / assets;
  const out = new Float64Array(assets * assets);
  for (let start = 0; start < x.length; start += assets)
    for (let i = 0; i < assets; ++i) {
      const value = x[start + i];
      for (let j = 0; j < assets; ++j) out[i * assets + j] += value * y[start + j];
    }
  return out.map((sum) => sum / rows);
}

/**
 * The sample covariance Σ_t (x_ti − x̄_i)(x_tj − x̄_j) / (rows − `ddof`) of returns, rows × `assets`, row-major: assets
 * × assets. Rows with a missing value are left out. Throws where that leaves fewer than two.
 */
export function sampleCovariance(returns: Float64Array, assets: number, ddof: 0 | 1 = 1): Float64Array {
  const {rows, values} = centred(returns, assets);
  return meanProducts(values, values, assets).map((value) => (value * rows) / (rows - ddof));
}

/**
 * The exponentially weighted covariance of returns, rows × `assets`, oldest first: a row's weight v halves with every
 * `halfLife` complete rows that follow it, Σ v = 1, and with x̄ = Σ v x the answer is
 * Σ v (x_i − x̄_i)(x_j − x̄_j) / (1 − Σ v²), free of bias for independent rows (as pandas' `ewm(halflife).cov()`). Rows
 * with a missing value are left out. Throws where that leaves fewer than two.
 */
export function exponentialCovariance(returns: Float64Array, assets: number, halfLife: number): Float64Array {
  between("half-life", halfLife, 1e-3);
  const values = completeRows(returns, assets);
  const rows = values.length / assets;
  if (rows < 2) throw new Error(`missing returns: ${rows} rows are complete; a covariance needs 2 or more`);
  const weight = Float64Array.from({length: rows}, (_, t) => elementary.power(2, (t + 1 - rows) / halfLife));
  const total = weight.reduce((sum, value) => sum + value, 0);
  let squares = 0;
  const means = new Float64Array(assets);
  for (let t = 0; t < rows; ++t) {
    weight[t] /= total;
    squares += weight[t] * weight[t];
    for (let i = 0; i < assets; ++i) means[i] += weight[t] * values[t * assets + i];
  }
  const out = new Float64Array(assets * assets);
  for (let t = 0; t < rows; ++t)
    for (let i = 0; i < assets; ++i) {
      const part = (weight[t] / (1 - squares)) * (values[t * assets + i] - means[i]);
      for (let j = 0; j < assets; ++j) out[i * assets + j] += part * (values[t * assets + j] - means[j]);
    }
  return symmetric(out, assets);
}

/** The matrix with the upper triangle copied from the lower, where rounding has set them apart. */
function symmetric(matrix: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; ++i) for (let j = 0; j < i; ++j) matrix[j * n + i] = matrix[i * n + j];
  return matrix;
}
