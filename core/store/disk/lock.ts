import {access, link, mkdir, readFile, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {setTimeout} from "node:timers/promises";
import type {DuckDBInstance} from "@duckdb/node-api";
import {duck} from "./duck.js";
import {datasetFolder} from "./manifest.js";

const held = new Set<string>();

/** For how long to wait for a lock, and when to give up. */
export interface Patience {
  readonly signal?: AbortSignal;
  /** Milliseconds; a minute where left out. */
  readonly patience?: number;
}

const interval = 20;

/**
 * Runs `work` while nobody else writes the dataset. The lock is the operating system's on an empty database file, which
 * it frees when its process ends, however it ends. Waits while another writer holds it, and throws where that takes
 * longer than patience lasts.
 */
export async function withLock<T>(
  home: string,
  dataset: string,
  work: () => Promise<T>,
  {signal, patience = 60_000}: Patience = {}
): Promise<T> {
  const folder = datasetFolder(home, dataset);
  await mkdir(folder, {recursive: true});
  const file = join(folder, "lock.duckdb");
  for (let waited = 0; ; waited += interval) {
    const lock = await take(file);
    if (lock) {
      try {
        return await work();
      } finally {
        lock.closeSync();
        held.delete(file);
      }
    }
    if (waited >= patience) throw busy(dataset);
    await setTimeout(interval, undefined, {signal});
  }
}

/** The lock, or null where another writer holds it, in this process or another. */
async function take(file: string): Promise<DuckDBInstance | null> {
  if (held.has(file)) return null;
  held.add(file);
  let lock: DuckDBInstance | null = null;
  try {
    await makeOnce(file);
    lock = await open(file).catch(async (error: Error) => {
      if (isLocked(error)) return null;
      await mend(file);
      return open(file);
    });
  } catch (error) {
    if (!isLocked(error as Error)) throw error;
  } finally {
    if (!lock) held.delete(file);
  }
  return lock;
}

async function open(file: string): Promise<DuckDBInstance> {
  return (await duck()).DuckDBInstance.create(file);
}

function isLocked({message}: Error): boolean {
  return /could not set lock|conflicting lock|used by another process/i.test(message);
}

/**
 * Makes the lock where there is none: whole beside, then linked into place, so that of several writers that come first
 * none finds it half-made. Where another was quicker, who then holds the lock and may have cleaned up, its file stays.
 */
async function makeOnce(file: string): Promise<void> {
  if (await exists(file)) return;
  await withEmptyDatabase(file, async (beside) => {
    await link(beside, file).catch(async (error: Error) => {
      if (!(await exists(file))) throw error;
    });
  });
}

/**
 * Makes a damaged lock whole. It is overwritten in place, never removed: whoever mended it first and holds it by now
 * still holds the same file.
 */
async function mend(file: string): Promise<void> {
  await withEmptyDatabase(file, async (beside) => writeFile(file, await readFile(beside)));
}

async function withEmptyDatabase(file: string, use: (beside: string) => Promise<void>): Promise<void> {
  const beside = `${file}.${process.pid}`;
  try {
    const instance = await open(beside);
    instance.closeSync();
    await use(beside);
  } finally {
    await rm(beside, {force: true});
  }
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false
  );
}

function busy(dataset: string): Error {
  return new Error(`dataset is being written by another process: ${dataset}; wait for it to end`);
}
