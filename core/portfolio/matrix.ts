/**
 * The lower factor L of a symmetric matrix a = L · Lᵀ (n × n, row-major; Cholesky's decomposition), zeros above the
 * diagonal; null where the matrix is not positive definite, by a part `least` of its diagonal.
 */
export function lowerFactor(a: Float64Array, n: number, least = 1e-12): Float64Array | null {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; ++i) {
    for (let j = 0; j <= i; ++j) {
      let sum = a[i * n + j];
      for (let k = 0; k < j; ++k) sum -= out[i * n + k] * out[j * n + k];
      if (j < i) out[i * n + j] = sum / out[j * n + j];
      else if (sum > least * a[i * n + i]) out[i * n + i] = Math.sqrt(sum);
      else return null;
    }
  }
  return out;
}

/** The x of L · Lᵀ · x = b, of the lower factor that `lowerFactor` gives. */
export function solveFactored(lower: Float64Array, b: ArrayLike<number>): Float64Array {
  const n = b.length;
  const x = Float64Array.from(b);
  for (let i = 0; i < n; ++i) {
    for (let k = 0; k < i; ++k) x[i] -= lower[i * n + k] * x[k];
    x[i] /= lower[i * n + i];
  }
  for (let i = n - 1; i >= 0; --i) {
    for (let k = i + 1; k < n; ++k) x[i] -= lower[k * n + i] * x[k];
    x[i] /= lower[i * n + i];
  }
  return x;
}

/** a · x of a matrix with as many columns as x has values, row-major. */
export function times(a: Float64Array, x: ArrayLike<number>): Float64Array {
  const n = x.length;
  const out = new Float64Array(a.length / n);
  for (let i = 0; i < out.length; ++i) for (let j = 0; j < n; ++j) out[i] += a[i * n + j] * x[j];
  return out;
}

/** Σ x · y. */
export function dot(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < x.length; ++i) sum += x[i] * y[i];
  return sum;
}

/** How many assets a covariance matrix has. Throws where it is not square, not symmetric or has what is no number. */
export function assetsOf(covariance: Float64Array): number {
  const n = Math.round(Math.sqrt(covariance.length));
  if (n === 0 || n * n !== covariance.length)
    throw new Error(`invalid covariance: ${covariance.length} values; give it a row and a column for each asset`);
  for (let i = 0; i < n; ++i)
    for (let j = 0; j <= i; ++j) {
      const value = covariance[i * n + j];
      const other = covariance[j * n + i];
      if (!Number.isFinite(value) || !Number.isFinite(other))
        throw new Error(`invalid covariance: ${value} of assets ${j} and ${i}; give numbers only`);
      if (Math.abs(value - other) > 1e-9 * Math.sqrt(Math.abs(covariance[i * n + i] * covariance[j * n + j])))
        throw new Error(`invalid covariance: ${value} and ${other} of assets ${j} and ${i}; give a symmetric matrix`);
    }
  return n;
}

/** The correlations of a covariance matrix. Throws where an asset's variance is not above 0. */
export function correlations(covariance: Float64Array): Float64Array {
  const n = assetsOf(covariance);
  const scale = deviations(covariance, n);
  return covariance.map((value, at) => {
    const i = Math.floor(at / n);
    return i === at % n ? 1 : value / (scale[i] * scale[at % n]);
  });
}

/** Each asset's standard deviation, the roots of the diagonal. Throws where an asset's variance is not above 0. */
export function deviations(covariance: Float64Array, n: number): Float64Array {
  return Float64Array.from({length: n}, (_, i) => {
    const value = covariance[i * n + i];
    if (!(value > 0)) throw new Error(`invalid covariance: asset ${i} has variance ${value}; leave it out`);
    return Math.sqrt(value);
  });
}

/** Whether no value of the diagonal is more than `most` times another. */
export function comparable(covariance: Float64Array, n: number, most: number): boolean {
  const diagonal = Array.from({length: n}, (_, i) => covariance[i * n + i]);
  return Math.max(...diagonal) <= most * Math.min(...diagonal);
}

/** What is said of a matrix that cannot be inverted. */
export const singular = "invalid covariance: it is not positive definite; give more rows than assets, or shrink it";
