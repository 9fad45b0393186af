import {centred, meanProducts, sampleCovariance} from "./covariance.js";

/** A covariance matrix drawn towards a simpler one: (1 − shrinkage) · sample + shrinkage · simpler. */
export interface Shrunk {
  /** Assets × assets, row-major. */
  readonly covariance: Float64Array;
  /** How far, 0 … 1. */
  readonly shrinkage: number;
}

/**
 * The covariance of returns (rows × `assets`, row-major) drawn towards m · I, m the mean variance, as far as makes the
 * expected squared error least (Ledoit and Wolf 2004, "A well-conditioned estimator for large-dimensional covariance
 * matrices"; scikit-learn's LedoitWolf). With S the sample covariance of divisor rows and p assets,
 * d² = |S − m I|² / p and b² = Σ_ij (mean of x_i² x_j² − S_ij²) / (p · rows), it is min(b², d²) / d². Rows with a
 * missing value are left out. Throws where that leaves fewer than two.
 */
export function shrunkToIdentity(returns: Float64Array, assets: number): Shrunk {
  const {rows, values} = centred(returns, assets);
  const sample = meanProducts(values, values, assets);
  const squares = values.map((value) => value * value);
  const level = trace(sample, assets) / assets;
  const noise = (sum(meanProducts(squares, squares, assets)) - sumOfSquares(sample)) / (assets * rows);
  const spread = (sumOfSquares(sample) - assets * level * level) / assets;
  const shrinkage = towardsIdentity(Math.min(noise, spread), spread);
  return {covariance: mixedWithIdentity(sample, assets, shrinkage, level), shrinkage};
}

/**
 * The covariance of returns (rows × `assets`) drawn towards m · I by the oracle-approximating formula for normal
 * returns (Chen, Wiesel, Eldar and Hero 2010; scikit-learn's OAS, whose form leaves a term out that vanishes with many
 * assets): with a the mean of the squares of S's entries and p assets, min(1, (a + m²) / ((rows + 1)(a − m² / p))).
 * Rows with a missing value are left out. Throws where that leaves fewer than two.
 */
export function oracleApproximating(returns: Float64Array, assets: number): Shrunk {
  const {rows, values} = centred(returns, assets);
  const sample = meanProducts(values, values, assets);
  const level = trace(sample, assets) / assets;
  const square = sumOfSquares(sample) / (assets * assets);
  const below = (rows + 1) * (square - (level * level) / assets);
  const shrinkage = below > 0 ? Math.min(1, (square + level * level) / below) : 1;
  return {covariance: mixedWithIdentity(sample, assets, shrinkage, level), shrinkage};
}

/**
 * The covariance of returns (rows × `assets`) drawn towards one that keeps each asset's variance and gives every pair
 * the mean correlation r (Ledoit and Wolf 2004, "Honey, I shrunk the sample covariance matrix", appendix B). With S the
 * sample covariance of divisor rows, F the target, π = Σ_ij (mean of x_i² x_j² − S_ij²), ρ the sum of the same over the
 * diagonal and r · Σ_i≠j √(S_jj / S_ii) (mean of x_i³ x_j − S_ii S_ij), and γ = |F − S|², it is (π − ρ) / (γ · rows)
 * within 0 … 1. Rows with a missing value are left out. Throws where that leaves fewer than two, or where an asset does
 * not vary.
 */
export function shrunkToConstantCorrelation(returns: Float64Array, assets: number): Shrunk {
  const {rows, values} = centred(returns, assets);
  const n = assets;
  const sample = meanProducts(values, values, n);
  const spread = Float64Array.from({length: n}, (_, i) => Math.sqrt(sample[i * n + i]));
  const still = spread.findIndex((value) => !(value > 0));
  if (still >= 0) throw new Error(`invalid returns: those of asset ${still} do not vary; leave it out`);
  if (n === 1) return {covariance: sample, shrinkage: 0};
  let level = 0;
  for (let i = 0; i < n; ++i)
    for (let j = 0; j < i; ++j) level += (2 * sample[i * n + j]) / (spread[i] * spread[j] * n * (n - 1));
  const squares = values.map((value) => value * value);
  const fourth = meanProducts(squares, squares, n);
  const third = meanProducts(
    values.map((value) => value * value * value),
    values,
    n
  );
  const target = sample.map((value, at) => {
    const i = Math.floor(at / n);
    const j = at % n;
    return i === j ? value : level * spread[i] * spread[j];
  });
  let noise = 0;
  let shared = 0;
  let distance = 0;
  for (let i = 0; i < n; ++i)
    for (let j = 0; j < n; ++j) {
      const at = i * n + j;
      const own = fourth[at] - sample[at] * sample[at];
      noise += own;
      shared += i === j ? own : (level * spread[j] * (third[at] - sample[i * n + i] * sample[at])) / spread[i];
      distance += (target[at] - sample[at]) ** 2;
    }
  const shrinkage = distance > 0 ? Math.min(1, Math.max(0, (noise - shared) / (distance * rows))) : 0;
  return {covariance: sample.map((value, at) => value + shrinkage * (target[at] - value)), shrinkage};
}

/** What a covariance may be drawn towards, by name. */
export const shrinkages = ["identity", "constant-correlation", "oracle", "none"] as const;

/** The covariance of returns (rows × `assets`) by the name of its shrinkage; `none` is the sample covariance. */
export function covarianceOf(
  returns: Float64Array,
  assets: number,
  shrinkage: (typeof shrinkages)[number]
): Float64Array {
  switch (shrinkage) {
    case "identity":
      return shrunkToIdentity(returns, assets).covariance;
    case "constant-correlation":
      return shrunkToConstantCorrelation(returns, assets).covariance;
    case "oracle":
      return oracleApproximating(returns, assets).covariance;
    case "none":
      return sampleCovariance(returns, assets);
  }
}

function towardsIdentity(noise: number, spread: number): number {
  return noise > 0 ? noise / spread : 0;
}

function mixedWithIdentity(sample: Float64Array, n: number, shrinkage: number, level: number): Float64Array {
  const out = sample.map((value) => (1 - shrinkage) * value);
  for (let i = 0; i < n; ++i) out[i * n + i] += shrinkage * level;
  return out;
}

function trace(matrix: Float64Array, n: number): number {
  let total = 0;
  for (let i = 0; i < n; ++i) total += matrix[i * n + i];
  return total;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function sumOfSquares(values: Float64Array): number {
  return values.reduce((total, value) => total + value * value, 0);
}
