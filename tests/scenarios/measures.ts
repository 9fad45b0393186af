import type {Panel} from "../../core/base/panel.js";
import {field, series} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import {correlation, deviation, mean} from "../../core/base/stats.js";

/** Seeded bars of symbols with betas from 0.5 to 1.5, and with `gaps` bars missing here and there. */
export function market({rows = 400, symbols = 6, seed = 3, gaps = false} = {}): Panel {
  const r = random(seed);
  const size = rows * symbols;
  const columns = Array.from({length: 5}, () => new Float64Array(size).fill(NaN));
  const [open, high, low, close, volume] = columns;
  const last = Float64Array.from({length: symbols}, (_, s) => 20 * (s + 1));
  for (let row = 0; row < rows; ++row) {
    const common = 0.01 * r.normal();
    for (let s = 0; s < symbols; ++s) {
      const cell = row * symbols + s;
      const before = last[s];
      last[s] *= Math.exp((0.5 + s / Math.max(1, symbols - 1)) * common + 0.012 * r.normal());
      const [first, above, below, traded] = [r.normal(), r.uniform(), r.uniform(), r.uniform()];
      if (gaps && r.uniform() < 0.05) continue;
      open[cell] = before * (1 + 0.003 * first);
      close[cell] = last[s];
      high[cell] = Math.max(open[cell], close[cell]) * (1 + 0.004 * above);
      low[cell] = Math.min(open[cell], close[cell]) * (1 - 0.004 * below);
      volume[cell] = Math.round(1e5 * (0.5 + traded));
    }
  }
  return {
    times: Float64Array.from({length: rows}, (_, i) => Date.UTC(2015, 0, 1 + i)),
    symbols: Array.from({length: symbols}, (_, s) => `S${s}`),
    fields: {open, high, low, close, volume}
  };
}

/** One symbol's log returns from close to close, on rows `from` … `to`; `NaN` where either is missing. */
export function closeReturns(panel: Panel, symbol: number, from = 1, to = panel.times.length - 1): Float64Array {
  const close = series(panel, "close", symbol);
  return Float64Array.from({length: to - from + 1}, (_, k) => Math.log(close[from + k] / close[from + k - 1]));
}

/** Two panels' ratio of a field on a row, the same for all symbols that have it; `NaN` where it is not. */
export function ratio(after: Panel, before: Panel, name: string, row: number): number {
  const n = before.symbols.length;
  const of = Array.from({length: n}, (_, s) => field(after, name)[row * n + s] / field(before, name)[row * n + s]);
  const known = of.filter((value) => !Number.isNaN(value));
  return known.every((value) => Math.abs(value / known[0] - 1) < 1e-9) ? known[0] : NaN;
}

/** The mean over pairs of symbols of Pearson's correlation of returns on the rows that both have. */
export function averagePair(panel: Panel, from: number, to: number): number {
  const all = panel.symbols.map((_, s) => closeReturns(panel, s, from, to));
  const pairs = all.flatMap((x, i) =>
    all.slice(i + 1).map((y) => {
      const both = Array.from(x.keys()).filter((k) => !Number.isNaN(x[k] + y[k]));
      return correlation(
        both.map((k) => x[k]),
        both.map((k) => y[k])
      );
    })
  );
  return mean(pairs);
}

/** The deviation of a symbol's returns that are known. */
export function spread(returns: Float64Array): number {
  return deviation(returns.filter((value) => !Number.isNaN(value)));
}

/** The Gaussian log likelihood of returns less their mean under a GARCH(1,1) with long-run variance `variance`. */
export function likelihood(
  returns: Float64Array,
  centre: number,
  variance: number,
  alpha: number,
  beta: number
): number {
  let h = variance;
  let sum = 0;
  for (const value of returns) {
    const e = value - centre;
    sum -= 0.5 * (Math.log(h) + (e * e) / h);
    h = (1 - alpha - beta) * variance + alpha * e * e + beta * h;
  }
  return sum;
}
