import type {Crew} from "./crew.js";
import type {Random} from "./random.js";
import type {ImportedTrees, TreeTrainer} from "./tree-trainer.js";

/** What any long-running plugin is given: no globals, no clock, no unseeded randomness. */
export interface Context {
  readonly random: Random;
  log(message: string): void;
  progress(done: number, total: number): void;
  /** Aborted when the user cancels; call `throwIfAborted` between steps. */
  readonly signal: AbortSignal;
  /** Threads that may help; where there are none, the work is done by the thread that asks. */
  readonly crew?: Crew;
  /** A library of the user's own that trains trees, by its name; throws, saying how to get it, where there is none. */
  readonly foreign?: (name: "lightgbm") => Promise<TreeTrainer>;
  /** A model that was taken in from elsewhere, by its name; throws, listing those there are, where there is none. */
  readonly imported?: (name: string) => Promise<ImportedTrees>;
}
