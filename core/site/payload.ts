import type {RunPage} from "../lab/arrays.js";
import type {RunRecord} from "../lab/record.js";
import type {FillFacts} from "./page/fills.js";

export {fillsOf, pricesOn} from "./page/fills.js";

/**
 * What a page is given of a run. Where it comes as it is, a file of little-endian float64 numbers lies beside it, in which
 * `arrays` says where each array is: `times`, `field/open|high|low|close|volume`, and of those that apply `benchmark`,
 * `signal`, `baseline`, `label`, `equity`, `cash`, `gross`, `net`. A report is given the same in parts, see `packRun`.
 */
export type {RunPage} from "../lab/arrays.js";

/**
 * What a report needs to show what was recorded: the record, and as arrays `times`, `benchmark`, `equity`, `cash`, `gross`
 * and `net`.
 */
export interface FirstPart extends Pick<RunPage, "run" | "symbols" | "audit" | "evidenceNow"> {
  /** How much of each there is in the market's part. */
  readonly counts: Readonly<Record<"fills" | "postings" | "rejections" | "log" | "records", number>>;
}

/** What it needs to make the run again: the fields of the market as arrays, the fills as columns, and these. */
export interface MarketPart extends Pick<RunPage, "account" | "explanation"> {
  /** Null where there are none. */
  readonly fills: FillFacts | null;
}

/** What it needs beside where models do not learn in the page: `signal`, `baseline` and `label`, all as arrays. */
export type SignalPart = Readonly<Record<string, never>>;

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
