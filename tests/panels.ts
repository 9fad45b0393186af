import type {Panel} from "../core/base/panel.js";
import {random} from "../core/base/random.js";

/** Seeded random bars with a signal: some cells missing, and the last symbol gone for good before the end. */
export function randomPanel({rows = 460, symbols = 5, seed = 7, gaps = true} = {}): Panel {
  const r = random(seed);
  const size = rows * symbols;
  const columns = Array.from({length: 6}, () => new Float64Array(size).fill(NaN));
  const [open, high, low, close, volume, signal] = columns;
  const last = new Float64Array(symbols).fill(100);
  for (let i = 0; i < size; ++i) {
    const s = i % symbols;
    signal[i] = r.uniform() < 0.05 ? NaN : 0.01 * r.normal();
    const before = last[s];
    last[s] *= 1 + 0.02 * r.normal();
    const missing = gaps && ((s === 2 && r.uniform() < 0.02) || (s === symbols - 1 && s > 0 && i > 0.9 * size));
    if (missing) continue;
    open[i] = before * (1 + 0.005 * r.normal());
    close[i] = last[s];
    high[i] = Math.max(open[i], close[i]) * (1 + 0.005 * r.uniform());
    low[i] = Math.min(open[i], close[i]) * (1 - 0.005 * r.uniform());
    volume[i] = Math.round(1e6 * (0.5 + r.uniform()));
  }
  return {
    times: Float64Array.from({length: rows}, (_, i) => Date.UTC(2020, 0, 1 + i)),
    symbols: Array.from({length: symbols}, (_, s) => `S${s}`),
    fields: {open, high, low, close, volume, signal}
  };
}
