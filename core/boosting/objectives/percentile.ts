/**
 * The value below which a part of the values lies, as LightGBM finds it for leaves: of n values without weights, counted
 * from the largest, that at (1 − part) · n, and between two in proportion. With weights, the first value, ascending, up to
 * and with which more than `part` of all weight lies. NaN of nothing. Puts `values` in order.
 */
export function percentile(values: Float64Array, part: number, weights?: Float64Array): number {
  const n = values.length;
  if (n <= 1) return n === 1 ? values[0] : NaN;
  if (weights) return weighted(values, part, weights);
  values.sort();
  const place = (1 - part) * n;
  const whole = Math.floor(place);
  if (whole < 1) return values[n - 1];
  if (whole >= n) return values[0];
  const upper = values[n - whole];
  const lower = values[n - 1 - whole];
  return upper - (upper - lower) * (place - whole);
}

function weighted(values: Float64Array, part: number, weights: Float64Array): number {
  const order = Uint32Array.from(values.keys()).sort((i, j) => values[i] - values[j] || i - j);
  let total = 0;
  for (const i of order) total += weights[i];
  let sum = 0;
  for (const i of order) {
    sum += weights[i];
    if (sum > part * total) return values[i];
  }
  return values[order[order.length - 1]];
}
