import {random} from "../base/random.js";
import type {Context} from "../plugin.js";
import {makeCrew} from "./crew.js";

/** What touches the world: the clock, the terminal and the user's wish to stop. Everything below takes it as an argument. */
export interface Effects {
  log(message: string): void;
  /** `unit` is what is counted, in the plural, where that is to be told. */
  progress(done: number, total: number, unit?: string): void;
  /** Epoch milliseconds. */
  now(): number;
  readonly signal: AbortSignal;
  /** How many threads a plugin may use; all that there are where left out. */
  readonly threads?: number;
}

/** Effects that read the real clock; silent, and never cancelled, unless told otherwise. */
export function effects(given: Partial<Effects> = {}): Effects {
  return {
    log: () => {},
    progress: () => {},
    now: () => Date.now(),
    signal: new AbortController().signal,
    ...given
  };
}

/** What a plugin is given for a seed; the models that were taken in are those of the home, where one is given. */
export function context({log, progress, signal, threads}: Effects, seed: number, home?: string): Context {
  return {
    random: random(seed),
    log,
    progress,
    signal,
    crew: makeCrew(threads),
    // Few runs ask for these two, and every command would wait for their modules.
    foreign: async (name) => (await import("./native/lightgbm.js")).foreignTrainers(process.env)(name),
    ...(home !== undefined && {
      imported: async (name) => (await import("./models/store.js")).importedModels(home)(name)
    })
  };
}
