/**
 * The eigenvalues of a symmetric matrix (n × n, row by row), ascending: Householder's reduction to three diagonals, then QL
 * steps with implicit shifts. The matrix is not changed.
 */
export function eigenvalues(matrix: Float64Array): Float64Array {
  const n = Math.round(Math.sqrt(matrix.length));
  if (n * n !== matrix.length) throw new Error(`invalid matrix: ${matrix.length} values; expected a square`);
  const {diagonal, beside} = tridiagonal(matrix.slice(), n);
  return ql(diagonal, beside).sort();
}

function tridiagonal(a: Float64Array, n: number) {
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  for (let i = n - 1; i > 0; --i) {
    const row = a.subarray(i * n, i * n + i);
    let scale = 0;
    for (const value of row) scale += Math.abs(value);
    if (i === 1 || scale === 0) {
      beside[i] = row[i - 1];
      continue;
    }
    let h = 0;
    for (let k = 0; k < i; ++k) {
      row[k] /= scale;
      h += row[k] * row[k];
    }
    const f = row[i - 1];
    const g = f >= 0 ? -Math.sqrt(h) : Math.sqrt(h);
    beside[i] = scale * g;
    h -= f * g;
    row[i - 1] = f - g;
    let projected = 0;
    for (let j = 0; j < i; ++j) {
      let sum = 0;
      for (let k = 0; k <= j; ++k) sum += a[j * n + k] * row[k];
      for (let k = j + 1; k < i; ++k) sum += a[k * n + j] * row[k];
      beside[j] = sum / h;
      projected += beside[j] * row[j];
    }
    const half = projected / (h + h);
    for (let j = 0; j < i; ++j) {
      const u = row[j];
      const q = (beside[j] -= half * u);
      for (let k = 0; k <= j; ++k) a[j * n + k] -= u * beside[k] + q * row[k];
    }
  }
  for (let i = 0; i < n; ++i) diagonal[i] = a[i * n + i];
  beside[0] = 0;
  return {diagonal, beside};
}

function ql(d: Float64Array, beside: Float64Array): Float64Array {
  const n = d.length;
  const e = new Float64Array(n);
  for (let i = 1; i < n; ++i) e[i - 1] = beside[i];
  for (let l = 0; l < n; ++l) {
    for (let step = 0; ; ++step) {
      let m = l;
      while (m < n - 1) {
        const size = Math.abs(d[m]) + Math.abs(d[m + 1]);
        if (Math.abs(e[m]) <= Number.EPSILON * size) break;
        ++m;
      }
      if (m === l) break;
      if (step === 60) throw new Error("invalid matrix: its eigenvalues were not found; are all its values numbers?");
      const half = (d[l + 1] - d[l]) / (2 * e[l]);
      const far = Math.sqrt(half * half + 1);
      let g = d[m] - d[l] + e[l] / (half + (half >= 0 ? far : -far));
      let [s, c, p] = [1, 1, 0];
      let i = m - 1;
      for (; i >= l; --i) {
        const f = s * e[i];
        const b = c * e[i];
        const r = Math.sqrt(f * f + g * g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1] -= p;
          e[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1] - p;
        const t = (d[i] - g) * s + 2 * c * b;
        p = s * t;
        d[i + 1] = g + p;
        g = c * t - b;
      }
      if (i >= l) continue;
      d[l] -= p;
      e[l] = g;
      e[m] = 0;
    }
  }
  return d;
}
