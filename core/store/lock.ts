import {mkdir} from "node:fs/promises";
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
    const instance = await DuckDBInstance.create(file).catch((error: Error) => {
      throw error.message.includes("lock") ? busy(dataset) : error;
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

function busy(dataset: string): Error {
  return new Error(`dataset is being written by another process: ${dataset}; wait for it to end`);
}
