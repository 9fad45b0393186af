import {availableParallelism} from "node:os";
import {MessageChannel, receiveMessageOnPort, Worker} from "node:worker_threads";
import type {Crew, CrewAtWork} from "../base/crew.js";

/** How long threads that were told to stop are waited for, milliseconds. */
const patience = 2000;

/**
 * Threads of Node, as many as there are cores unless told otherwise. They are started for each module and memory; a
 * process that has nothing else to do does not wait for them.
 */
export function makeCrew(size = availableParallelism(), worth?: number): Crew {
  if (!(Number.isSafeInteger(size) && size >= 1))
    throw new Error(`invalid number of threads: ${size}; expected a whole number from 1`);
  return {
    size,
    ...(worth !== undefined && {worth}),
    async start(module, memory, threads) {
      const started = Array.from({length: threads - 1}, (_, i) => startThread(module, memory, i + 1));
      try {
        await Promise.all(started.map(({serving}) => serving));
      } catch (error) {
        await Promise.all(started.map(({worker}) => worker.terminate()));
        throw error;
      }
      for (const {worker} of started) worker.unref();
      return atWork(started);
    }
  };
}

interface Thread {
  readonly worker: Worker;
  /** Settles when it serves, or could not start. */
  readonly serving: Promise<void>;
  readonly ended: Promise<void>;
  readonly failure: () => Error | null;
}

function startThread(module: WebAssembly.Module, memory: WebAssembly.Memory, thread: number): Thread {
  const {port1: failures, port2: port} = new MessageChannel();
  const worker = new Worker(new URL("./crew-thread.js", import.meta.url), {
    workerData: {module, memory, thread, port},
    transferList: [port],
    // What this process was started with, loaders of TypeScript among it, is of no use there and slow.
    execArgv: []
  });
  let why: Error | null = null;
  const dead = (reason: string) => (why ??= new Error(`invalid thread ${thread}: it died: ${reason}; start again`));
  const ended = new Promise<void>((resolve) => {
    worker.once("exit", (code) => {
      if (code !== 0) dead(`it ended with code ${code}`);
      failures.close();
      resolve();
    });
  });
  const serving = new Promise<void>((resolve, reject) => {
    worker.once("message", () => resolve());
    worker.once("error", (error) => reject(dead(String(error))));
    worker.once("exit", () => reject(failure() ?? dead("it ended")));
  });
  // A thread that dies later is not to end the process: whoever waits for it asks `failure`.
  worker.on("error", (error) => void dead(String(error)));
  const failure = () => {
    const said = receiveMessageOnPort(failures) as {message: string} | undefined;
    return said ? dead(said.message) : why;
  };
  failures.unref();
  return {worker, serving, ended, failure};
}

function atWork(threads: readonly Thread[]): CrewAtWork {
  let over = false;
  return {
    failure() {
      if (over) return null;
      for (const {failure} of threads) {
        const error = failure();
        if (error) return error;
      }
      return null;
    },
    async end() {
      over = true;
      for (const {worker} of threads) worker.ref();
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, patience)));
      await Promise.race([Promise.all(threads.map(({ended}) => ended)), late]);
      clearTimeout(timer);
      await Promise.all(threads.map(({worker}) => worker.terminate()));
    }
  };
}
