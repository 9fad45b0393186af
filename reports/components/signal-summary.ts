import type {Panel} from "../../core/base/panel.js";
import {field} from "../../core/base/panel.js";
import type {Coefficient} from "../../core/evaluate/information-coefficient.js";
import {
  fewestNames,
  informationCoefficients,
  paired,
  serialCoefficient
} from "../../core/evaluate/information-coefficient.js";
import {horizonRows, prepareSignal} from "../../core/evaluate/signals/analysis.js";
import type {DecayPoint} from "../../core/evaluate/signals/evaluation.js";
import {decay} from "../../core/evaluate/signals/evaluation.js";
import type {HorizonFigures} from "../../core/evaluate/signals/figures.js";
import {horizonFigures} from "../../core/evaluate/signals/figures.js";

/** How a signal relates to what followed it. */
export interface SignalSummary {
  /** Whether it is of too few names to rank them on a row, and is held against outcomes through time. */
  readonly single: boolean;
  /** Daily coefficients across names; of few names the coefficient of all cells of the last `window` rows. */
  readonly coefficients: readonly Coefficient[];
  /** Figures at the usual horizons, of returns from the next row on. */
  readonly horizons: readonly HorizonFigures[];
  /** The mean coefficient with the returns of more and more rows. */
  readonly decay: readonly DecayPoint[];
  /** The cells that have both signal and label: of a panel of many, an even sample of them. */
  readonly points: readonly {readonly signal: number; readonly label: number}[];
}

/** Rows over which the coefficient of few names is taken. */
export const window = 126;

const fading = [1, 2, 3, 5, 7, 10, 15, 21, 31, 42];
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
  const prepared = prepareSignal({times, symbols, signal, price: field(panel, "close")}, {fewest: fewestNames});
  const horizons = prepared.options.horizons.map((_, i) =>
    horizonFigures(prepared, horizonRows(prepared, i), {draws: 0})
  );
  return {
    single,
    coefficients: single ? rolling(times, signal, label) : informationCoefficients(times, signal, label),
    horizons,
    decay: decay(prepared, fading),
    points
  };
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
