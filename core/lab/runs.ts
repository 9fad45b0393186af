import {readdir} from "node:fs/promises";
import type {Trial} from "./ledger.js";
import {readTrials} from "./ledger.js";
import type {RunRecord} from "./record.js";
import {readRecord, runsFolder} from "./run-folder.js";

/** One row of the list of runs. */
export interface RunSummary {
  readonly id: string;
  readonly experiment: string;
  /** `running` where the attempt has not ended, or was killed. */
  readonly status: "done" | "failed" | "cancelled" | "running";
  /** ISO 8601. */
  readonly started: string;
  /** Null where it has not ended. */
  readonly seconds: number | null;
  readonly metrics: Readonly<Record<string, number | null>>;
  /** What went wrong. */
  readonly error?: string;
}

/** Every run that was finished, by experiment and start. */
export async function listRecords(home: string): Promise<RunRecord[]> {
  const names = await readdir(runsFolder(home)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const records = await Promise.all(
    names.filter((name) => /^[0-9a-f]{12}$/.test(name)).map((id) => readRecord(home, id))
  );
  return records.filter((record) => record !== null).sort((a, b) => order(a, b));
}

/**
 * The finished runs that are not outdated: of all runs of the same experiment with the same options, on older data or
 * by older code too, the newest.
 */
export async function latestRecords(home: string): Promise<RunRecord[]> {
  const newest = new Map((await listRecords(home)).map((record) => [JSON.stringify(record.spec), record]));
  return [...newest.values()];
}

/** Every run, the finished ones and, from the trial ledger, the last attempt at each that has not been. */
export async function listRuns(home: string): Promise<RunSummary[]> {
  const records = await listRecords(home);
  const done = new Set(records.map(({id}) => id));
  const attempts = new Map<string, Trial[]>();
  for (const trial of await readTrials(home)) {
    if (done.has(trial.run)) continue;
    if (trial.event === "started" && trial.variants === undefined) attempts.set(trial.run, [trial]);
    else attempts.get(trial.run)?.push(trial);
  }
  const open = Array.from(attempts.values(), ([start, end]): RunSummary => {
    const seconds = end ? (Date.parse(end.at) - Date.parse(start.at)) / 1000 : null;
    const status = !end ? "running" : end.event === "cancelled" ? "cancelled" : "failed";
    const base = {
      id: start.run,
      experiment: start.experiment,
      status,
      started: start.at,
      seconds,
      metrics: {}
    } as const;
    return end?.error === undefined ? base : {...base, error: end.error};
  });
  const finished = records.map(({id, experiment, status, started, seconds, metrics}) => {
    return {id, experiment, status, started, seconds, metrics};
  });
  return [...finished, ...open].sort(order);
}

/**
 * The finished run whose id starts with the given text, or the newest one of the experiment of that name. Throws where
 * there is none, or more than one.
 */
export async function readRun(home: string, prefix: string): Promise<RunRecord> {
  const records = await listRecords(home);
  const newest = records.findLast(({experiment}) => experiment === prefix);
  if (newest) return newest;
  const found = records.filter(({id}) => prefix !== "" && id.startsWith(prefix));
  if (found.length === 1) return found[0];
  const some = (list: readonly RunRecord[]) => list.map(({id, experiment}) => `${id} (${experiment})`).join(", ");
  if (found.length > 1) throw new Error(`invalid run: ${prefix} could be ${some(found)}`);
  throw new Error(`unknown run: ${prefix}; ${records.length > 0 ? `runs are ${some(records)}` : "there are none yet"}`);
}

function order(a: Pick<RunSummary, "experiment" | "started">, b: Pick<RunSummary, "experiment" | "started">): number {
  return a.experiment < b.experiment ? -1 : a.experiment > b.experiment ? 1 : a.started < b.started ? -1 : 1;
}
