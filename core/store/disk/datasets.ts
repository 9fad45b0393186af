import {readdir} from "node:fs/promises";
import {join} from "node:path";
import type {CalendarName} from "../../base/calendar.js";
import type {Timeframe} from "../../base/timeframe.js";
import {datasetManifest} from "./manifest.js";
import {damagedFiles, filesOf} from "./segments.js";
import type {Table} from "./tables.js";
import {tableNames} from "./tables.js";
import {unitsOf} from "./units.js";

/** What a dataset holds, in short. */
export interface DatasetSummary {
  readonly dataset: string;
  readonly source: string;
  readonly timeframe: Timeframe;
  readonly synthetic: boolean;
  readonly version: string;
  readonly calendar: CalendarName;
  /** Bars in all segments; one that was corrected counts once more. */
  readonly rows: number;
  /** Splits, dividends and other actions; values of other series; rows that were put aside. */
  readonly actions: number;
  readonly observations: number;
  readonly faults: number;
  readonly symbols: readonly string[];
  /** The first and the last label, epoch milliseconds UTC. */
  readonly from: number;
  readonly to: number;
  readonly files: number;
  readonly bytes: number;
  /** When the last segment was written, epoch milliseconds. */
  readonly ingested: number;
}

/** The names of all datasets in the store, in alphabetical order. */
export async function datasetNames(home: string): Promise<string[]> {
  const list = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
  const market = join(home, "market");
  const sources = await list(market);
  const all = sources.map(async (source) => (await list(join(market, source))).map((each) => `${source}/${each}`));
  const found: string[] = [];
  for (const dataset of (await Promise.all(all)).flat()) {
    const files = await list(join(market, dataset));
    if (files.includes("manifest.json")) found.push(dataset);
  }
  return found.sort();
}

/** Every dataset in the store. */
export async function datasets(home: string): Promise<DatasetSummary[]> {
  return Promise.all((await datasetNames(home)).map((dataset) => datasetSummary(home, dataset)));
}

/** One dataset in short. Throws where there is none, or its manifest was damaged. */
export async function datasetSummary(home: string, dataset: string): Promise<DatasetSummary> {
  const manifest = await datasetManifest(home, dataset);
  const {source, timeframe, synthetic, version, calendar = "XNYS"} = manifest;
  const segments = manifest.segments.filter(({lost}) => !lost);
  const count = (table: Table) =>
    segments.reduce((sum, {rows, table: own = "bars"}) => sum + (own === table ? rows : 0), 0);
  const symbols = tableNames
    .filter((table) => table !== "faults")
    .flatMap((table) => unitsOf(manifest, table).flatMap((unit) => [...unit.symbols]));
  const files = filesOf(manifest);
  // Rows that were put aside may have no time.
  const dated = segments.filter(({table}) => table !== "faults");
  return {
    dataset,
    source,
    timeframe,
    synthetic,
    calendar,
    version,
    rows: count("bars"),
    actions: count("actions"),
    observations: count("observations"),
    faults: count("faults"),
    symbols: [...new Set(symbols)].sort(),
    from: dated.reduce((first, {from}) => Math.min(first, from), Infinity),
    to: dated.reduce((last, {to}) => Math.max(last, to), -Infinity),
    files: files.length,
    bytes: files.reduce((sum, {bytes}) => sum + bytes, 0),
    ingested: segments.reduce((last, {ingested}) => Math.max(last, ingested), -Infinity)
  };
}

/** The version of a dataset's current manifest. Throws where there is no such dataset. */
export async function datasetVersion(home: string, dataset: string): Promise<string> {
  return (await datasetManifest(home, dataset)).version;
}

/** Reads every byte of a dataset and names the segments that are not what their name says. */
export async function verify(home: string, dataset: string): Promise<{dataset: string; damaged: readonly string[]}> {
  const damaged = await damagedFiles(home, dataset, await datasetManifest(home, dataset));
  return {dataset, damaged: damaged.map(({hash}) => hash)};
}
