import {join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import {Worker} from "node:worker_threads";
import type {Panel} from "../../base/panel.js";
import {withField} from "../../base/panel.js";
import type {Plugin} from "../../plugin.js";
import {root} from "../home.js";
import type {ThreadAnswer, ThreadTask} from "./feature-thread.js";

/** Threads that compute features. */
export interface FeatureThreads {
  /**
   * The panel with the features, bit for bit as `addFeatures` has it. The fields are shared with all threads and copied
   * once; each column is handed over, not copied. Throws what a feature throws, and when `signal` is aborted. Calls wait
   * for one another.
   */
  addFeatures(
    market: Panel,
    features: Readonly<Record<string, Plugin<"feature">>>,
    signal: AbortSignal
  ): Promise<Panel>;
  /** Ends the threads. */
  close(): Promise<void>;
}

/** Features a thread is given at once, as a part of its even share: neighbours often have steps in common. */
const share = 1 / 4;

/**
 * Starts so many threads. They take half a second or so to start, and another to learn the features' plugins: worth the
 * while for what takes seconds.
 */
export function startFeatureThreads(count: number): FeatureThreads {
  const threads = Array.from({length: count}, startThread);
  let before: Promise<unknown> = Promise.resolve();
  const compute = async (market: Panel, features: Readonly<Record<string, Plugin<"feature">>>, signal: AbortSignal) => {
    const names = Object.keys(features);
    const taken = names.find((name) => Object.hasOwn(market.fields, name));
    if (taken !== undefined) throw new Error(`invalid feature name: ${taken}; the panel has that field`);
    signal.throwIfAborted();
    const specs = names.map((name) => features[name].toJSON());
    const panel = shared(market);
    const size = Math.max(1, Math.ceil((names.length / count) * share));
    const found = new Map<string, Float64Array>();
    let next = 0;
    const work = async (ask: Ask) => {
      try {
        await ask({panel, specs});
        while (next < names.length) {
          signal.throwIfAborted();
          const start = next;
          next += size;
          const part = names.slice(start, next).map((name, k) => [name, specs[start + k]] as const);
          for (const [name, column] of Object.entries(await ask({features: part}))) found.set(name, column);
        }
      } catch (error) {
        next = names.length;
        throw error;
      }
    };
    // All are waited for, so that none is still at work when the next call comes.
    const ends = await Promise.allSettled(threads.map(work));
    const failed = ends.find((end) => end.status === "rejected");
    if (failed) throw failed.reason;
    return names.reduce((all, name) => withField(all, name, found.get(name)!), market);
  };
  return {
    addFeatures(market, features, signal) {
      const answer = before.then(() => compute(market, features, signal));
      before = answer.catch(() => {});
      return answer;
    },
    async close() {
      await Promise.all(threads.map((ask) => ask.end()));
    }
  };
}

/** A panel whose fields lie in memory that threads share. */
function shared({times, symbols, fields}: Panel): Panel {
  const copy = (column: Float64Array) => {
    const out = new Float64Array(new SharedArrayBuffer(column.byteLength));
    out.set(column);
    return out;
  };
  const columns = Object.entries(fields).map(([name, column]) => [name, copy(column)] as const);
  return {times: copy(times), symbols, fields: Object.fromEntries(columns)};
}

type Ask = (task: ThreadTask) => Promise<Readonly<Record<string, Float64Array>>>;

/** Starts a thread, and answers with what asks it: one thing at a time. */
function startThread(): Ask & {end(): Promise<unknown>} {
  const loader = pathToFileURL(join(root, "node_modules", "tsx", "dist", "loader.mjs")).href;
  const main = pathToFileURL(fileURLToPath(new URL("feature-thread.ts", import.meta.url))).href;
  const start = `import(${JSON.stringify(loader)}).then(() => import(${JSON.stringify(main)}))`;
  const worker = new Worker(start, {eval: true, execArgv: []});
  let fail: ((error: Error) => void) | undefined;
  let answer: ((columns: Readonly<Record<string, Float64Array>>) => void) | undefined;
  let ended: Error | undefined;
  const end = (error: Error) => {
    ended ??= error;
    fail?.(error);
  };
  worker.on("message", (message: ThreadAnswer) => {
    if ("error" in message) fail?.(new Error(message.error));
    else answer?.(message.columns);
  });
  worker.on("error", end);
  worker.on("exit", () => end(new Error("the thread of features ended; compute them again")));
  const ask: Ask = (task) =>
    new Promise((resolve, reject) => {
      if (ended) {
        reject(ended);
        return;
      }
      [answer, fail] = [resolve, reject];
      worker.postMessage(task);
    });
  return Object.assign(ask, {end: () => worker.terminate()});
}
