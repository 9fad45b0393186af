import type {HorizonRows, Prepared} from "./analysis.js";
import {horizonRows} from "./analysis.js";
import {coefficientRows} from "./coefficients.js";
import type {Figure, FigureOptions, HorizonFigures} from "./figures.js";
import {horizonFigures} from "./figures.js";
import {meanTest, neighbours, ninetyFive} from "./mean-test.js";
import {serialCoefficient} from "../information-coefficient.js";
import {forwardReturns} from "./signal-data.js";

/** The mean coefficient of a month or a year. */
export interface PeriodMean {
  /** `2016-05`, or `2016`. */
  readonly period: string;
  readonly mean: number;
  readonly rows: number;
}

/** The means of a series by calendar month or year (UTC); periods without a value are left out. */
export function periodMeans(times: Float64Array, series: Float64Array, by: "month" | "year"): readonly PeriodMean[] {
  const sums = new Map<string, [sum: number, rows: number]>();
  for (let t = 0; t < times.length; ++t) {
    if (!Number.isFinite(series[t])) continue;
    const date = new Date(times[t]);
    const year = String(date.getUTCFullYear()).padStart(4, "0");
    const period = by === "year" ? year : `${year}-${String(date.getUTCMonth() + 1).padStart(2, "0")}`;
    const [sum, rows] = sums.get(period) ?? [0, 0];
    sums.set(period, [sum + series[t], rows + 1]);
  }
  return Array.from(sums, ([period, [sum, rows]]) => ({period, mean: sum / rows, rows}));
}

/** The mean coefficient at one distance. */
export interface DecayPoint {
  readonly horizon: number;
  readonly ic: Figure;
  readonly low: Figure;
  readonly high: Figure;
  readonly rows: number;
}

/**
 * The mean coefficient with the returns of each horizon, and its 95 % interval by Newey and West's error. Of too few names
 * to rank on a row it is that of all cells at once, without an interval.
 */
export function decay(prepared: Prepared, horizons: readonly number[]): readonly DecayPoint[] {
  const {data, options, ranked, across} = prepared;
  return horizons.map((horizon) => {
    const outcome = forwardReturns(data, horizon, options.delay);
    const given = (value: number) => (Number.isFinite(value) ? value : null);
    if (!across) {
      const {rank, count} = serialCoefficient(ranked.signal, outcome);
      return {horizon, ic: given(rank), low: null, high: null, rows: count};
    }
    const {rank} = coefficientRows(ranked, outcome, options.fewest);
    const {mean, robustError, count} = meanTest(rank, neighbours(rank.length, horizon));
    const ends = [mean - ninetyFive * robustError, mean + ninetyFive * robustError] as const;
    return {horizon, ic: given(mean), low: given(ends[0]), high: given(ends[1]), rows: count};
  });
}

/** A whole evaluation, without rows: as JSON. */
export interface SignalFigures {
  /** Of names, rows and cells with a signal. */
  readonly names: number;
  readonly rows: number;
  readonly cells: number;
  /** Rows that have a signal, first and last, as epoch milliseconds; null where none has. */
  readonly from: number | null;
  readonly to: number | null;
  /** Whether names are ranked against one another; else each against its own past and future. */
  readonly across: boolean;
  readonly delay: number;
  readonly quantiles: number;
  readonly horizons: readonly HorizonFigures[];
  /** The first horizon's mean coefficients by calendar year. */
  readonly years: readonly PeriodMean[];
}

/** What a prepared signal and the rows of its horizons amount to. */
export function signalFiguresOf(
  prepared: Prepared,
  rows: readonly HorizonRows[],
  options: FigureOptions = {}
): SignalFigures {
  const {data, ranked, across} = prepared;
  const {delay, quantiles} = prepared.options;
  const {signal} = ranked;
  const names = data.symbols.length;
  const first = signal.findIndex((value) => !Number.isNaN(value));
  const last = signal.findLastIndex((value) => !Number.isNaN(value));
  const time = (cell: number) => (cell < 0 ? null : data.times[Math.floor(cell / names)]);
  return {
    names,
    rows: data.times.length,
    cells: ranked.counts.reduce((sum, count) => sum + count, 0),
    from: time(first),
    to: time(last),
    across,
    delay,
    quantiles,
    horizons: rows.map((each) => horizonFigures(prepared, each, options)),
    years: across && rows.length > 0 ? periodMeans(data.times, rows[0].coefficients.rank, "year") : []
  };
}

/** Everything at once, of all horizons. */
export function evaluateSignal(prepared: Prepared, options: FigureOptions = {}): SignalFigures {
  const rows = prepared.options.horizons.map((_, i) => horizonRows(prepared, i));
  return signalFiguresOf(prepared, rows, options);
}
