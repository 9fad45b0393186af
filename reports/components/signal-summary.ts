import type {Panel} from "../../core/base/panel.js";
import {field} from "../../core/base/panel.js";
import type {Coefficient} from "../../core/evaluate/information-coefficient.js";
import {informationCoefficients, paired, serialCoefficient} from "../../core/evaluate/information-coefficient.js";
import type {QuantileReturn} from "../../core/evaluate/quantiles.js";
import {quantileReturns} from "../../core/evaluate/quantiles.js";
import {mean} from "../../core/base/stats.js";

/** How a signal relates to what followed it. */
export interface SignalSummary {
  /** Whether it is one name's, through time, or ranks many names on each day. */
  readonly single: boolean;
  /** Daily coefficients across names; of a single name its coefficient over the last `window` rows, on each row. */
  readonly coefficients: readonly Coefficient[];
  readonly quantiles: readonly QuantileReturn[];
  /** The rank coefficient of the signal with the return of the next h rows. */
  readonly decay: readonly {readonly rows: number; readonly ic: number}[];
  /** The cells that have both signal and label: of a panel of many, an even sample of them. */
  readonly points: readonly {readonly signal: number; readonly label: number}[];
}

/** Rows over which a single name's coefficient is taken. */
export const window = 126;

const horizons = [1, 2, 3, 5, 10, 15, 21];
const mostPoints = 2000;

/** Summarises a signal (T × N) against its label and against the returns that followed at other distances. */
export function summariseSignal(panel: Panel, signal: Float64Array, label: Float64Array): SignalSummary {
  const {times, symbols} = panel;
  const single = symbols.length === 1;
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

function rolling(times: Float64Array, signal: Float64Array, label: Float64Array): Coefficient[] {
  const out: Coefficient[] = [];
  for (let i = window; i <= times.length; ++i) {
    const {rank, count} = serialCoefficient(signal.subarray(i - window, i), label.subarray(i - window, i));
    if (count === window && !Number.isNaN(rank)) out.push({t: times[i - 1], ic: rank, names: 1});
  }
  return out;
}
