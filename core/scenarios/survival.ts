import {between} from "../base/options.js";
import type {Interval} from "./intervals.js";
import {clopperPearson, wilson} from "./intervals.js";

/** How many runs lived through it. */
export interface Survival {
  readonly runs: number;
  readonly survived: number;
  readonly share: number;
  /** The share's intervals at the level asked for, by Wilson and by Clopper and Pearson. */
  readonly wilson: Interval;
  readonly exact: Interval;
}

/**
 * Whether an equity curve never falls below `ruin` times what it began with. Throws where it has a value that is no number.
 */
export function survives(equity: ArrayLike<number>, ruin: number): boolean {
  between("ruin", ruin, 0, 1);
  for (let i = 0; i < equity.length; ++i)
    if (Number.isNaN(equity[i])) throw new Error(`invalid equity: NaN on row ${i}; every row needs a value`);
  return Array.from(equity).every((value) => value >= ruin * equity[0]);
}

/** The share of runs that survived, with its intervals. Throws where there are none. */
export function survival(runs: readonly boolean[], level = 0.95): Survival {
  if (runs.length === 0) throw new Error("missing runs: a share needs at least one");
  const survived = runs.filter(Boolean).length;
  return {
    runs: runs.length,
    survived,
    share: survived / runs.length,
    wilson: wilson(survived, runs.length, level),
    exact: clopperPearson(survived, runs.length, level)
  };
}
