import {access, link, mkdir, readFile, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {datasetFolder} from "./manifest.js";

const held = new Set<string>();

/**
 * Runs `work` while nobody else writes the dataset. The lock is the operating system's on an empty database file, which
 * it frees when its process ends, however it ends. Throws at once where another writer holds it.
 */
export async function withLock<T>(home: string, dataset: string, work: () => Promise<T>): Promise<T> {
  const folder = datasetFolder(home, dataset);
  await mkdir(folder, {recursive: true});
  const file = join(folder, "lock.duckdb");
  if (held.has(file)) throw busy(dataset);
  held.add(file);
  try {
    await makeOnce(file);
    const instance = await DuckDBInstance.create(file).catch(async (error: Error) => {
      if (isLocked(error)) throw busy(dataset);
      await mend(file);
      return DuckDBInstance.create(file).catch((again: Error) => {
        throw isLocked(again) ? busy(dataset) : again;
      });
    });
    try {
      return await work();
    } finally {
      instance.closeSync();
    }
  } finally {
    held.delete(file);
  }
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
    const instance = await DuckDBInstance.create(beside);
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
