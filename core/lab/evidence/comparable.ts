import {sharpeOfBar} from "../../evaluate/overfitting/sharpe.js";
import type {KnownTrial} from "./kept.js";

/** Trials whose returns, and Sharpe ratios of a bar, are over the same rows. */
export interface Comparable {
  /** When the returns became known. */
  readonly times: Float64Array;
  readonly trials: readonly {readonly run: string; readonly sharpe: number | null; readonly returns: Float64Array}[];
}

/** The part of the rows that a trial must have to be compared, and the fewest rows that all must have in common. */
const leastShare = 0.8;
const fewestRows = 30;

/**
 * The trials that can be compared with a row of instants: those that have returns on at least 80 % of them, cut to the
 * instants that all of them have. Fewer than 30 in common are none.
 */
export function comparable(known: readonly KnownTrial[], instants: Float64Array): Comparable {
  const place = new Map<number, number>();
  instants.forEach((t, i) => place.set(t, i));
  const having = new Uint32Array(instants.length);
  const taken = known.flatMap(({run, times, returns}) => {
    if (!times || !returns) return [];
    const row = new Float64Array(instants.length).fill(NaN);
    let count = 0;
    for (let i = 0; i < times.length; ++i) {
      const at = place.get(times[i]);
      if (at === undefined || !Number.isFinite(returns[i])) continue;
      row[at] = returns[i];
      ++count;
    }
    if (count < leastShare * instants.length) return [];
    row.forEach((value, i) => (having[i] += Number.isNaN(value) ? 0 : 1));
    return [{run, returns: row}];
  });
  const common = Array.from(instants.keys()).filter((i) => taken.length > 0 && having[i] === taken.length);
  if (common.length < fewestRows) return {times: new Float64Array(0), trials: []};
  return {
    times: Float64Array.from(common, (i) => instants[i]),
    trials: taken.map(({run, returns}) => {
      const cut = Float64Array.from(common, (i) => returns[i]);
      const sharpe = sharpeOfBar(cut);
      return {run, sharpe: Number.isFinite(sharpe) ? sharpe : null, returns: cut};
    })
  };
}
