import {rank} from "../base/stats.js";

/**
 * The autocorrelations of a series at lags 0 … `lags`: Σ (x_t − m)(x_{t−k} − m) / Σ (x_t − m)², m the mean of the known
 * values, and each sum over what is known (Box and Jenkins' estimator; with missing values statsmodels' `acf` with
 * `missing="conservative"`). `NaN` where the series does not vary.
 */
export function autocorrelations(x: Float64Array, lags: number): Float64Array {
  const known = x.filter(Number.isFinite);
  const m = known.reduce((sum, value) => sum + value, 0) / known.length;
  const centred = x.map((value) => (Number.isFinite(value) ? value - m : 0));
  const spread = centred.reduce((sum, value) => sum + value * value, 0);
  const out = new Float64Array(lags + 1).fill(NaN);
  if (!(spread > 0)) return out;
  for (let k = 0; k <= lags; ++k) {
    let sum = 0;
    for (let t = k; t < centred.length; ++t) sum += centred[t] * centred[t - k];
    out[k] = sum / spread;
  }
  return out;
}

/**
 * The standard error of one series' rank correlation with an outcome that spans `horizon` rows, where the two have
 * nothing to do with one another: √((1 + 2 Σ_{k=1…horizon−1} (1 − k / horizon) ρ_k) / n), ρ the autocorrelations of the
 * signal's ranks, and 1 − k / horizon those of sums of `horizon` independent returns (Bartlett, 1946). It is 1 / √n
 * where the signal forgets from row to row, and near √(horizon / n) where it keeps its value: a persistent signal meets
 * overlapping outcomes, and neighbouring rows tell the same. `NaN` where fewer than two rows have both. Both are one
 * symbol's series, with `NaN` where they are unknown.
 */
export function serialError(signal: Float64Array, outcome: Float64Array, horizon: number): number {
  const rows = Array.from(signal.keys()).filter((t) => Number.isFinite(signal[t]) && Number.isFinite(outcome[t]));
  if (rows.length < 2) return NaN;
  const ranks = rank(rows.map((t) => signal[t]));
  const placed = new Float64Array(signal.length).fill(NaN);
  rows.forEach((t, i) => (placed[t] = ranks[i]));
  const rho = autocorrelations(placed, horizon - 1);
  let factor = 1;
  for (let k = 1; k < horizon; ++k) factor += 2 * (1 - k / horizon) * rho[k];
  return Math.sqrt(Math.max(0, factor) / rows.length);
}
