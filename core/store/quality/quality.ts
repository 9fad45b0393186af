import {calendar} from "../../base/calendar.js";
import {withDataset} from "../reading/read.js";
import type {QualityOptions} from "./kinds.js";
import type {Examined} from "./report.js";
import {examine} from "./report.js";

/** Examines a dataset of the store, the current version unless another is named. Throws where there is none. */
export async function examineDataset(
  home: string,
  dataset: string,
  {version, options}: {readonly version?: string; readonly options?: Partial<QualityOptions>} = {}
): Promise<Examined> {
  return withDataset(home, {dataset, ...(version !== undefined && {version})}, (connection, manifest) =>
    examine(
      connection,
      {dataset, version: manifest.version, timeframe: manifest.timeframe},
      calendar(manifest.calendar ?? "XNYS"),
      options
    )
  );
}
