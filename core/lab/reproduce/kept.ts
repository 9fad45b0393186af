import {access, readFile, stat} from "node:fs/promises";
import {basename, dirname, join, resolve} from "node:path";
import type {RunRecord} from "../record.js";
import {runRecord} from "../record.js";
import {runFolder} from "../run-folder.js";
import {readRun} from "../runs.js";

/** A run as it was kept, here or elsewhere. */
export interface KeptRun {
  readonly record: RunRecord;
  /** Where its record lies, and what else was kept with it. */
  readonly folder: string;
  /** The folder of state that it belongs to; null where it lies alone. */
  readonly home: string | null;
}

/**
 * Finds a kept run: by its id or the start of it among those of a home, or by the path of its folder or of its `run.json`,
 * wherever they were copied to. Throws where there is none, or where what is there is no run.
 */
export async function findKept(home: string, what: string): Promise<KeptRun> {
  const file = await fileAt(what);
  if (file === null) {
    const record = await readRun(home, what);
    return {record, folder: runFolder(home, record.id), home};
  }
  const record = runRecord.safeParse(await jsonAt(file));
  if (!record.success) throw new Error(`invalid run: ${file} is not the run.json of a run; name one that is`);
  const folder = dirname(file);
  const own = basename(dirname(folder)) === "runs" && basename(folder) === record.data.id;
  return {record: record.data, folder, home: own ? dirname(dirname(folder)) : null};
}

/** The file that a path means; null where it means none. */
async function fileAt(what: string): Promise<string | null> {
  const path = resolve(what);
  const found = await stat(path).catch(() => null);
  if (found === null) {
    if (/[/\\]|\.json$/.test(what)) throw new Error(`unknown run: ${path}; there is no such file`);
    return null;
  }
  if (found.isFile()) return path;
  const inside = join(path, "run.json");
  const there = await access(inside).then(
    () => true,
    () => false
  );
  return there ? inside : null;
}

async function jsonAt(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return null;
  }
}
