import {random} from "../../base/random.js";
import type {HorizonRows, Prepared} from "./analysis.js";
import type {CoefficientRows} from "./coefficients.js";
import {whyNone} from "./coefficients.js";
import {breakEven, tradedRows} from "./costs.js";
import type {MeanTest} from "./mean-test.js";
import {known, meanTest, ninetyFive} from "./mean-test.js";
import {monotonicity} from "./monotonicity.js";
import {turnoverSeries} from "./persistence.js";
import {alphaBeta} from "./portfolio.js";
import {quantileTests} from "./quantile-rows.js";
import {throughTime} from "./through-time.js";

/** A number, or null where it is not determined; the reason stands in `reasons` under its path. */
export type Figure = number | null;

/** What the coefficients of a horizon amount to. */
export interface CoefficientFigures {
  /** How many rows have one. */
  readonly rows: number;
  readonly mean: Figure;
  /** Divisor n − 1. */
  readonly deviation: Figure;
  /** mean / deviation. */
  readonly ratio: Figure;
  /** As if rows had nothing to do with one another: what overlaps makes it too large. */
  readonly t: Figure;
  readonly p: Figure;
  /** Newey and West's. */
  readonly robustT: Figure;
  readonly robustP: Figure;
  /** m₃ / m₂^1.5 and m₄ / m₂² − 3. */
  readonly skewness: Figure;
  readonly kurtosis: Figure;
  /** The share of rows whose coefficient is above 0. */
  readonly positive: Figure;
}

/** A mean return, with the ends of its 95 % interval by Newey and West's error. */
export interface ReturnFigures {
  readonly rows: number;
  readonly mean: Figure;
  /** The plain error of the mean, as if rows had nothing to do with one another. */
  readonly error: Figure;
  readonly robustError: Figure;
  readonly low: Figure;
  readonly high: Figure;
  readonly t: Figure;
  readonly p: Figure;
}

/** What a signal said about the returns of one horizon. Returns are of the whole horizon. */
export interface HorizonFigures {
  readonly horizon: number;
  /** How many neighbouring rows errors allow for. */
  readonly lag: number;
  /** Cells with a signal and a return. */
  readonly cells: number;
  readonly ic: CoefficientFigures;
  /** Pearson's correlation in place of Spearman's. */
  readonly linear: CoefficientFigures;
  /** Of returns less their group's mean. */
  readonly neutral: CoefficientFigures | null;
  readonly groups: readonly {readonly group: number; readonly ic: CoefficientFigures}[];
  /** The rank correlation of all cells at once, of too few names to rank them on a row. */
  readonly throughTime: {readonly ic: Figure; readonly error: Figure; readonly t: Figure} | null;
  readonly quantiles: readonly ReturnFigures[];
  readonly spread: ReturnFigures;
  readonly monotonicity: {readonly order: Figure; readonly rising: Figure; readonly p: Figure};
  /** The mean share of each quantile's names that were not in it a horizon before. */
  readonly turnover: readonly Figure[];
  readonly autocorrelation: Figure;
  readonly costs: {
    /** What is traded for each unit of money on either side, each time the spread is made anew. */
    readonly traded: Figure;
    /** In basis points of the value traded. */
    readonly breakEven: Figure;
    /** The same of the lower end of the spread's 95 % interval. */
    readonly low: Figure;
  };
  readonly portfolio: {
    readonly mean: Figure;
    readonly t: Figure;
    readonly alpha: Figure;
    readonly alphaT: Figure;
    /** alpha compounded to a year. */
    readonly yearlyAlpha: Figure;
    readonly beta: Figure;
  };
  readonly reasons: Readonly<Record<string, string>>;
}

/** How figures are made of rows. */
export interface FigureOptions {
  /** The rows of a year; 252 where left out. */
  readonly periods?: number;
  /** Of the bootstrap; 1 where left out. */
  readonly seed?: number;
  /** How often the bootstrap draws; 1000 where left out, 0 for no test of monotonicity. */
  readonly draws?: number;
}

