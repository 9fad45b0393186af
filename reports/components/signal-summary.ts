import type {Panel} from "../../core/base/panel.js";
import {field} from "../../core/base/panel.js";
import type {Coefficient} from "../../core/evaluate/information-coefficient.js";
import {
  fewestNames,
  informationCoefficients,
  paired,
  serialCoefficient
} from "../../core/evaluate/information-coefficient.js";
import type {QuantileReturn} from "../../core/evaluate/quantiles.js";
import {quantileReturns} from "../../core/evaluate/quantiles.js";
import {mean} from "../../core/base/stats.js";

/** How a signal relates to what followed it. */
export interface SignalSummary {
  /** Whether it is of too few names to rank them on a row, and is held against outcomes through time. */
  readonly single: boolean;
  /** Daily coefficients across names; of few names the coefficient of all cells of the last `window` rows. */
  readonly coefficients: readonly Coefficient[];
  readonly quantiles: readonly QuantileReturn[];
  /** The rank coefficient of the signal with the return of the next h rows. */
  readonly decay: readonly {readonly rows: number; readonly ic: number}[];
  /** The cells that have both signal and label: of a panel of many, an even sample of them. */
  readonly points: readonly {readonly signal: number; readonly label: number}[];
}

/** Rows over which the coefficient of few names is taken. */
export const window = 126;

const horizons = [1, 2, 3, 5, 10, 15, 21];
const mostPoints = 2000;
const mostCoefficients = 1500;

/** Summarises a signal (T × N) against its label and against the returns that followed at other distances. */
export function summariseSignal(panel: Panel, signal: Float64Array, label: Float64Array): SignalSummary {
  const {times, symbols} = panel;
  const single = symbols.length < fewestNames;
  const [x, y] = paired(signal, label);
  const stride = Math.max(1, Math.ceil(x.length / mostPoints));
  const points = [];
  for (let i = 0; i < x.length; i += stride) points.push({signal: x[i], label: y[i]});
  const close = field(panel, "close");
  const decay = horizons.map((rows) => {
    const later = forward(close, symbols.length, rows);
    const ic = single
      ? serialCoefficient(signal, later).rank
      : mean(informationCoefficients(times, signal, later).map((c) => c.ic));
    return {rows, ic};
  });
  return {
    single,
    coefficients: single ? rolling(times, signal, label) : informationCoefficients(times, signal, label),
    quantiles: quantileReturns(times.length, signal, label),
    decay,
    points
  };
}

/** close[t + rows] / close[t] − 1. */
function forward(close: Float64Array, n: number, rows: number): Float64Array {
  return close.map((price, cell) => (cell + rows * n < close.length ? close[cell + rows * n] / price - 1 : NaN));
}

/** A coefficient on each row or, of very many, an even sample of them; where half of the cells before are known. */
function rolling(times: Float64Array, signal: Float64Array, label: Float64Array): Coefficient[] {
  const n = signal.length / times.length;
  const fewest = n === 1 ? window : (window * n) / 2;
  const out: Coefficient[] = [];
  const stride = n === 1 ? 1 : Math.max(1, Math.ceil(times.length / mostCoefficients));
  for (let i = window; i <= times.length; i += stride) {
    const cut = (column: Float64Array) => column.subarray((i - window) * n, i * n);
    const {rank, count} = serialCoefficient(cut(signal), cut(label));
    if (count >= fewest && !Number.isNaN(rank)) out.push({t: times[i - 1], ic: rank, names: n});
  }
  return out;
}
