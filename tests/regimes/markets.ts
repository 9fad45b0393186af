import type {Panel} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import {regimes} from "../../core/regimes/states.js";

/** Daily log returns in units of 1 %: mean, deviation, and the correlation of one with the next. */
const kinds: Readonly<Record<(typeof regimes)[number], readonly [mean: number, deviation: number, momentum: number]>> =
  {
    "trend up": [0.25, 0.9, 0],
    "trend down": [-0.25, 1.1, 0],
    "mean reversion": [0, 1, -0.45],
    "high volatility": [0, 2.5, 0],
    "low volatility": [0, 0.4, 0],
    sideways: [0, 1, 0]
  };

/** A seeded price whose regime is known on each row; each lasts `spell` rows on average and any other follows it. */
export function knownRegimes({seed = 1, rows = 12_000, spell = 120} = {}) {
  const r = random(seed);
  const path = new Uint8Array(rows);
  const close = new Float64Array(rows);
  let [now, left, level, before] = [regimes.indexOf("sideways"), spell, Math.log(100), 0];
  for (let i = 0; i < rows; ++i) {
    if (left-- <= 0) {
      now = (now + 1 + r.integer(5)) % 6;
      left = Math.round(spell * (0.6 + 0.8 * r.uniform()));
    }
    const [mean, deviation, momentum] = kinds[regimes[now]];
    before = momentum * before + Math.sqrt(1 - momentum * momentum) * deviation * r.normal();
    level += (mean + before) / 100;
    path[i] = now;
    close[i] = Math.exp(level);
  }
  return {path, close};
}

/** The panel of one symbol's closes, its bars without a range and its volume always another, a row for each day. */
export function closesPanel(close: Float64Array): Panel {
  return {
    times: Float64Array.from(close, (_, i) => Date.UTC(2010, 0, 1 + i)),
    symbols: ["A"],
    fields: {open: close, high: close, low: close, close, volume: close.map((_, i) => 1e6 + i)}
  };
}

/** How often each regime (rows) was called each of the six (columns). */
export function confusion(path: ArrayLike<number>, state: Float64Array): number[][] {
  const counts = regimes.map(() => regimes.map(() => 0));
  for (let i = 0; i < state.length; ++i) if (!Number.isNaN(state[i])) ++counts[path[i]][state[i]];
  return counts;
}

/** The mean over the regimes of the share of their rows that were called by their name. */
export function balancedAccuracy(counts: readonly (readonly number[])[]): number {
  const shares = counts.map((row, k) => row[k] / row.reduce((sum, count) => sum + count, 0));
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

export const day = 864e5;
export const week = 7 * day;

/** Bars of every calendar day, of the daily log returns given, from a Monday on; the same for each symbol but for noise. */
export function daily(returns: readonly number[], symbols = 1): Panel {
  const r = random(2);
  const n = symbols;
  const close = new Float64Array(returns.length * n);
  for (let s = 0; s < n; ++s) {
    let level = 5;
    returns.forEach((value, i) => (close[i * n + s] = Math.exp((level += value + 0.004 * r.normal()))));
  }
  const times = Float64Array.from(returns, (_, i) => Date.UTC(2018, 0, 1) + i * day);
  const open = close.map((c, i) => (i < n ? c : close[i - n]));
  const high = close.map((c, i) => 1.001 * Math.max(c, open[i]));
  const low = close.map((c, i) => 0.999 * Math.min(c, open[i]));
  const volume = close.map(() => Math.round(1e6 * (1 + r.uniform())));
  return {times, symbols: Array.from({length: n}, (_, s) => `S${s}`), fields: {open, high, low, close, volume}};
}

/** The weeks of daily bars, labelled with their Mondays, and only those that are over. */
export function weekly(panel: Panel): Panel {
  const n = panel.symbols.length;
  const weeks = Math.floor(panel.times.length / 7);
  const from = (name: string, figure: (values: readonly number[]) => number) =>
    Float64Array.from({length: weeks * n}, (_, cell) => {
      const [w, s] = [Math.floor(cell / n), cell % n];
      return figure(Array.from({length: 7}, (_, k) => panel.fields[name][(7 * w + k) * n + s]));
    });
  return {
    times: Float64Array.from({length: weeks}, (_, w) => panel.times[0] + w * week),
    symbols: panel.symbols,
    fields: {
      open: from("open", (values) => values[0]),
      high: from("high", (values) => Math.max(...values)),
      low: from("low", (values) => Math.min(...values)),
      close: from("close", (values) => values[6]),
      volume: from("volume", (values) => values.reduce((a, b) => a + b))
    }
  };
}