/** Turns the rows of a horizon into figures, each a number or null with its reason. */
export function horizonFigures(
  prepared: Prepared,
  rows: HorizonRows,
  {periods = 252, seed = 1, draws = 1000}: FigureOptions = {}
): HorizonFigures {
  const {across, data, options, groups, outcomes} = prepared;
  const {horizon, lag, coefficients, quantiles, turnover} = rows;
  const reasons: Record<string, string> = {};
  const names = data.symbols.length;
  const few = `there ${names === 1 ? "is one name" : `are ${names} names`}; ranks across names take ${options.fewest}`;
  const figure = (path: string, value: number, why: string): Figure => {
    if (Number.isFinite(value)) return value;
    reasons[path] = across ? why : few;
    return null;
  };
  const summary = (path: string, each: CoefficientRows, series: Float64Array) =>
    coefficientFigures(series, lag, (name, value) => figure(`${path}.${name}`, value, whyNone(each, series)));
  const tests = quantileTests(quantiles, lag);
  const spread = meanTest(rows.spread, lag);
  const traded = tradedRows(turnover, options.quantiles);
  const worth = breakEven(spread, traded);
  const order =
    draws > 0 ? monotonicity(quantiles, random(seed).fork(horizon), {block: Math.max(10, 2 * horizon), draws}) : null;
  const followed = meanTest(rows.portfolio, lag);
  const line = alphaBeta(rows.portfolio, rows.all, {horizon, periods, lag});
  const empty = "a quantile has no names with a return on any row";
  const noLine = "fewer than 3 rows have a portfolio's return, or all names earned the same on every row";
  const noTurnover = "no quantile has names on two rows a horizon apart";
  const outcome = outcomes[options.horizons.indexOf(horizon)];
  const serial = across ? null : throughTime(prepared.ranked.signal, outcome, names, horizon);
  return {
    horizon,
    lag,
    cells: coefficients.names.reduce((sum, count) => sum + count, 0),
    ic: summary("ic", coefficients, coefficients.rank),
    linear: summary("linear", coefficients, coefficients.linear),
    neutral: rows.neutral ? summary("neutral", rows.neutral, rows.neutral.rank) : null,
    groups: rows.byGroup.map((each, g) => ({group: groups[g], ic: summary(`groups.${g}`, each, each.rank)})),
    throughTime: serial && {
      ic: serialFigure(reasons, "throughTime.ic", serial.ic),
      error: serialFigure(reasons, "throughTime.error", serial.error),
      t: serialFigure(reasons, "throughTime.t", serial.ic / serial.error)
    },
    quantiles: tests.map((test, q) => returnFigures(reasons, `quantiles.${q}`, test, empty)),
    spread: returnFigures(reasons, "spread", spread, across ? empty : few),
    monotonicity: {
      order: figure("monotonicity.order", order?.order ?? NaN, order ? empty : "it was not asked for"),
      rising: figure("monotonicity.rising", order?.rising ?? NaN, order ? empty : "it was not asked for"),
      p: figure("monotonicity.p", order?.p ?? NaN, order ? empty : "it was not asked for")
    },
    turnover: tests.map((_, q) => {
      const {mean} = meanTest(turnoverSeries(turnover, options.quantiles, q + 1), 0);
      return figure(`turnover.${q}`, across ? mean : NaN, noTurnover);
    }),
    autocorrelation: figure("autocorrelation", meanTest(rows.autocorrelation, 0).mean, noTurnover),
    costs: {
      traded: figure("costs.traded", worth.traded, noTurnover),
      breakEven: figure("costs.breakEven", worth.cost * 1e4, spread.count === 0 ? empty : "nothing is traded"),
      low: figure("costs.low", worth.low * 1e4, spread.count < 2 ? empty : "nothing is traded")
    },
    portfolio: {
      mean: figure("portfolio.mean", followed.mean, "no row has a portfolio"),
      t: figure("portfolio.t", followed.robustT, "fewer than two rows have a portfolio, or its return never varies"),
      alpha: figure("portfolio.alpha", line.alpha, noLine),
      alphaT: figure("portfolio.alphaT", line.alpha / line.alphaError, noLine),
      yearlyAlpha: figure("portfolio.yearlyAlpha", line.yearly, noLine),
      beta: figure("portfolio.beta", line.beta, noLine)
    },
    reasons
  };
}

function serialFigure(reasons: Record<string, string>, path: string, value: number): Figure {
  if (Number.isFinite(value)) return value;
  reasons[path] = "signal or return does not vary, or too few cells have both";
  return null;
}

type Note = (name: string, value: number) => Figure;

function coefficientFigures(series: Float64Array, lag: number, figure: Note): CoefficientFigures {
  const values = known(series);
  const test = meanTest(series, lag);
  const {skewness, kurtosis} = shape(values, test.mean);
  const above = values.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0);
  return {
    rows: test.count,
    mean: figure("mean", test.mean),
    deviation: figure("deviation", test.deviation),
    ratio: figure("ratio", Number.isNaN(test.t) ? NaN : test.mean / test.deviation),
    t: figure("t", test.t),
    p: figure("p", test.p),
    robustT: figure("robustT", test.robustT),
    robustP: figure("robustP", test.robustP),
    skewness: figure("skewness", skewness),
    kurtosis: figure("kurtosis", kurtosis),
    positive: figure("positive", values.length > 1 ? above / values.length : NaN)
  };
}

function shape(values: Float64Array, mean: number): {skewness: number; kurtosis: number} {
  let [second, third, fourth] = [0, 0, 0];
  for (const value of values) {
    const square = (value - mean) * (value - mean);
    second += square / values.length;
    third += (square * (value - mean)) / values.length;
    fourth += (square * square) / values.length;
  }
  if (!(second > 1e-28)) return {skewness: NaN, kurtosis: NaN};
  return {skewness: third / (second * Math.sqrt(second)), kurtosis: fourth / (second * second) - 3};
}

function returnFigures(reasons: Record<string, string>, path: string, test: MeanTest, empty: string): ReturnFigures {
  const why = test.count === 0 ? empty : test.count === 1 ? "only one row has a return" : "the return never varies";
  const figure: Note = (name, value) => {
    if (Number.isFinite(value)) return value;
    reasons[`${path}.${name}`] = why;
    return null;
  };
  return {
    rows: test.count,
    mean: figure("mean", test.mean),
    error: figure("error", test.error),
    robustError: figure("robustError", test.robustError),
    low: figure("low", test.mean - ninetyFive * test.robustError),
    high: figure("high", test.mean + ninetyFive * test.robustError),
    t: figure("t", test.robustT),
    p: figure("p", test.robustP)
  };
}
