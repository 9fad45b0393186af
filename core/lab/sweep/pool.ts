import {readdir, readFile, rm} from "node:fs/promises";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {MessageChannel} from "node:worker_threads";
import {Tinypool} from "tinypool";
import type {Market} from "../../backtest/backtest.js";
import type {Panel} from "../../base/panel.js";
import type {Figures} from "../../evaluate/signal-metrics.js";
import type {ExperimentSpec} from "../experiment.js";
import {loader} from "../home.js";
import {findOrigins, loadMarket} from "../market.js";
import {reasonOf, shared} from "./plans.js";
import {planOf} from "./variants.js";
import type {Learnt, Lesson} from "./worker.js";

/** Workers, each a thread with the plugins it was asked for. */
export interface Workers {
  readonly threads: number;
  /** Calls one of the worker's functions; `tell` for each of its parts, when that is done. Aborting ends its thread. */
  call<T>(name: string, task: object, parts?: number, tell?: () => void): Promise<T>;
}

/** Uses up to `most` workers, and ends them however that ends. */
export async function withWorkers<T>(
  most: number,
  signal: AbortSignal,
  use: (workers: Workers) => Promise<T>
): Promise<T> {
  const threads = Math.max(1, most);
  const pool = new Tinypool({
    filename: fileURLToPath(new URL("./worker.ts", import.meta.url)),
    execArgv: ["--import", loader],
    minThreads: threads,
    maxThreads: threads
  });
  try {
    return await use({
      threads,
      async call(name, task, parts = 0, tell = () => {}) {
        signal.throwIfAborted();
        const {port1, port2} = new MessageChannel();
        let told = 0;
        port1.on("message", () => {
          if (told++ < parts) tell();
        });
        try {
          const made = await (pool.run(
            {...task, port: port2},
            {name, transferList: [port2], signal}
          ) as Promise<never>);
          for (; told < parts; ++told) tell(); // The last messages may come after the answer.
          return made;
        } finally {
          port1.close();
        }
      }
    });
  } finally {
    await pool.destroy();
  }
}

/** A panel that workers share, with what was learned on it and figures of that; or why there is none. */
export interface Ground {
  readonly panel: Panel;
  readonly beside: Market;
  readonly figures: Figures;
  readonly error?: string;
}

/** Makes the grounds of experiments; the market is loaded once for all that ask for the same one after another. */
export function groundsFor(workers: Workers, home: string, options: Parameters<typeof loadMarket>[3]) {
  let latest: {readonly data: string; readonly market: Promise<Omit<Lesson, "spec">>} | null = null;
  return async (spec: ExperimentSpec): Promise<Ground> => {
    const data = JSON.stringify(spec.data);
    if (latest?.data !== data) latest = {data, market: sharedMarket(spec, home, options)};
    const {market} = latest;
    return market.then(
      (market) => learned(market, spec, workers),
      (error: unknown) => ({panel: nothing, beside: {periods: NaN}, figures: {}, error: reasonOf(error)})
    );
  };
}

const nothing: Panel = {times: new Float64Array(0), symbols: [], fields: {}};

/** Loads what an experiment asks for, so that all workers share it. */
async function sharedMarket(
  {data}: ExperimentSpec,
  home: string,
  options: Parameters<typeof loadMarket>[3]
): Promise<Omit<Lesson, "spec">> {
  const {panel, beside} = await loadMarket(home, data, await findOrigins(home, data), options);
  const fields = Object.fromEntries(Object.entries(panel.fields).map(([name, column]) => [name, shared(column)]));
  const market: Panel = {times: shared(panel.times), symbols: panel.symbols, fields};
  const {benchmark, ...rest} = beside;
  return {market, beside: benchmark ? {...rest, benchmark: shared(benchmark)} : rest};
}

/** The market's panel with what a worker learns from it. */
async function learned(market: Omit<Lesson, "spec">, spec: ExperimentSpec, workers: Workers): Promise<Ground> {
  const {market: panel, beside} = market;
  if (!spec.learn && Object.keys(spec.features).length === 0) return {panel, beside, figures: {}};
  const lesson: Lesson = {...market, spec: planOf(spec)};
  const {fields, figures, error} = await workers.call<Learnt>("learn", lesson);
  return {
    panel: {...panel, fields: {...panel.fields, ...fields}},
    beside,
    figures,
    ...(error !== undefined && {error})
  };
}

/** Does something with every item, with so many of them begun and not finished. The first failure stops what has not begun. */
export async function eachOf<T>(items: Iterable<T>, most: number, act: (item: T) => Promise<void>): Promise<void> {
  const queue = items[Symbol.iterator]();
  const failures: unknown[] = [];
  const line = async () => {
    for (let next = queue.next(); failures.length === 0 && next.done !== true; next = queue.next())
      await act(next.value).catch((error: unknown) => void failures.push(error));
  };
  await Promise.all(Array.from({length: most}, line));
  if (failures.length > 0) throw failures[0];
}

/** Places in parts that do not depend on the number of workers: as many as asked for, or of a hundred places each. */
export function divide(places: readonly number[], parts: number): readonly (readonly number[])[] {
  const size = Math.max(1, Math.min(100, Math.ceil(places.length / parts)));
  return Array.from({length: Math.ceil(places.length / size)}, (_, i) => places.slice(i * size, (i + 1) * size));
}

/** Takes away the parts that a whole was made of, and leaves the whole's own files. */
export async function removeParts(folder: string, ...whole: readonly string[]): Promise<void> {
  for (const name of await readdir(folder)) if (!whole.includes(name)) await rm(join(folder, name), {force: true});
}

export async function readJson<T>(file: string): Promise<T | null> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  return text === null ? null : (JSON.parse(text) as T);
}

export function withoutNaN(_: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? null : value;
}
