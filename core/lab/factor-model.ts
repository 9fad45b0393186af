import {readFile} from "node:fs/promises";
import {join} from "node:path";
import type {FactorModel, FactorReturns} from "../evaluate/regression/factors.js";
import type {FactorTable, FactorUnit} from "../evaluate/regression/factor-table.js";
import {explainAccount, parseFactors} from "../evaluate/regression/factor-table.js";
import {readColumns} from "../store/disk/columns.js";
import {loadObservations} from "../store/reading/load.js";
import type {RunRecord} from "./record.js";
import {runFolder} from "./run-folder.js";

export type {FactorModel} from "../evaluate/regression/factors.js";

/** How a run is explained by factors. */
export interface FactorRequest {
  /** A `.csv` of returns as `parseFactors` reads it, or the name of a dataset of series, each a factor. */
  readonly factors: string;
  readonly unit: FactorUnit;
  /** How many lags the standard errors count; the usual number where left out. */
  readonly lags?: number;
}

/** A run's returns explained by factors. Throws where nothing was traded, and where the factors cannot be read. */
export async function factorModelOf(
  home: string,
  {id, hashes, shape}: RunRecord,
  {factors, unit, lags}: FactorRequest
): Promise<FactorModel> {
  if (!hashes.backtest) throw new Error(`missing backtest: the run ${id} traded nothing that factors could explain`);
  const table = /\.csv$/i.test(factors) ? await fromFile(factors, unit) : await fromDataset(home, factors, unit);
  const file = join(runFolder(home, id), "equity.parquet");
  const {t, equity} = await readColumns(file, ["t", "equity"]);
  return explainAccount({times: t, equity}, table, {periods: shape.periods, ...(lags !== undefined && {lags})});
}

async function fromFile(path: string, unit: FactorUnit): Promise<FactorTable> {
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`missing factors: ${path} cannot be read (${cause.code ?? cause.message})`, {cause});
  });
  return parseFactors(text, unit);
}

/** The latest value of each day of each series that is about all. */
async function fromDataset(home: string, dataset: string, unit: FactorUnit): Promise<FactorTable> {
  const observations = (await loadObservations(home, {dataset})).filter(({symbol}) => symbol === undefined);
  if (observations.length === 0)
    throw new Error(`missing factors: ${dataset} has no series; ingest them, or name a .csv`);
  const day = (t: number) => Math.floor(t / 864e5) * 864e5;
  const times = Float64Array.from(new Set(observations.map(({t}) => day(t)))).sort();
  const row = new Map(Array.from(times, (t, i) => [t, i]));
  const factors: Record<string, Float64Array> = {};
  for (const {series, t, value} of observations.toSorted((a, b) => a.published - b.published)) {
    const column = (factors[series] ??= new Float64Array(times.length).fill(NaN));
    column[row.get(day(t))!] = value / (unit === "percent" ? 100 : 1);
  }
  const {RF: riskFree, ...rest} = factors;
  const every = times.length > 1 && (times[times.length - 1] - times[0]) / (times.length - 1) > 20 * 864e5;
  return {every: every ? "month" : "day", times, factors: rest as FactorReturns, ...(riskFree && {riskFree})};
}
