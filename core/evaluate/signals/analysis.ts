import type {CoefficientRows} from "./coefficients.js";
import {coefficientRows} from "./coefficients.js";
import {neighbours} from "./mean-test.js";
import {rankAutocorrelations, rankCorrelationBack, turnoverRows} from "./persistence.js";
import {portfolioRows, portfolioWeights} from "./portfolio.js";
import type {QuantileRows} from "./quantile-rows.js";
import {lessRowMeans, quantileRows, spreadRows} from "./quantile-rows.js";
import type {Ranked} from "./ranked.js";
import {groupsOf, hasUnsorted, quantileCodes, rankSignal, withoutRows} from "./ranked.js";
import type {Settled, SignalData, SignalOptions} from "./signal-data.js";
import {checkData, demeaned, forwardReturns, settled, usableSignal} from "./signal-data.js";

/** A signal ready to be held against what followed: sorted once, for every horizon. */
export interface Prepared {
  readonly data: SignalData;
  readonly options: Settled;
  /**
   * Whether names are ranked against one another on each row. Where there are fewer than `fewest`, each cell is ranked
   * among all cells of all rows instead, and what needs a row of names is not determined.
   */
  readonly across: boolean;
  readonly ranked: Ranked;
  /** T × N: the quantile of each cell, 0 where it has none. */
  readonly codes: Uint8Array;
  /** T × N: the weights of the long-short portfolio that follows the signal. */
  readonly weights: Float64Array;
  /** T × N for each horizon: the returns that followed. */
  readonly outcomes: readonly Float64Array[];
  /** The groups that there are, ascending; none where names have no groups. */
  readonly groups: readonly number[];
}

/** Sorts a signal and takes the returns of all horizons. Throws where data or options are invalid. */
export function prepareSignal(data: SignalData, given: SignalOptions = {}): Prepared {
  checkData(data);
  const options = settled(given, data);
  const {quantiles, complete} = options;
  const across = data.symbols.length >= options.fewest;
  const outcomes = options.horizons.map((horizon) => forwardReturns(data, horizon, options.delay));
  const signal = usableSignal(data, outcomes, complete);
  const by = {distinct: complete, ...(options.quantilesByGroup && {group: data.group})};
  let ranked = rankSignal(signal, across ? data.times.length : 1);
  const codes = quantileCodes(ranked, quantiles, across ? by : {});
  if (complete && hasUnsorted(ranked, codes)) ranked = withoutRows(ranked, codes);
  const weights = portfolioWeights(ranked, {longShort: true, equal: false});
  const groups = data.group ? groupsOf(data.group) : [];
  return {data, options, across, ranked, codes, weights, outcomes, groups};
}

/** All that one horizon has row by row; `NaN` where a row has none. */
export interface HorizonRows {
  readonly horizon: number;
  readonly coefficients: CoefficientRows;
  /** The coefficients with the returns less their group's mean; only where there are groups. */
  readonly neutral?: CoefficientRows;
  /** The coefficients within each group, in the order of the groups. */
  readonly byGroup: readonly CoefficientRows[];
  /** Less what is taken off. */
  readonly quantiles: QuantileRows;
  readonly spread: Float64Array;
  /** T × Q: the share of names that were not in the quantile a horizon before. */
  readonly turnover: Float64Array;
  /** Of the signal's ranks with those a horizon before. */
  readonly autocorrelation: Float64Array;
  /** What the portfolio that follows the signal earned. */
  readonly portfolio: Float64Array;
  /** The mean return of all names. */
  readonly all: Float64Array;
  /** How many neighbours errors allow for. */
  readonly lag: number;
}

/** Holds a signal against the returns of one of its horizons, the `i`-th. */
export function horizonRows(prepared: Prepared, i: number): HorizonRows {
  const {data, options, across, ranked, codes, weights, outcomes, groups} = prepared;
  const {horizons, fewest, quantiles, demean} = options;
  const {times, symbols, group} = data;
  const [rows, names] = [times.length, symbols.length];
  const horizon = horizons[i];
  const outcome = outcomes[i];
  const coefficients = coefficientRows(ranked, outcome, fewest);
  const neutralReturns = group && across ? demeaned(outcome, ranked.signal, names, group) : null;
  const plain = quantileRows(codes, outcome, rows, quantiles);
  const taken =
    demean === "none" || !across
      ? plain
      : demean === "row"
        ? lessRowMeans(plain)
        : quantileRows(codes, neutralReturns!, rows, quantiles);
  return {
    horizon,
    coefficients,
    ...(neutralReturns && {neutral: coefficientRows(ranked, neutralReturns, fewest)}),
    byGroup: across ? groups.map((of) => coefficientRows(ranked, outcome, fewest, {group, of})) : [],
    quantiles: taken,
    spread: spreadRows(taken),
    turnover: turnoverRows(codes, rows, quantiles, horizon),
    autocorrelation: across
      ? rankAutocorrelations(ranked, horizon)
      : Float64Array.of(rankCorrelationBack(ranked.ranks, horizon * names, rows * names, horizon * names)),
    portfolio: across ? portfolioRows(weights, outcome, rows) : new Float64Array(rows).fill(NaN),
    all: plain.all,
    lag: neighbours(rows, horizon)
  };
}
