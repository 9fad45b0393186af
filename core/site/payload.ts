import type {RunRecord} from "../lab/record.js";

/**
 * What a report's page is given as JSON. Beside it lies a file of little-endian float64 numbers, in which `arrays` says
 * where each array is: `times`, `field/open|high|low|close|volume`, and of those that apply `benchmark`, `signal`,
 * `baseline`, `label`, `equity`, `cash`, `gross`, `net`.
 */
export type {RunPage} from "../lab/arrays.js";

/** One row of the list of runs. */
export interface ListedRun extends Pick<
  RunRecord,
  "id" | "experiment" | "title" | "question" | "synthetic" | "started" | "seconds" | "metrics" | "units" | "trials"
> {
  readonly data: RunRecord["lineage"]["data"];
}
