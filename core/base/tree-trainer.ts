import type {Dataset} from "./learning.js";
import type {TreeEnsemble} from "./trees.js";

/** Whom a trainer tells how far it is, and who may stop it: any `Context`. */
export interface Watcher {
  log(message: string): void;
  progress(done: number, total: number): void;
  readonly signal: AbortSignal;
}

/** Trains trees as another library does, with the names and values of that library's parameters. */
export interface TreeTrainer {
  readonly version: string;
  /** `groups` are the numbers of samples of each group, where the objective ranks within groups. */
  train(
    train: Dataset,
    parameters: Readonly<Record<string, unknown>>,
    watcher: Watcher,
    groups?: readonly number[]
  ): Promise<TreeEnsemble>;
}

/** Trees that were taken in from elsewhere. */
export interface ImportedTrees {
  readonly trees: TreeEnsemble;
  /** SHA-256 of the file that they were read from. */
  readonly sha256: string;
  /** The last day that their training may have seen, epoch milliseconds UTC; null where nobody said. */
  readonly knownUntil: number | null;
}
