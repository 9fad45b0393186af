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
  /** How likely the Sharpe ratio is more than the search's luck, and of how many trials; null where it is not recorded. */
  readonly evidence: {readonly deflated: number | null; readonly counted: number; readonly reason: string} | null;
  /** How many oddities of each severity the linter found; null where nothing was linted. */
  readonly lint: Readonly<Record<"serious" | "warning" | "note", number>> | null;
  readonly audit: NonNullable<RunRecord["audit"]>["judgement"] | null;
  /** Equity at a few evenly spread bars, the first as 1; null where nothing was traded. */
  readonly line: readonly number[] | null;
}
