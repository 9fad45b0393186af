import type {Panel} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";

/** What a made-up market is like. */
export interface MarketOptions {
  readonly rows?: number;
  readonly symbols?: number;
  readonly seed?: number | string;
  /** How much of a symbol's own deviation its signal foretells of the next bar. */
  readonly skill?: number;
  /** How much of a signal is left on the next bar. */
  readonly memory?: number;
  /** The market's return a bar, and its deviation. */
  readonly drift?: number;
  readonly deviation?: number;
  /** The deviation of a symbol's own returns. */
  readonly own?: number;
  /** Whether the market falls by more than a third in the middle. */
  readonly crisis?: boolean;
  /** Whether a bar is a weekday or a week. */
  readonly bar?: "day" | "week";
  /** Changes a close-to-close return. */
  readonly change?: (value: number, row: number, symbol: number) => number;
}

/**
 * Daily bars of symbols that share a market, each with a signal that foretells the part `skill` of its own next return.
 * The field `signal` is what is known at each close.
 */
export function market({
  rows = 2520,
  symbols = 8,
  seed = 1,
  skill = 0,
  memory = 0.95,
  drift = 0.0003,
  deviation = 0.008,
  own = 0.012,
  crisis = true,
  bar = "day",
  change = (value) => value
}: MarketOptions = {}): Panel {
  const r = random(seed);
  const size = rows * symbols;
  const [open, high, low, close, volume, signal] = Array.from({length: 6}, () => new Float64Array(size));
  const level = new Float64Array(symbols).fill(100);
  const state = Float64Array.from({length: symbols}, () => r.normal());
  for (let i = 0; i < rows; ++i) {
    const bad = crisis && i >= rows * 0.4 && i < rows * 0.4 + 50;
    const common = drift + deviation * r.normal() - (bad ? 0.012 : 0);
    for (let s = 0; s < symbols; ++s) {
      const cell = i * symbols + s;
      const before = level[s];
      const value = i === 0 ? 0 : change(common + own * (skill * state[s] + r.normal()), i, s);
      level[s] *= 1 + value;
      open[cell] = before * (1 + 0.001 * r.normal());
      close[cell] = level[s];
      high[cell] = Math.max(open[cell], close[cell]) * (1 + 0.003 * r.uniform());
      low[cell] = Math.min(open[cell], close[cell]) * (1 - 0.003 * r.uniform());
      volume[cell] = Math.round(1e6 * (0.5 + r.uniform()));
      state[s] = memory * state[s] + Math.sqrt(1 - memory * memory) * r.normal();
      signal[cell] = state[s];
    }
  }
  return {
    times: bar === "day" ? days(rows) : Float64Array.from({length: rows}, (_, i) => Date.UTC(2010, 0, 4 + 7 * i)),
    symbols: Array.from({length: symbols}, (_, s) => `S${s}`),
    fields: {open, high, low, close, volume, signal}
  };
}

/** Labels of so many weekdays from 2010 on. */
export function days(rows: number): Float64Array {
  const out = new Float64Array(rows);
  let t = Date.UTC(2010, 0, 4);
  for (let i = 0; i < rows; ++i) {
    out[i] = t;
    t += new Date(t).getUTCDay() === 5 ? 3 * 86_400_000 : 86_400_000;
  }
  return out;
}

/** The panel with other weights to hold, by row and symbol, in the field `weight`; `NaN` leaves a symbol alone. */
export function withWeights(panel: Panel, weight: (row: number, symbol: number) => number): Panel {
  const n = panel.symbols.length;
  const column = panel.fields.close.map((_, i) => weight(Math.floor(i / n), i % n));
  return {...panel, fields: {...panel.fields, weight: column}};
}

/** The panel with its prices changed in place of a copy: each cell's factor on open, high, low and close. */
export function withFactor(panel: Panel, factor: (row: number, symbol: number) => number): Panel {
  const n = panel.symbols.length;
  const fields = {...panel.fields};
  for (const name of ["open", "high", "low", "close"])
    fields[name] = fields[name].map((value, i) => value * factor(Math.floor(i / n), i % n));
  return {...panel, fields};
}
