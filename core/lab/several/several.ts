import {availableParallelism} from "node:os";
import {fileURLToPath} from "node:url";
import {MessageChannel} from "node:worker_threads";
import {Tinypool} from "tinypool";
import {specsIn} from "../../pipeline/plan.js";
import type {Effects} from "../context.js";
import type {Experiment} from "../experiment.js";
import {toSpec} from "../experiment.js";
import {findExperiments} from "../experiments.js";
import {loader} from "../home.js";
import type {Ran} from "../run.js";
import {findRun} from "../run.js";
import {eachOf} from "../sweep/pool.js";
import type {Order, Told} from "./worker.js";

/** The most runs at a time: each holds a market and what is learned from it in memory. */
const most = 4;

/** What running several experiments tells of each. */
export interface Telling {
  /** What a run logs. */
  log(name: string, message: string): void;
  /** Called once for each that is there, in the order in which they are done. */
  done(name: string, ran: Ran): void;
}

/**
 * Runs numbered experiments, those that are not found by their ids, side by side: each in a thread that has its share of
 * the cores, those with the most models first. The runs are those of `run`, and counted as they are; the answer is in the
 * order of the names. Once one fails, no more are begun, and it throws when those that were begun have ended. An
 * interrupt ends all of them.
 *
 * @param cores how many threads there may be, all runs together
 */
export async function runSeveral(
  names: readonly string[],
  home: string,
  {signal, progress}: Pick<Effects, "signal" | "progress">,
  {log, done}: Telling,
  cores = availableParallelism()
): Promise<Ran[]> {
  const answers = new Map<string, Ran>();
  const shares = new Map<string, number>();
  const tellProgress = () => {
    const sum = [...shares.values()].reduce((all, share) => all + share, 0);
    progress(Math.round(1000 * sum), 1000 * names.length);
  };
  const answer = (name: string, ran: Ran) => {
    answers.set(name, ran);
    shares.set(name, 1);
    done(name, ran);
    tellProgress();
  };
  const missing: Experiment[] = [];
  for (const name of names) {
    signal.throwIfAborted();
    const [experiment] = await findExperiments(name);
    const record = await findRun(experiment, home);
    if (record) answer(name, {record, found: true});
    else missing.push(experiment);
  }
  const atOnce = Math.min(most, cores, missing.length);
  if (atOnce > 0) {
    const pool = new Tinypool({
      filename: fileURLToPath(new URL("./worker.ts", import.meta.url)),
      execArgv: ["--import", loader],
      minThreads: atOnce,
      maxThreads: atOnce
    });
    const threads = Math.floor(cores / atOnce);
    const longestFirst = [...missing].sort((a, b) => modelsOf(b) - modelsOf(a));
    try {
      await eachOf(longestFirst, atOnce, async ({name}) => {
        const hear = (told: Told) => {
          if ("log" in told) return log(name, told.log);
          if ("ended" in told) return;
          shares.set(name, Math.min(0.99, told.total > 0 ? told.done / told.total : 0));
          tellProgress();
        };
        answer(name, await runIn(pool, {name, home, threads}, signal, hear));
      });
    } finally {
      await pool.destroy();
    }
  }
  return names.map((name) => answers.get(name)!);
}

/** Runs an experiment in one of the pool's threads; all that it tells is heard before the answer. */
async function runIn(
  pool: Tinypool,
  order: Omit<Order, "port">,
  signal: AbortSignal,
  hear: (told: Told) => void
): Promise<Ran> {
  signal.throwIfAborted();
  const {port1, port2} = new MessageChannel();
  const stop = () => port1.postMessage(String(signal.reason instanceof Error ? signal.reason.message : signal.reason));
  signal.addEventListener("abort", stop, {once: true});
  const silent = new Promise<void>((resolve) => {
    port1.on("message", (told: Told) => {
      hear(told);
      if ("ended" in told) resolve();
    });
  });
  try {
    const ran = (await pool.run({...order, port: port2} satisfies Order, {
      name: "runOrder",
      transferList: [port2]
    })) as Ran;
    await silent;
    return ran;
  } finally {
    signal.removeEventListener("abort", stop);
    port1.close();
  }
}

/** How many models an experiment fits, which tells how long it takes better than anything else that is known before. */
function modelsOf(experiment: Experiment): number {
  const {learn} = toSpec(experiment);
  return specsIn(learn).filter(({kind}) => kind === "model").length + Object.keys(learn?.rivals ?? {}).length;
}
