import {access} from "node:fs/promises";
import {dirname} from "node:path";
import writeFileAtomic from "write-file-atomic";
import type {FactorRow} from "../backtest/account/factors.js";
import {factorRows, factorsOf, factorText} from "../backtest/account/factors.js";
import {loadActions} from "../store/reading/actions.js";
import type {Request} from "../store/reading/load.js";
import {loadPanel} from "../store/reading/load.js";

/** What of a dataset's symbols is asked for: their actions between their bars. */
export type FactorRequest = Omit<Request, "fields" | "adjust" | "timeframe">;

/** The factors that adjust a dataset's prices and volumes for splits, dividends and mergers, see `factorsOf`. */
export async function loadFactors(home: string, request: FactorRequest): Promise<FactorRow[]> {
  const panel = await loadPanel(home, {...request, fields: ["close"]});
  return factorRows(panel, factorsOf(panel, await loadActions(home, request, panel)));
}

/** Writes factors as a CSV, beside first and renamed. Throws where `checkFactorFile` does. */
export async function writeFactors(rows: readonly FactorRow[], path: string): Promise<void> {
  await checkFactorFile(path);
  await writeFileAtomic(path, factorText(rows));
}

/** Throws where factors cannot be written to a path: it is no `.csv`, or its folder is missing. */
export async function checkFactorFile(path: string): Promise<void> {
  if (!path.endsWith(".csv")) throw new Error(`invalid path: ${path}; expected a file that ends in .csv`);
  const folder = dirname(path);
  await access(folder).catch((cause: unknown) => {
    throw new Error(`missing folder: ${folder}; make it first`, {cause});
  });
}
