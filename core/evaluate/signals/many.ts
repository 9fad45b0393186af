import type {Correction} from "../overfitting/discoveries.js";
import {discoveries, twoSided} from "../overfitting/discoveries.js";
import {coefficientRows, whyNone} from "./coefficients.js";
import {meanTest, neighbours} from "./mean-test.js";
import {rankSignal} from "./ranked.js";
import type {SignalData, SignalOptions} from "./signal-data.js";
import {checkData, forwardReturns, settled, usableSignal} from "./signal-data.js";
import {throughTime} from "./through-time.js";

/** What one of many signals knew of the returns over one horizon. `null` where a figure is not determined. */
export interface SignalTest {
  readonly name: string;
  readonly horizon: number;
  /** Rows that have a coefficient; of too few names to rank on a row, cells that have signal and return. */
  readonly rows: number;
  /** The mean of the rows' rank correlations; of too few names that of all cells at once. */
  readonly ic: number | null;
  /** The mean over the deviation of a row; null of too few names. */
  readonly ratio: number | null;
  /** By an error that allows for neighbours: Newey and West's, and of too few names that of `throughTime`. */
  readonly t: number | null;
  readonly p: number | null;
  /** Why there is no test. */
  readonly reason?: string;
}

/** A test among many. */
export interface CorrectedTest extends SignalTest {
  /** The p-value put right for the number of tests (see `Discoveries`); null where there was no test. */
  readonly q: number | null;
  /** Whether that is at most the level. */
  readonly found: boolean;
}

/** Many tests, and what their number leaves of them. */
export interface ManySignals {
  readonly correction: Correction;
  readonly level: number;
  /** How many tests were counted: those that have a p-value. */
  readonly counted: number;
  /** How many are below the level by their own p-value, and by the corrected one. */
  readonly alone: number;
  readonly found: number;
  /** The share of tests without anything to find, as `storey` estimates it; 1 for any other. */
  readonly nulls: number;
  /** The surest first, those without a test last. */
  readonly tests: readonly CorrectedTest[];
}

/** What signals are held against, once for all of them. */
export interface Outcomes {
  /** Whether names are ranked against one another on each row. */
  readonly across: boolean;
  readonly delay: number;
  readonly horizons: readonly number[];
  /** Tests a signal (T × N) at every horizon. */
  test(name: string, signal: Float64Array): readonly SignalTest[];
}

/** Takes the returns of all horizons, to hold many signals against. Throws where data or options are invalid. */
export function outcomesFor(market: Omit<SignalData, "signal" | "group">, options: SignalOptions = {}): Outcomes {
  const data = {...market, signal: market.price};
  checkData(data);
  const {horizons, delay, fewest} = settled(options, {});
  const names = market.symbols.length;
  const rows = market.times.length;
  const across = names >= fewest;
  const outcomes = horizons.map((horizon) => forwardReturns(data, horizon, delay));
  const rowByRow = (name: string, signal: Float64Array): readonly SignalTest[] => {
    const ranked = rankSignal(signal, rows);
    return horizons.map((horizon, h) => {
      const coefficients = coefficientRows(ranked, outcomes[h], fewest);
      const {count, mean, deviation, robustT, robustP} = meanTest(coefficients.rank, neighbours(rows, horizon));
      const reason = whyNone(coefficients, coefficients.rank);
      return tested({name, horizon, rows: count}, {ic: mean, ratio: mean / deviation, t: robustT, p: robustP}, reason);
    });
  };
  const atOnce = (name: string, signal: Float64Array): readonly SignalTest[] =>
    horizons.map((horizon, h) => {
      const {ic, error, cells} = throughTime(signal, outcomes[h], names, horizon);
      const t = ic / error;
      const reason = "signal or return does not vary, or too few cells have both";
      return tested({name, horizon, rows: cells}, {ic, ratio: NaN, t, p: twoSided(t)}, reason);
    });
  return {
    across,
    delay,
    horizons,
    test(name, given) {
      checkData({...data, signal: given});
      const signal = usableSignal({...data, signal: given}, [], false);
      return across ? rowByRow(name, signal) : atOnce(name, signal);
    }
  };
}

function tested(
  of: Pick<SignalTest, "name" | "horizon" | "rows">,
  {ic, ratio, t, p}: Readonly<Record<"ic" | "ratio" | "t" | "p", number>>,
  reason: string
): SignalTest {
  const known = Number.isFinite(t) && Number.isFinite(p);
  const given = (value: number) => (known && Number.isFinite(value) ? value : null);
  return {...of, ic: given(ic), ratio: given(ratio), t: given(t), p: given(p), ...(!known && {reason})};
}

/** Puts the p-values of many tests right for their number. Throws where the level is no share between 0 and 1. */
export function correctedFor(tests: readonly SignalTest[], correction: Correction, level = 0.05): ManySignals {
  const judged = tests.filter((each): each is SignalTest & {p: number} => each.p !== null);
  const {adjusted, found, nulls} = discoveries(
    judged.map(({p}) => p),
    correction,
    level
  );
  const corrected = judged
    .map((each, i): CorrectedTest & {p: number} => ({...each, p: each.p, q: adjusted[i], found: found[i]}))
    .sort((a, b) => a.p - b.p);
  const without = tests.filter(({p}) => p === null).map((each) => ({...each, q: null, found: false}));
  return {
    correction,
    level,
    counted: judged.length,
    alone: judged.filter(({p}) => p <= level).length,
    found: corrected.filter((each) => each.found).length,
    nulls,
    tests: [...corrected, ...without]
  };
}
