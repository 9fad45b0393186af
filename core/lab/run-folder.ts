import {mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {symbolSplitText} from "../base/by-symbol.js";
import {scalingText} from "../learn/scaling.js";
import type {Market} from "../backtest/backtest.js";
import type {Action, Fill, Note, Posting, Rejection} from "../plugin.js";
import type {Explanation} from "../pipeline/explanation.js";
import type {Outcome} from "../pipeline/pipeline.js";
import {readColumns, writeColumns} from "../store/disk/columns.js";
import type {RunRecord} from "./record.js";
import {runRecord} from "./record.js";

/** The folder of all runs. */
export function runsFolder(home: string): string {
  return join(home, "runs");
}

/** The folder of one run. */
export function runFolder(home: string, id: string): string {
  return join(runsFolder(home), id);
}

/** A run's record, or null where there is no such run. Throws where the record cannot be read. */
export async function readRecord(home: string, id: string): Promise<RunRecord | null> {
  const file = join(runFolder(home, id), "run.json");
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return runRecord.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`invalid run: ${id}; its run.json cannot be read; remove the folder runs/${id} and run it again`, {
      cause
    });
  }
}

/**
 * Writes a run beside its place and renames it there, so that it is whole or absent. Where another process was faster,
 * its run stands. A run's folder holds `run.json`, `log.txt` and, for the steps that were taken, `signals.parquet` (t,
 * symbol, signal, baseline, label), `equity.parquet` (t, equity, cash, gross, net, benchmark), `fills.json`, `account.json` (see `Account`), `model/`
 * (the last fold's model and its scaling), `explanation.json` (what the models make of their features, where it was asked for), `symbols.json` (the symbols of each part that a split drew; its SHA-256 is
 * among the hashes) and `paths.parquet` (the paths of a signal that has several, `path-0` and so on, in the signals' rows).
 */
export async function writeRun(
  home: string,
  record: RunRecord,
  outcome: Outcome,
  beside: Market,
  log: readonly string[]
) {
  const runs = runsFolder(home);
  await mkdir(runs, {recursive: true});
  await removeLeftovers(runs);
  const folder = await mkdtemp(join(runs, `.${process.pid}-`));
  try {
    const {parts} = outcome.learned ?? {};
    if (parts) await writeFile(join(folder, "symbols.json"), symbolSplitText(parts));
    await writeSignals(folder, outcome);
    const {explanation} = outcome.learned ?? {};
    if (explanation) await writeFile(join(folder, "explanation.json"), JSON.stringify(explanation));
    await writeBacktest(folder, outcome, beside);
    await writeFile(join(folder, "log.txt"), log.map((line) => `${line}\n`).join(""));
    await writeFile(join(folder, "run.json"), `${JSON.stringify(record, null, 2)}\n`, {flush: true});
    await rename(folder, runFolder(home, record.id)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}

/** What a run's folder holds beside its record. */
export interface Artefacts {
  readonly signals?: {readonly signal: Float64Array; readonly baseline: Float64Array; readonly label: Float64Array};
  readonly equity?: Readonly<Record<"equity" | "cash" | "gross" | "net", Float64Array>>;
}

/** Reads a run's fills; none where nothing was traded. */
export async function readFills(home: string, {id, hashes}: RunRecord): Promise<readonly Fill[]> {
  if (!hashes.backtest) return [];
  return JSON.parse(await readFile(join(runFolder(home, id), "fills.json"), "utf8")) as Fill[];
}

/** What befell a run's account beside its fills, and what it was given to reckon with. */
export interface Account {
  readonly actions: readonly Action[];
  readonly calendar: Market["calendar"] | null;
  readonly postings: readonly Posting[];
  readonly rejections: readonly Rejection[];
  readonly log: readonly Note[];
  /** One value a bar from the start of the backtest on; null where there is none. */
  readonly records: Readonly<Record<string, readonly (number | null)[]>>;
}

/** Reads what befell a run's account; null where nothing was traded, or by a run that kept none. */
export async function readAccount(home: string, {id, hashes}: RunRecord): Promise<Account | null> {
  if (!hashes.backtest) return null;
  const text = await readFile(join(runFolder(home, id), "account.json"), "utf8").catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    }
  );
  return text === null ? null : (JSON.parse(text) as Account);
}

/** Reads what a run's models make of their features; null where it was not asked for. */
export async function readExplanation(home: string, {id, hashes}: RunRecord): Promise<Explanation | null> {
  if (!hashes.explanation) return null;
  return JSON.parse(await readFile(join(runFolder(home, id), "explanation.json"), "utf8")) as Explanation;
}

/** Reads a run's signals (T × N) and account history. */
export async function readArtefacts(home: string, {id, hashes}: RunRecord): Promise<Artefacts> {
  const folder = runFolder(home, id);
  const signals =
    hashes.signal && (await readColumns(join(folder, "signals.parquet"), ["signal", "baseline", "label"]));
  const equity =
    hashes.backtest && (await readColumns(join(folder, "equity.parquet"), ["equity", "cash", "gross", "net"]));
  return {...(signals && {signals}), ...(equity && {equity})};
}

async function writeSignals(folder: string, {panel, learned}: Outcome): Promise<void> {
  if (!learned?.prediction) return;
  const n = panel.symbols.length;
  const cells = panel.times.length * n;
  await writeColumns(join(folder, "signals.parquet"), {
    t: Float64Array.from({length: cells}, (_, i) => panel.times[Math.floor(i / n)]),
    symbol: Array.from({length: cells}, (_, i) => panel.symbols[i % n]),
    signal: learned.prediction.signal,
    baseline: panel.fields.baseline,
    label: learned.label
  });
  const {paths, last} = learned.prediction;
  if (paths) {
    const named = Object.fromEntries(paths.map((path, i) => [`path-${i}`, path]));
    await writeColumns(join(folder, "paths.parquet"), named);
  }
  const {fitted, scaling} = last;
  await mkdir(join(folder, "model"));
  await writeFile(join(folder, "model", "state.bin"), fitted.save());
  await writeFile(join(folder, "model", "scaling.json"), `${scalingText(scaling)}\n`);
}

async function writeBacktest(folder: string, {result}: Outcome, market: Market): Promise<void> {
  if (!result) return;
  const {times, equity, cash, gross, net, benchmark = new Float64Array(times.length).fill(NaN), fills} = result;
  await writeColumns(join(folder, "equity.parquet"), {t: times, equity, cash, gross, net, benchmark});
  await writeFile(join(folder, "fills.json"), `[\n${fills.map((fill) => JSON.stringify(fill)).join(",\n")}\n]\n`);
  const {postings = [], rejections = [], log = [], records = {}} = result;
  const account: Account = {
    actions: market.actions ?? [],
    calendar: market.calendar ?? null,
    postings,
    rejections,
    log,
    records: Object.fromEntries(Object.entries(records).map(([name, values]) => [name, Array.from(values, orNull)]))
  };
  await writeFile(join(folder, "account.json"), `${JSON.stringify(account)}\n`);
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Removes folders named `.<pid>-…` that were left behind in a folder by a process that is gone. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = /^\.(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !alive(Number(pid))) await rm(join(folder, name), {recursive: true, force: true});
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
