import type {Trial} from "../ledger.js";
import {countTrials} from "../ledger.js";

/** Whatever was tried under one id: a run, or the variants of a sweep, of a walk forward or of the like. */
export interface Attempt {
  readonly id: string;
  /** How many trials it stands for, however often it was begun anew. */
  readonly variants: number;
  /** Whether it was begun as several variants. */
  readonly several: boolean;
  readonly done: boolean;
}

/** What the ledger says of an experiment. */
export interface Attempts {
  /** Every start, and of a sweep each of its variants: the number that the runs' records have. */
  readonly counted: number;
  /** How these ended; those that did not were killed, or are under way. */
  readonly ends: Readonly<Record<"done" | "failed" | "cancelled" | "open", number>>;
  /** How many of those counted are variants of something that tried several. */
  readonly variants: number;
  /** One for each id, in the order in which they were begun. */
  readonly list: readonly Attempt[];
}

/** Counts the attempts at an experiment. */
export function attemptsAt(trials: readonly Trial[], experiment: string): Attempts {
  const own = trials.filter((trial) => trial.experiment === experiment);
  const starts = own.filter(({event}) => event === "started");
  const endOf = new Map(own.filter(({event}) => event !== "started").map(({attempt, event}) => [attempt, event]));
  const ends = {done: 0, failed: 0, cancelled: 0, open: 0};
  const byId = new Map<string, Attempt>();
  for (const {attempt, run: id, variants: several} of starts) {
    const end = endOf.get(attempt) ?? "open";
    const variants = several ?? 1;
    ends[end as keyof typeof ends] += variants;
    const before = byId.get(id);
    byId.set(id, {
      id,
      variants: Math.max(variants, before?.variants ?? 0),
      several: several !== undefined || (before?.several ?? false),
      done: end === "done" || (before?.done ?? false)
    });
  }
  const variants = starts.reduce((sum, {variants = 0}) => sum + variants, 0);
  return {counted: countTrials(trials, experiment), ends, variants, list: [...byId.values()]};
}
