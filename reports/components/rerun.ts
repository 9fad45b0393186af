import type {RunPage} from "../../core/site/payload.js";
import type {FeatureSummaries} from "./feature-summary.js";
import type {Settings} from "./knobs.js";
import type {Rerun} from "./replay.js";
import type {SignalSummary} from "./signal-summary.js";
import type {Verdict} from "./verdict.js";

/** What the page asks its Worker; `judge` comes first. */
export type Question =
  | {readonly kind: "judge"; readonly page: RunPage; readonly numbers: ArrayBuffer}
  | {readonly kind: "rerun"; readonly settings: Settings}
  | {readonly kind: "features"}
  | {readonly kind: "signal"};

/** What it answers. */
export type Answer =
  | {readonly kind: "judge"; readonly verdict: Verdict}
  | {readonly kind: "rerun"; readonly rerun: Rerun}
  | {readonly kind: "features"; readonly summaries: FeatureSummaries}
  | {readonly kind: "signal"; readonly summary: SignalSummary};

/** The engine in a Worker. */
export interface Engine {
  /** Makes the run again and judges its record. */
  judge(page: RunPage, numbers: ArrayBuffer): Promise<Verdict>;
  /** Makes the backtest again with other settings. */
  rerun(settings: Settings): Promise<Rerun>;
  features(): Promise<FeatureSummaries>;
  signal(): Promise<SignalSummary>;
  close(): void;
}

/** Starts the engine in a Worker of its own. Every answer comes in the order of the questions. */
export function startEngine(): Engine {
  const worker = new Worker(import.meta.resolve("./rerun-worker.js"), {type: "module"});
  const waiting = new Map<number, {done: (answer: Answer) => void; fail: (error: Error) => void}>();
  let asked = 0;
  worker.onmessage = ({data}: MessageEvent<{id: number; answer?: Answer; error?: string}>) => {
    const {id, answer, error} = data;
    const promise = waiting.get(id);
    waiting.delete(id);
    if (answer) promise?.done(answer);
    else promise?.fail(new Error(error));
  };
  worker.onerror = (event) => {
    const error = new Error(event.message || "the engine could not be started");
    for (const {fail} of waiting.values()) fail(error);
    waiting.clear();
  };
  const ask = <K extends Answer["kind"]>(question: Question & {kind: K}) =>
    new Promise<Extract<Answer, {kind: K}>>((done, fail) => {
      const id = ++asked;
      waiting.set(id, {done: done as (answer: Answer) => void, fail});
      worker.postMessage({id, question});
    });
  return {
    judge: async (page, numbers) => (await ask({kind: "judge", page, numbers})).verdict,
    rerun: async (settings) => (await ask({kind: "rerun", settings})).rerun,
    features: async () => (await ask({kind: "features"})).summaries,
    signal: async () => (await ask({kind: "signal"})).summary,
    close: () => worker.terminate()
  };
}
