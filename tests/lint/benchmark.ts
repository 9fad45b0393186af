import type {Panel} from "../../core/base/panel.js";

/** The level of all symbols in equal parts, from 100. */
export function meanLevel({times, symbols, fields: {close}}: Panel): Float64Array {
  const n = symbols.length;
  let level = 100;
  return Float64Array.from(times, (_, i) => {
    let [sum, count] = [0, 0];
    for (let s = 0; i > 0 && s < n; ++s) {
      const value = close[i * n + s] / close[(i - 1) * n + s] - 1;
      if (Number.isFinite(value)) [sum, count] = [sum + value, count + 1];
    }
    if (count > 0) level *= 1 + sum / count;
    return level;
  });
}
