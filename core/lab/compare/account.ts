import {join} from "node:path";
import {calendar} from "../../base/calendar.js";
import {daily, isIntraday} from "../../evaluate/comparison/common-rows.js";
import type {Candidate} from "../../evaluate/comparison/compare.js";
import {readColumns} from "../../store/disk/columns.js";
import type {RunRecord} from "../record.js";
import {readAccount, runFolder} from "../run-folder.js";

/** A run's account, day by day where its bars are shorter. */
export interface Account extends Candidate {
  readonly times: Float64Array;
  readonly equity: Float64Array;
  /** The benchmark's levels on the same rows; `NaN` where there is none. */
  readonly benchmark: Float64Array;
}

/** A run's account and benchmark, bar by bar; of bars shorter than a day on the last one of each. */
export async function readAccountOf(home: string, record: RunRecord): Promise<Account> {
  const file = join(runFolder(home, record.id), "equity.parquet");
  const {t: times, equity, benchmark} = await readColumns(file, ["t", "equity", "benchmark"]);
  const {id, shape} = record;
  if (!isIntraday({times, equity})) return {id, periods: shape.periods, times, equity, benchmark};
  const market = calendar((await readAccount(home, record))?.calendar ?? "XNYS");
  const other = daily({times, equity: benchmark});
  return {id, periods: market.barsPerYear("1d"), ...daily({times, equity}), benchmark: other.equity};
}
