import type {RunPage} from "../../core/site/payload.js";
import type {FeatureSummaries} from "./feature-summary.js";
import type {Settings} from "./knobs.js";
import type {Rerun} from "./replay.js";
import type {SignalSummary} from "./signal-summary.js";
import type {Verdict} from "./verdict.js";

/** The parts of a run as they came, gzipped; null for signals that are not needed. */
export interface Parts {
  readonly first: ArrayBuffer;
  readonly market: ArrayBuffer;
  readonly signal: ArrayBuffer | null;
}

/** What the page asks its Worker; all but `needs` come after `judge`. */
export type Question =
  | {readonly kind: "needs"; readonly run: RunPage["run"]}
  | {readonly kind: "judge"; readonly parts: Parts; readonly learn?: boolean}
  | {readonly kind: "rerun"; readonly settings: Settings}
  | {readonly kind: "features"}
  | {readonly kind: "signal"};

/** What it answers. */
export type Answer =
  | {readonly kind: "needs"; readonly signal: boolean}
  | {readonly kind: "judge"; readonly verdict: Verdict}
  | {readonly kind: "rerun"; readonly rerun: Rerun}
  | {readonly kind: "features"; readonly summaries: FeatureSummaries}
  | {readonly kind: "signal"; readonly summary: SignalSummary};

/** Told how much of the learning is done, 0 … 1, and what is under way. */
export type Learning = (share: number, what: string) => void;

/** What comes from the Worker: an answer, what went wrong, or how far it is. */
export interface Message {
  readonly id: number;
  readonly answer?: Answer;
  readonly error?: string;
  readonly share?: number;
  readonly what?: string;
}

/** The engine in a Worker. */
export interface Engine {
  /** Whether a run can only be made again from its recorded signal. */
  needsSignal(run: RunPage["run"]): Promise<boolean>;
  /** Makes the run again and judges its record; models of much work learn only if told to, telling how far they are. */
  judge(parts: Parts, learning?: Learning): Promise<Verdict>;
  /** Makes the backtest again with other settings. */
  rerun(settings: Settings): Promise<Rerun>;
  features(): Promise<FeatureSummaries>;
  signal(): Promise<SignalSummary>;
  close(): void;
}

interface Waiting {
  readonly done: (answer: Answer) => void;
  readonly fail: (error: Error) => void;
  readonly learning: Learning | undefined;
}

/**
 * The engine in a Worker of its own, which may still be on its way: questions wait for it. Every answer comes in the order
 * of the questions.
 */
export function startEngine(coming: Promise<Worker>): Engine {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  const failAll = (error: Error) => {
    for (const {fail} of waiting.values()) fail(error);
    waiting.clear();
  };
  const started = coming.then((worker) => {
    worker.onmessage = ({data}: MessageEvent<Message>) => {
      const {id, answer, error, share, what = ""} = data;
      const promise = waiting.get(id);
      if (share !== undefined) return promise?.learning?.(share, what);
      waiting.delete(id);
      if (answer) promise?.done(answer);
      else promise?.fail(new Error(error));
    };
    worker.onerror = (event) => failAll(new Error(event.message || "the engine could not be started"));
    return worker;
  });
  const ask = <K extends Answer["kind"]>(question: Question & {kind: K}, learning?: Learning) =>
    new Promise<Extract<Answer, {kind: K}>>((done, fail) => {
      const id = ++asked;
      waiting.set(id, {done: done as (answer: Answer) => void, fail, learning});
      started.then(
        (worker) => worker.postMessage({id, question}),
        (error: unknown) => failAll(error instanceof Error ? error : new Error(String(error)))
      );
    });
  return {
    needsSignal: async (run) => (await ask({kind: "needs", run})).signal,
    judge: async (parts, learning) =>
      (await ask({kind: "judge", parts, learn: learning !== undefined}, learning)).verdict,
    rerun: async (settings) => (await ask({kind: "rerun", settings})).rerun,
    features: async () => (await ask({kind: "features"})).summaries,
    signal: async () => (await ask({kind: "signal"})).summary,
    close: () => void started.then((worker) => worker.terminate())
  };
}
