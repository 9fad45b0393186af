import {mkdir, readFile} from "node:fs/promises";
import {availableParallelism} from "node:os";
import {join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import {MessageChannel} from "node:worker_threads";
import {Tinypool} from "tinypool";
import writeFileAtomic from "write-file-atomic";
import type {Market} from "../../backtest/backtest.js";
import type {Panel} from "../../base/panel.js";
import type {PlanSpec} from "../../pipeline/plan.js";
import type {Effects} from "../context.js";
import type {ExperimentSpec} from "../experiment.js";
import {completed} from "../experiments.js";
import {root} from "../home.js";
import {appendTrial, countTrials} from "../ledger.js";
import {codeOf, runId, sha256} from "../lineage.js";
import {findOrigins, loadMarket, versionsOf} from "../market.js";
import type {Axis, Point} from "./grid.js";
import {combinations, variantAt} from "./grid.js";
import type {Batch, Outcome} from "./worker.js";

/** One variant and what it came to. */
export interface Variant {
  readonly settings: Readonly<Record<string, string>>;
  /** The id that a run of it has. */
  readonly run: string;
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
 * each counts as a trial in the ledger. What is done when a sweep is stopped is kept, batch by batch, and not done again.
 *
 *     experiment × grid ──► variants ──► by market and learning ──► batches ──► workers ──► figures
 */
export async function sweep(
  spec: ExperimentSpec,
  axes: readonly Axis[],
  home: string,
  effects: Effects,
  workers = availableParallelism()
): Promise<Swept> {
  if (!spec.backtest) throw new Error(`missing backtest: ${spec.name} trades nothing that could be swept`);
  const points = combinations(axes);
  const specs = await Promise.all(points.map((point) => completed(variantAt(spec, point))));
  const ids = await identities(specs, home);
  const id = sha256(JSON.stringify([axes, ids])).slice(0, 12);
  const folder = join(sweepsFolder(home), id);
  const before = await readSweep(home, id);
  if (before) return {sweep: before, found: true};

  await mkdir(folder, {recursive: true});
  const at = new Date(effects.now()).toISOString();
  const started = await appendTrial(home, {
    experiment: spec.name,
    run: id,
    event: "started",
    at,
    ...(specs.length > 1 && {variants: specs.length})
  });
  const attempt = started.at(-1)!.n;
  const end = (event: "done" | "failed" | "cancelled", error?: string) =>
    appendTrial(home, {
      experiment: spec.name,
      run: id,
      event,
      attempt,
      at: new Date(effects.now()).toISOString(),
      ...(error !== undefined && {error})
    });
  try {
    const outcomes = await tradeAll(specs, ids, folder, home, effects, workers);
    const variants = outcomes.map((outcome, i) => variantOf(points[i], ids[i], outcome));
    const units = outcomes.map(({figures}) => figures ?? {}).find((figures) => Object.keys(figures).length > 0) ?? {};
    const made: Sweep = {
      id,
      experiment: spec.name,
      axes,
      variants,
      units: Object.fromEntries(Object.entries(units).map(([name, {unit}]) => [name, unit])),
      trials: countTrials(started, spec.name)
    };
    await writeFileAtomic(join(folder, "sweep.json"), `${JSON.stringify(made, null, 2)}\n`);
    await end("done");
    return {sweep: made, found: false};
  } catch (error) {
    await end(effects.signal.aborted ? "cancelled" : "failed", error instanceof Error ? error.message : String(error));
    throw error;
  }
}

/** A finished sweep, or null where there is none of that id. */
export async function readSweep(home: string, id: string): Promise<Sweep | null> {
  return readJson<Sweep>(join(sweepsFolder(home), id, "sweep.json"));
}

/** Trades every variant that was not traded before, and answers in their order. */
async function tradeAll(
  specs: readonly ExperimentSpec[],
  ids: readonly string[],
  folder: string,
  home: string,
  {signal, progress, log}: Effects,
  workers: number
): Promise<readonly Outcome[]> {
  const groups = new Map<string, number[]>();
  for (const [i, spec] of specs.entries()) {
    const part = sharedPart(spec);
    groups.set(part, [...(groups.get(part) ?? []), i]);
  }
  const outcomes: Outcome[] = new Array<Outcome>(specs.length);
  const threads = Math.max(1, Math.min(workers, specs.length));
  const pool = new Tinypool({
    filename: fileURLToPath(new URL("./worker.ts", import.meta.url)),
    execArgv: ["--import", pathToFileURL(join(root, "node_modules", "tsx", "dist", "loader.mjs")).href],
    minThreads: threads,
    maxThreads: threads
  });
  let done = 0;
  const tell = () => {
    progress(++done, specs.length, "variants");
  };
  try {
    const running = new Set<Promise<void>>();
    const failures: unknown[] = [];
    for (const places of groups.values()) {
      const market = await sharedMarket(specs[places[0]], home, log);
      for (const batch of divide(places, threads)) {
        const file = join(folder, `${sha256(JSON.stringify(batch.map((i) => ids[i]))).slice(0, 12)}.json`);
        const kept = await readJson<Outcome[]>(file);
        if (kept) {
          for (const [k, i] of batch.entries()) {
            outcomes[i] = kept[k];
            tell();
          }
          continue;
        }
        signal.throwIfAborted();
        const task = runBatch(pool, {...market, specs: batch.map((i) => planOf(specs[i]))}, signal, tell)
          .then(async (made) => {
            await writeFileAtomic(file, JSON.stringify(made, withNaN));
            for (const [k, i] of batch.entries()) outcomes[i] = made[k];
          })
          .catch((error: unknown) => {
            failures.push(error);
          })
          .finally(() => running.delete(task));
        running.add(task);
        if (running.size > threads) await Promise.race(running);
        if (failures.length > 0) break;
      }
      if (failures.length > 0) break;
    }
    await Promise.all(running);
    signal.throwIfAborted();
    if (failures.length > 0) throw failures[0];
    return outcomes;
  } finally {
    await pool.destroy();
  }
}

async function runBatch(pool: Tinypool, batch: Batch, signal: AbortSignal, tell: () => void) {
  const {port1, port2} = new MessageChannel();
  port1.on("message", tell);
  try {
    const task = {...batch, port: port2};
    return (await pool.run(task, {name: "tradeBatch", transferList: [port2], signal})) as readonly Outcome[];
  } finally {
    port1.close();
  }
}

/** A market whose numbers all workers share, not copied for each. */
async function sharedMarket({data}: ExperimentSpec, home: string, log: (message: string) => void) {
  const {panel, beside} = await loadMarket(home, data, await findOrigins(home, data), {log});
  const fields = Object.fromEntries(Object.entries(panel.fields).map(([name, column]) => [name, shared(column)]));
  const market: Panel = {times: shared(panel.times), symbols: panel.symbols, fields};
  const {benchmark, ...rest} = beside;
  const given: Market = benchmark ? {...rest, benchmark: shared(benchmark)} : rest;
  return {market, beside: given};
}

function shared(column: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(column.byteLength));
  copy.set(column);
  return copy;
}

/** What variants must have in common to be traded on one panel with one signal. */
function sharedPart({data, features, learn, seed}: ExperimentSpec): string {
  return JSON.stringify([data, features, learn ?? null, seed]);
}

function planOf({features, learn, backtest, metrics, seed}: ExperimentSpec): PlanSpec {
  return {features, ...(learn && {learn}), ...(backtest && {backtest}), metrics, seed};
}

/** Places in as many parts as there are workers, or in parts of at most a hundred, so that little is lost when it is stopped. */
function divide(places: readonly number[], workers: number): number[][] {
  const size = Math.max(1, Math.min(100, Math.ceil(places.length / workers)));
  return Array.from({length: Math.ceil(places.length / size)}, (_, i) => places.slice(i * size, (i + 1) * size));
}

async function identities(specs: readonly ExperimentSpec[], home: string): Promise<readonly string[]> {
  const versions = new Map<string, Record<string, string>>();
  const codes = new Map<string, Awaited<ReturnType<typeof codeOf>>>();
  const ids: string[] = [];
  for (const spec of specs) {
    const data = JSON.stringify(spec.data);
    if (!versions.has(data)) versions.set(data, versionsOf(spec.data, await findOrigins(home, spec.data)));
    const plugins = JSON.stringify(namesIn(spec));
    if (!codes.has(plugins)) codes.set(plugins, await codeOf(spec));
    ids.push(runId(spec, versions.get(data)!, codes.get(plugins)!));
  }
  return ids;
}

function namesIn(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return null;
  const found = "kind" in value && "name" in value ? [value.kind, value.name] : [];
  return [
    ...found,
    ...Object.values(value)
      .map(namesIn)
      .filter((each) => each !== null)
  ];
}

function variantOf(point: Point, run: string, {figures = {}, error}: Outcome): Variant {
  const metrics = Object.entries(figures).map(([name, {value}]) => [name, Number.isFinite(value) ? value : null]);
  return {
    settings: Object.fromEntries(point),
    run,
    metrics: Object.fromEntries(metrics) as Record<string, number | null>,
    ...(error !== undefined && {error})
  };
}

function withNaN(_: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? null : value;
}

async function readJson<T>(file: string): Promise<T | null> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  return text === null ? null : (JSON.parse(text) as T);
}
