import type {Context} from "./context.js";
import type {Dataset} from "./learning.js";
import type {TreeEnsemble} from "./trees.js";

/** Trains trees as another library does, with the names and values of that library's parameters. */
export interface TreeTrainer {
  readonly version: string;
  /** `groups` are the numbers of samples of each group, where the objective ranks within groups. */
  train(
    train: Dataset,
    parameters: Readonly<Record<string, unknown>>,
    context: Context,
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
