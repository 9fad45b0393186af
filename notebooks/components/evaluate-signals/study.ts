import type {Panel} from "../../../core/base/panel.js";
import {field, series} from "../../../core/base/panel.js";
import type {HorizonRows, Prepared} from "../../../core/evaluate/signals/analysis.js";
import {horizonRows, prepareSignal} from "../../../core/evaluate/signals/analysis.js";
import {spreadAfter, tradedRows} from "../../../core/evaluate/signals/costs.js";
import type {DecayPoint} from "../../../core/evaluate/signals/evaluation.js";
import {decay} from "../../../core/evaluate/signals/evaluation.js";
import type {EventStudy} from "../../../core/evaluate/signals/event-study.js";
import {eventStudy} from "../../../core/evaluate/signals/event-study.js";
import type {HorizonFigures} from "../../../core/evaluate/signals/figures.js";
import {horizonFigures} from "../../../core/evaluate/signals/figures.js";
import {cumulativeReturns} from "../../../core/evaluate/signals/quantile-rows.js";
import {quantileCodes, rankSignal} from "../../../core/evaluate/signals/ranked.js";
import {demeaned, forwardReturns} from "../../../core/evaluate/signals/signal-data.js";
import {rollingDeviation} from "../../../core/base/rolling.js";
import type {CostPoint} from "../../../reports/components/signal-quantiles.js";

/** What the reader has chosen. */
export interface Choice {
  /** The horizon that the charts are of. */
  readonly horizon: number;
  readonly quantiles: number;
  readonly delay: number;
  /** A number for the group of each cell; null for no groups. */
  readonly group: Float64Array | null;
  /** The rows of a year. */
  readonly periods: number;
}

/** A signal evaluated as the reader has chosen: rows and figures of the chosen horizon, and figures of the usual ones. */
export interface Study {
  readonly prepared: Prepared;
  readonly rows: HorizonRows;
  readonly figures: HorizonFigures;
  /** Of the usual horizons and the chosen one, ascending. */
  readonly all: readonly HorizonFigures[];
  /** T × Q: what 1 put into each quantile grows to. */
  readonly grown: Float64Array;
  /** How long it took, milliseconds. */
  readonly milliseconds: number;
}

/** Horizons whose figures stand side by side. */
export const usualHorizons = [1, 5, 10, 21] as const;

/** Evaluates a signal (T × N) against a panel's closes. */
export function studySignal(panel: Panel, signal: Float64Array, choice: Choice): Study {
  const start = performance.now();
  const {horizon, quantiles, delay, group, periods} = choice;
  const horizons = [...new Set([...usualHorizons, horizon])].sort((a, b) => a - b);
  const {times, symbols} = panel;
  const data = {times, symbols, signal, price: field(panel, "close"), ...(group && {group})};
  const prepared = prepareSignal(data, {horizons, quantiles, delay, ...(group && {demean: "group" as const})});
  const every = horizons.map((_, i) => horizonRows(prepared, i));
  const all = every.map((each) =>
    horizonFigures(prepared, each, {periods, draws: each.horizon === horizon ? 1000 : 0})
  );
  const at = horizons.indexOf(horizon);
  const single = forwardReturns(data, 1, delay);
  const beyond = prepared.across
    ? demeaned(single, prepared.ranked.signal, symbols.length, group ?? undefined)
    : single;
  const grown = cumulativeReturns(prepared.codes, beyond, times.length, quantiles, horizon);
  return {prepared, rows: every[at], figures: all[at], all, grown, milliseconds: performance.now() - start};
}

/** How the coefficient fades, at horizons that the panel has room for. */
export function fading({prepared}: Study): readonly DecayPoint[] {
  const room = prepared.data.times.length / 4;
  return decay(
    prepared,
    [1, 2, 3, 5, 7, 10, 15, 21, 31, 42, 63].filter((horizon) => horizon < room)
  );
}

/** What prices did from ten rows before a signal to a month after it. */
export function around({prepared}: Study): EventStudy {
  const {data, codes, options, across} = prepared;
  return eventStudy(data, codes, options.quantiles, {before: 10, after: 21, demean: across});
}

/** The spread at costs up to twice the one that it dies at, or to 30 basis points. */
export function byCost({rows, figures, prepared}: Study, cost: number): readonly CostPoint[] {
  const {quantiles} = prepared.options;
  const traded = tradedRows(rows.turnover, quantiles);
  const most = Math.max(10, 1.2 * cost, Math.min(200, 2 * (figures.costs.breakEven ?? 15)));
  return Array.from({length: 41}, (_, i) => {
    const points = Math.round((10 * most * i) / 40) / 10;
    return {points, spread: spreadAfter(rows.spread, traded, points / 1e4, rows.lag)};
  });
}

/** Thirds of a panel's names by how much their prices moved over the last three months: 1 the calmest, `NaN` until known. */
export function volatilityThirds(panel: Panel): Float64Array {
  const n = panel.symbols.length;
  const out = new Float64Array(panel.times.length * n).fill(NaN);
  for (let s = 0; s < n; ++s) {
    const close = series(panel, "close", s);
    const returns = close.map((price, t) => (t > 0 ? price / close[t - 1] - 1 : NaN));
    const moved = rollingDeviation(returns, 63, 1);
    for (let t = 0; t < moved.length; ++t) out[t * n + s] = moved[t];
  }
  const codes = quantileCodes(rankSignal(out, panel.times.length), 3);
  return Float64Array.from(codes, (code) => code || NaN);
}
