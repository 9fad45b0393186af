import {whole} from "../../base/options.js";

/** A signal, and the prices that followed it: columns of T × N cells, a row an instant, `NaN` where there is none. */
export interface SignalData {
  readonly times: Float64Array;
  readonly symbols: readonly string[];
  readonly signal: Float64Array;
  /** At which what is bought on a row is paid, and what is sold. */
  readonly price: Float64Array;
  /** A number for the group (a sector) that each name is in on each row. */
  readonly group?: Float64Array;
}

/** How a signal is evaluated. */
export interface SignalOptions {
  /** Over how many rows returns are taken; 1, 5, 10 and 21 where left out. */
  readonly horizons?: readonly number[];
  /** How many rows after the signal's own the price is paid: 1 where left out, the first at which an order is filled. */
  readonly delay?: number;
  readonly quantiles?: number;
  /** The fewest names of a row for which it has a coefficient; 5 where left out. */
  readonly fewest?: number;
  /**
   * What of a row's mean is taken off the returns of quantiles: that of all names where left out, that of each name's
   * group, or nothing.
   */
  readonly demean?: "row" | "group" | "none";
  /** Whether quantiles are of each group's own names. */
  readonly quantilesByGroup?: boolean;
  /**
   * Whether only cells count that have a return at every horizon, and a group where there are groups, and only rows whose
   * quantiles have edges that differ: what alphalens keeps. It leaves a name out of today's rank because it will be gone
   * in a month, so it is off where left out.
   */
  readonly complete?: boolean;
}

export type Settled = Required<SignalOptions>;

/** Options with their defaults. Throws where one is invalid. */
export function settled(options: SignalOptions, {group}: Pick<SignalData, "group">): Settled {
  const {horizons = [1, 5, 10, 21], delay = 1, quantiles = 5, fewest = 5, demean = "row"} = options;
  const {quantilesByGroup = false, complete = false} = options;
  if (horizons.length === 0) throw new Error("missing horizons: name one or more, as 1,5,21");
  for (const horizon of horizons) whole("horizon", horizon);
  if (new Set(horizons).size < horizons.length)
    throw new Error(`invalid horizons: ${horizons.join(", ")}; name each once`);
  whole("delay", delay, 0);
  whole("quantiles", quantiles, 2);
  if (quantiles > 255) throw new Error(`invalid quantiles: ${quantiles}; expected 255 at most`);
  whole("fewest", fewest, 2);
  if (!group && (demean === "group" || quantilesByGroup))
    throw new Error("missing groups: to take off a group's mean, or to sort within groups, give each name a group");
  return {horizons: [...horizons].sort((a, b) => a - b), delay, quantiles, fewest, demean, quantilesByGroup, complete};
}

/** Throws where a column is not T × N. */
export function checkData({times, symbols, signal, price, group}: SignalData): void {
  const size = times.length * symbols.length;
  for (const [name, column] of Object.entries({signal, price, ...(group && {group})}))
    if (column.length !== size) throw new Error(`invalid ${name}: ${column.length} cells; expected ${size}`);
}

/**
 * The return that a decision of each row earns over `horizon` rows: price_{t+delay+horizon} / price_{t+delay} − 1, `NaN`
 * where either is not a number above zero. A price that is missing is not carried forward from before.
 */
export function forwardReturns({times, symbols, price}: SignalData, horizon: number, delay: number): Float64Array {
  const n = symbols.length;
  const out = new Float64Array(times.length * n);
  const end = Math.max(0, (times.length - delay - horizon) * n);
  const start = delay * n;
  const stop = (delay + horizon) * n;
  for (let cell = 0; cell < end; ++cell) {
    const paid = price[cell + start];
    const got = price[cell + stop];
    out[cell] = paid > 0 && got > 0 ? got / paid - 1 : NaN;
  }
  return out.fill(NaN, end);
}

/**
 * The signal of the cells that count: finite, at a price where nothing is waited for, and where `complete` with a return
 * at every horizon and a group.
 */
export function usableSignal({signal, group}: SignalData, outcomes: readonly Float64Array[], complete: boolean) {
  const out = signal.slice();
  for (let cell = 0; cell < out.length; ++cell) if (!(Math.abs(out[cell]) < Infinity)) out[cell] = NaN;
  if (!complete) return out;
  for (const column of group ? [...outcomes, group] : outcomes)
    for (let cell = 0; cell < out.length; ++cell) if (Number.isNaN(column[cell])) out[cell] = NaN;
  return out;
}

/** Returns less the mean of their row, or of their group in their row, over the cells that have a signal too. */
export function demeaned(
  outcome: Float64Array,
  signal: Float64Array,
  names: number,
  group?: Float64Array
): Float64Array {
  const out = new Float64Array(outcome.length);
  const sums = new Map<number, number>();
  const counts = new Map<number, number>();
  for (let from = 0; from < out.length; from += names) {
    sums.clear();
    counts.clear();
    for (let cell = from; cell < from + names; ++cell) {
      if (Number.isNaN(signal[cell]) || Number.isNaN(outcome[cell])) continue;
      const key = group ? group[cell] : 0;
      sums.set(key, (sums.get(key) ?? 0) + outcome[cell]);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (let cell = from; cell < from + names; ++cell) {
      const key = group ? group[cell] : 0;
      const taken = Number.isNaN(key) ? undefined : sums.get(key);
      out[cell] = taken === undefined || Number.isNaN(signal[cell]) ? NaN : outcome[cell] - taken / counts.get(key)!;
    }
  }
  return out;
}
