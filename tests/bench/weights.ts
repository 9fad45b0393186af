import {random} from "../../core/base/random.js";
import type {Column, Panel} from "../../core/base/panel.js";
import {field} from "../../core/base/panel.js";

/** The weights of a book that on each row is long the k symbols of the highest signal and short the k lowest, half each. */
export function longShortDaily(panel: Panel, k: number): Column {
  return byRow(panel, (row, ranked) => {
    for (const s of ranked.subarray(0, k)) row[s] = -0.5 / k;
    for (const s of ranked.subarray(ranked.length - k)) row[s] = 0.5 / k;
  });
}

/** On the first row of each month the k symbols of the highest signal, in equal parts of 95 %; `NaN` on all other rows. */
export function topKMonthly(panel: Panel, k: number): Column {
  let month = -1;
  return byRow(panel, (row, ranked, t) => {
    const now = new Date(t).getUTCMonth();
    if (now === month) return void row.fill(NaN);
    month = now;
    for (const s of ranked.subarray(ranked.length - k)) row[s] = 0.95 / k;
  });
}

/** Fills each row, given as zeros, from its symbols in ascending order of the signal. */
function byRow(panel: Panel, fill: (row: Float64Array, ranked: Uint32Array, t: number) => void): Column {
  const n = panel.symbols.length;
  const signal = field(panel, "signal");
  const out = new Float64Array(signal.length);
  const places = Uint32Array.from({length: n}, (_, s) => s);
  for (let i = 0; i < panel.times.length; ++i) {
    const scores = signal.subarray(i * n, (i + 1) * n);
    const ranked = places.slice().sort((a, b) => scores[a] - scores[b] || a - b);
    fill(out.subarray(i * n, (i + 1) * n), ranked, panel.times[i]);
  }
  return out;
}

/** Prices that walk, and on every row weights for a fifth of the symbols, drawn at random: made quickly, of any size. */
export function walkWithWeights(rows: number, names: number): Panel {
  const stream = random(7);
  const size = rows * names;
  const close = new Float64Array(size);
  const weight = new Float64Array(size);
  const volume = new Float64Array(size).fill(1e9);
  for (let cell = 0; cell < size; ++cell) {
    const before = cell < names ? 100 : close[cell - names];
    close[cell] = before * (0.99 + 0.02 * stream.uniform());
    const draw = stream.uniform();
    weight[cell] = draw < 0.1 ? -5 / names : draw > 0.9 ? 5 / names : 0;
  }
  const times = Float64Array.from({length: rows}, (_, i) => Date.UTC(2000, 0, 3) + i * 86_400_000);
  const symbols = Array.from({length: names}, (_, s) => `S${s}`);
  return {times, symbols, fields: {open: close, high: close, low: close, close, volume, weight}};
}
