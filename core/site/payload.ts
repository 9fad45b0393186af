import type {Place} from "../lab/arrays.js";
import type {RunRecord} from "../lab/record.js";
import type {Fill} from "../plugin.js";

/**
 * What a report's page is given as JSON. Beside it lies a file of little-endian float64 numbers, in which `arrays` says
 * where each array is.
 */
export interface RunPage {
  readonly run: RunRecord;
  /** The panel's symbols, in its order. */
  readonly symbols: readonly string[];
  /**
   * `times`, `field/open|high|low|close|volume`, and of those that apply `benchmark`, `signal`, `baseline`, `label`,
   * `equity`, `cash`, `gross`, `net`.
   */
  readonly arrays: readonly Place[];
  readonly fills: readonly Fill[];
}

/** One row of the list of runs. */
export interface ListedRun extends Pick<
  RunRecord,
  "id" | "experiment" | "title" | "question" | "synthetic" | "started" | "seconds" | "metrics" | "units" | "trials"
> {
  readonly data: RunRecord["lineage"]["data"];
}
