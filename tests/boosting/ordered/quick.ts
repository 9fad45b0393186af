import type {MakeGrower} from "../../../core/boosting/grower.js";
import {quantileBounds} from "../../../core/boosting/ordered/statistics.js";
export const quick: MakeGrower = async (x, [n, k], binning, growth) => {
  const uppers: Float64Array[] = [];
  const codes: Uint8Array[] = [];
  for (let j = 0; j < k; ++j) {
    const col = new Float32Array(n);
    for (let i = 0; i < n; ++i) col[i] = x[i * k + j];
    const b = binning.bounds?.get(j) ?? quantileBounds(col, binning.maxBin - 1);
    uppers.push(b);
    codes.push(Uint8Array.from(col, (v) => { let c = 0; let lo = 0, hi = b.length; while (lo < hi) { const m = (lo + hi) >> 1; if (v <= b[m]) hi = m; else lo = m + 1; } return (c = lo); }));
  }
  const gradient = new Float32Array(n), hessian = new Float32Array(n);
  return {
    samples: n, bins: [], bytes: 0, gradient, hessian, free: async () => {},
    grow({rows, features, constantHessian} = {}) {
      const leaf = new Uint16Array(n);
      const learn = rows ?? Uint32Array.from({length: n}, (_, i) => i);
      const levels: [number, number, number][] = [];
      for (let d = 0; d < growth.depth; ++d) {
        const L = 1 << d;
        const G = new Float64Array(L), H = new Float64Array(L);
        for (const i of learn) { G[leaf[i]] += gradient[i]; H[leaf[i]] += constantHessian ?? hessian[i]; }
        let base = 0;
        for (let l = 0; l < L; ++l) if (H[l] > 0) base += G[l] ** 2 / (H[l] + growth.l2);
        let best = [0, -1, 0];
        for (let j = 0; j < k; ++j) {
          if (features && features[j] === 0) continue;
          const nb = uppers[j].length + 1;
          const g = new Float64Array(L * nb), h = new Float64Array(L * nb);
          const code = codes[j];
          for (const i of learn) { const at = leaf[i] * nb + code[i]; g[at] += gradient[i]; h[at] += constantHessian ?? hessian[i]; }
          for (let l = 0; l < L; ++l) for (let b = 1; b < nb; ++b) { g[l * nb + b] += g[l * nb + b - 1]; h[l * nb + b] += h[l * nb + b - 1]; }
          for (let b = 0; b < nb - 1; ++b) {
            let s = 0;
            for (let l = 0; l < L; ++l) {
              const a = g[l * nb + b], c = h[l * nb + b];
              if (c > 0) s += a * a / (c + growth.l2);
              const e = G[l] - a, f = H[l] - c;
              if (f > 1e-9) s += e * e / (f + growth.l2);
            }
            if (s - base > best[0]) best = [s - base, j, b];
          }
        }
        if (best[1] < 0) break;
        levels.push([best[1], best[2], best[0]]);
        for (let i = 0; i < n; ++i) if (codes[best[1]][i] > best[2]) leaf[i] |= L;
      }
      const D = levels.length, N = (1 << D) - 1;
      const feature = new Int32Array(N), threshold = new Float64Array(N), left = new Int32Array(N), right = new Int32Array(N);
      for (let d = 0; d < D; ++d) for (let l = 0; l < 1 << d; ++l) {
        const node = (1 << d) - 1 + l;
        feature[node] = levels[d][0]; threshold[node] = uppers[levels[d][0]][levels[d][1]];
        const next = (1 << (d + 1)) - 1;
        left[node] = d + 1 < D ? next + l : ~l;
        right[node] = d + 1 < D ? next + l + (1 << d) : ~(l + (1 << d));
      }
      return {tree: {feature, threshold, left, right, decision: new Uint8Array(N), value: new Float64Array(1 << D)}, leaf, rowsOf: () => new Uint32Array()};
    }
  };
};
