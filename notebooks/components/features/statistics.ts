import type {Column, Panel} from "../../../core/base/panel.js";
import {field, series} from "../../../core/base/panel.js";
import {deviation, mean, quantile} from "../../../core/base/stats.js";
import {serialError} from "../../../core/evaluate/autocorrelation.js";
import {
  fewestNames,
  informationCoefficients,
  serialCoefficient,
  summarise
} from "../../../core/evaluate/information-coefficient.js";
import {forwardReturn} from "../../../plugins/labels/forward-return.js";

/** How the values of a column are spread. */
export interface Spread {
  readonly count: number;
  /** Priced cells without a value, as a part of all priced cells. */
  readonly missing: number;
  /** Rows before the first value. */
  readonly warmUp: number;
  readonly mean: number;
  readonly deviation: number;
  readonly skewness: number;
  /** Excess kurtosis: 0 of a normal distribution. */
  readonly kurtosis: number;
  readonly low: number;
  readonly high: number;
  readonly values: Float64Array;
}

/** How a panel's column is spread over all cells that have a price. Moments have divisor n, as pandas' do not. */
export function spreadOf(panel: Panel, column: Column): Spread {
  const close = field(panel, "close");
  const n = panel.symbols.length;
  const priced = close.reduce((sum, price) => sum + (Number.isNaN(price) ? 0 : 1), 0);
  const values = column.filter((value, i) => Number.isFinite(value) && !Number.isNaN(close[i]));
  const first = column.findIndex(Number.isFinite);
  const m = mean(values);
  const d = deviation(values, 0);
  const moment = (k: number) => values.reduce((sum, value) => sum + ((value - m) / d) ** k, 0) / values.length;
  return {
    count: values.length,
    missing: 1 - values.length / priced,
    warmUp: first < 0 ? panel.times.length : Math.floor(first / n),
    mean: m,
    deviation: d,
    skewness: d > 0 ? moment(3) : NaN,
    kurtosis: d > 0 ? moment(4) - 3 : NaN,
    low: quantile(values, 0),
    high: quantile(values, 1),
    values
  };
}

/** How far ahead a feature is judged, in bars. */
export const horizons = [1, 2, 5, 10, 21, 63] as const;

/** A feature's rank correlation with the return over the next bars. */
export interface HorizonCoefficient {
  readonly horizon: number;
  readonly ic: number;
  /** What 19 of 20 features stay within that have nothing to do with what follows. */
  readonly band: number;
  /** Rows that it is taken over; of a panel, days. */
  readonly count: number;
}

/**
 * The rank correlation of a column with the return over each of the `horizons`, from the next close on. Of several
 * symbols it is the mean of the daily ones across them, with Newey and West's error over as many rows as outcomes
 * overlap; of one or few it is through time, with `serialError`.
 */
export function coefficientsByHorizon(panel: Panel, column: Column): readonly HorizonCoefficient[] {
  const few = panel.symbols.length < fewestNames;
  return horizons.map((horizon) => {
    const {y} = forwardReturn({horizon}).compute(panel);
    if (!few) {
      const daily = informationCoefficients(panel.times, column, y);
      const {mean: ic, t} = summarise(daily, horizon);
      return {horizon, ic, band: 1.96 * Math.abs(ic / t), count: daily.length};
    }
    const outcome = series({...panel, fields: {y}}, "y", 0);
    const signal = series({...panel, fields: {column}}, "column", 0);
    const {rank: ic, count} = serialCoefficient(signal, outcome);
    return {horizon, ic, band: 1.96 * serialError(signal, outcome, horizon), count};
  });
}
