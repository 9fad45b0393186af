import type {MessagePort} from "node:worker_threads";
import {effects} from "../context.js";
import {findExperiments} from "../experiments.js";
import type {Ran} from "../run.js";
import {run} from "../run.js";

/** A numbered experiment that a worker is to run. */
export interface Order {
  readonly name: string;
  readonly home: string;
  readonly threads: number;
  /** Where it tells what it does, and hears why to stop. */
  readonly port: MessagePort;
}

/** What a worker tells while it runs. */
export type Told =
  | {readonly log: string}
  | {readonly done: number; readonly total: number}
  /** The last of all. */
  | {readonly ended: true};

/** Runs an experiment as `run` does. A text from the port stops it, as an interrupt would. */
export async function runOrder({name, home, threads, port}: Order): Promise<Ran> {
  const stop = new AbortController();
  port.on("message", (reason: string) => stop.abort(new Error(reason)));
  const tell = (told: Told) => port.postMessage(told);
  try {
    const [experiment] = await findExperiments(name);
    const given = effects({
      threads,
      signal: stop.signal,
      log: (log) => tell({log}),
      progress: (done, total) => tell({done, total})
    });
    return await run(experiment, home, given);
  } finally {
    tell({ended: true});
    port.close();
  }
}
