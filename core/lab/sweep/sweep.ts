import {mkdir} from "node:fs/promises";
import {availableParallelism} from "node:os";
import {join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import type {Effects} from "../context.js";
import type {ExperimentSpec} from "../experiment.js";
import {countTrials} from "../ledger.js";
import {codeOf, sha256} from "../lineage.js";
import {counted} from "./counted.js";
import type {Axis} from "./grid.js";
import {divide, eachOf, groundsFor, readJson, removeParts, withWorkers, withoutNaN} from "./pool.js";
import {isKept, returnsFile, toText, writeReturns} from "./returns.js";
import type {Candidate} from "./variants.js";
import {candidatesOf, grouped, planOf, runsOf, sharedPart} from "./variants.js";
import type {Batch, Outcome} from "./worker.js";

/** One variant and what it came to. */
export interface Variant {
  readonly settings: Readonly<Record<string, string>>;
  /** The id that a run of it has; null where its options contradict one another. */
  readonly run: string | null;
  /** Null where a figure is not determined. */
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly error?: string;
}

/** All variants of a sweep, in the order of the grid. */
export interface Sweep {
  readonly id: string;
  readonly experiment: string;
  readonly axes: readonly Axis[];
  readonly variants: readonly Variant[];
  readonly units: Readonly<Record<string, "percent" | "ratio" | "count">>;
  /** Every attempt at the experiment so far, these variants included. */
  readonly trials: number;
}

/** A sweep, and whether it was there already. */
export interface Swept {
  readonly sweep: Sweep;
  readonly found: boolean;
}

/** The folder of all sweeps. */
export function sweepsFolder(home: string): string {
  return join(home, "sweeps");
}

/**
 * Trades every combination of the axes' values, spread over workers. Each variant's figures are those of a run of it, and
 * each counts as a trial in the ledger. What is done when a sweep is stopped is kept, batch by batch, and not done again,
 * whatever the number of workers then.
 *
 *     experiment × grid ──► variants ──► by market and learning ──► learned once ──► batches ──► workers ──► figures
 */
export async function sweep(
  spec: ExperimentSpec,
  axes: readonly Axis[],
  home: string,
  effects: Effects,
  workers = availableParallelism(),
  given?: readonly Candidate[]
): Promise<Swept> {
  checkSwept(spec);
  const candidates = given ?? (await candidatesOf(spec, axes));
  const runs = await runsOf(candidates, home);
  const id = sha256(JSON.stringify([axes, runs])).slice(0, 12);
  const before = await readSweep(home, id);
  if (before) return {sweep: before, found: true};
  effects.signal.throwIfAborted();
  const folder = join(sweepsFolder(home), id);
  await mkdir(folder, {recursive: true});
  const tried = candidates.filter((each) => each.spec).length;
  return counted(home, effects, {experiment: spec.name, run: id, variants: tried}, async (started) => {
    const outcomes = await tradeAll(candidates, runs, folder, home, effects, workers);
    const units = outcomes.map(({figures}) => figures ?? {}).find((figures) => Object.keys(figures).length > 0) ?? {};
    const made: Sweep = {
      id,
      experiment: spec.name,
      axes,
      variants: outcomes.map((outcome, i) => variantOf(candidates[i], runs[i], outcome)),
      units: Object.fromEntries(Object.entries(units).map(([name, {unit}]) => [name, unit])),
      trials: countTrials(started, spec.name)
    };
    const kept = outcomes.map(({kept, clock}, i) => (kept ? {run: runs[i]!, kept, ...(clock && {clock})} : null));
    await writeReturns(folder, kept);
    await writeFileAtomic(join(folder, "sweep.json"), `${JSON.stringify(made, null, 2)}\n`);
    await removeParts(folder, "sweep.json", returnsFile);
    return {sweep: made, found: false};
  });
}

/** Throws where there is nothing to sweep. */
export function checkSwept({name, backtest}: ExperimentSpec): void {
  if (!backtest) throw new Error(`missing backtest: ${name} trades nothing that could be swept`);
}

/**
 * The names of the figures that the variants will have. Those of what is learned are known once something was: it is learned
 * for `asked` alone, and only where that is no metric of the experiment.
 */
export async function figureNames(
  candidates: readonly Candidate[],
  asked: string,
  home: string,
  {signal}: Effects
): Promise<readonly string[]> {
  const spec = candidates.find((each) => each.spec)!.spec!;
  const names = spec.metrics.map(({name}) => name);
  if (names.includes(asked)) return names;
  const {figures} = await withWorkers(1, signal, (pool) => groundsFor(pool, home, {})(spec));
  return [...names, ...Object.keys(figures)];
}

/** A finished sweep, or null where there is none of that id. */
export async function readSweep(home: string, id: string): Promise<Sweep | null> {
  return readJson<Sweep>(join(sweepsFolder(home), id, "sweep.json"));
}

/** A variant's outcome, and the instants that its returns are counted by, as text. */
interface Traded extends Outcome {
  readonly clock?: string;
}

/** What the file of a batch holds; those of before returns were kept are passed over. */
interface Part {
  readonly clock?: string;
  readonly outcomes: readonly Outcome[];
}

/** Trades every variant that was not traded before, and answers in their order. */
async function tradeAll(
  candidates: readonly Candidate[],
  runs: readonly (string | null)[],
  folder: string,
  home: string,
  {signal, progress, log}: Effects,
  workers: number
): Promise<readonly Traded[]> {
  const outcomes: Traded[] = candidates.map(({error}) => ({...(error !== undefined && {error})}));
  const places = candidates.flatMap(({spec}, i) => (spec ? [i] : []));
  const specAt = (place: number) => candidates[place].spec!;
  const groups = grouped(places, (place) => JSON.stringify(specAt(place).data)).flatMap((group) =>
    grouped(group, (place) => sharedPart(specAt(place)))
  );
  const {hash: code} = await codeOf(specAt(places[0]));
  const total = places.length;
  const rankOf = new Map(places.map((place, rank) => [place, rank]));
  let done = 0;
  const tell = () => {
    progress(++done, total, "variants");
  };
  progress(0, total, "variants");
  await withWorkers(Math.min(workers, total), signal, async (pool) => {
    const groundOf = groundsFor(pool, home, {log, code});
    const take = (part: readonly number[], {clock, outcomes: made}: Part) => {
      for (const [k, i] of part.entries()) outcomes[i] = {...made[k], ...(clock !== undefined && {clock})};
    };
    await eachOf(groups, pool.threads + 1, async (group) => {
      signal.throwIfAborted();
      const missing: {readonly part: readonly number[]; readonly file: string}[] = [];
      for (const part of divide(group, 64)) {
        const file = join(folder, `${sha256(JSON.stringify(part.map((i) => runs[i]))).slice(0, 12)}.json`);
        const before = await readJson<Part>(file);
        if (!before?.outcomes) missing.push({part, file});
        else {
          take(part, before);
          before.outcomes.forEach(tell);
        }
      }
      if (missing.length === 0) return;
      const {error, ...ground} = await groundOf(specAt(group[0]));
      await eachOf(missing, pool.threads + 1, async ({part, file}) => {
        if (error !== undefined) {
          take(part, {outcomes: part.map(() => ({error}))});
          part.forEach(tell);
          return;
        }
        const {times} = ground.panel;
        const whole = part.map((i) => isKept(rankOf.get(i)!, total, times.length));
        const batch: Batch = {...ground, specs: part.map((i) => planOf(specAt(i))), whole};
        const outcomes = await pool.call<readonly Outcome[]>("tradeBatch", batch, part.length, tell);
        const made: Part = {...(whole.some(Boolean) && {clock: toText(times)}), outcomes};
        await writeFileAtomic(file, JSON.stringify(made, withoutNaN), {fsync: false});
        take(part, made);
      });
    });
  });
  signal.throwIfAborted();
  return outcomes;
}

function variantOf({point}: Candidate, run: string | null, {figures = {}, error}: Outcome): Variant {
  const metrics = Object.entries(figures).map(([name, {value}]) => [name, Number.isFinite(value) ? value : null]);
  return {
    settings: Object.fromEntries(point),
    run,
    metrics: Object.fromEntries(metrics) as Record<string, number | null>,
    ...(error !== undefined && {error})
  };
}
