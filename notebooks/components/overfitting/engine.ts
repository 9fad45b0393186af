import type {NoiseQuestion} from "./noise.js";
import type {JudgedSearch, Power} from "./search.js";
import type {Asked} from "./worker.js";

/** What judges searches in the background. */
export interface SearchEngine {
  judge(question: NoiseQuestion): Promise<JudgedSearch>;
  power(question: NoiseQuestion): Promise<Power>;
  close(): void;
}

interface Waiting {
  readonly asked: Asked;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Judges searches in a Worker, so that sliders stay smooth. Of the questions of a kind that come while it is at work only the
 * latest is answered; the others are no longer wanted, and their promises stay open.
 */
export function startSearchEngine(): SearchEngine {
  const worker = new Worker(import.meta.resolve("./worker.js"), {type: "module"});
  const next = new Map<Asked["kind"], Waiting>();
  let current: Waiting | null = null;
  let id = 0;
  const go = () => {
    if (current) return;
    for (const kind of ["judge", "power"] as const) {
      const waiting = next.get(kind);
      if (!waiting) continue;
      next.delete(kind);
      current = waiting;
      worker.postMessage(waiting.asked);
      return;
    }
  };
  const end = (act: (waiting: Waiting) => void) => {
    const done = current;
    current = null;
    if (done) act(done);
    go();
  };
  worker.onmessage = ({data}: MessageEvent<{id: number; answer?: unknown; error?: string}>) => {
    end(({resolve, reject}) => {
      if (data.error === undefined) resolve(data.answer);
      else reject(new Error(data.error));
    });
  };
  worker.onerror = (event) => {
    end(({reject}) => reject(new Error(event.message || "the engine could not be started")));
  };
  const ask = <T>(kind: Asked["kind"], question: NoiseQuestion) =>
    new Promise<T>((resolve, reject) => {
      next.set(kind, {asked: {id: ++id, kind, question}, resolve: resolve as (answer: unknown) => void, reject});
      go();
    });
  return {
    judge: (question) => ask<JudgedSearch>("judge", question),
    power: (question) => ask<Power>("power", question),
    close: () => worker.terminate()
  };
}
