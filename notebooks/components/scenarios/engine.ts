import type {StressAnswer, StressQuestion} from "./question.js";

/** What is known of a stress test while it runs. */
export type Progress =
  | {readonly state: "running"; readonly done: number; readonly total: number}
  | {readonly state: "done"; readonly answer: StressAnswer}
  | {readonly state: "failed"; readonly error: string};

/**
 * Runs a stress test in a Worker, telling how far it is; what it yields last is its answer. A test that is no longer
 * wanted ends with the iteration.
 */
export async function* runStress(question: StressQuestion): AsyncGenerator<Progress> {
  const worker = new Worker(import.meta.resolve("./worker.js"), {type: "module"});
  const waiting: Progress[] = [{state: "running", done: 0, total: question.seeds}];
  let wake = () => {};
  const tell = (progress: Progress) => {
    waiting.push(progress);
    wake();
  };
  worker.onmessage = ({data}: MessageEvent<{done?: number; total?: number; answer?: StressAnswer; error?: string}>) => {
    if (data.answer) tell({state: "done", answer: data.answer});
    else if (data.error !== undefined) tell({state: "failed", error: data.error});
    else tell({state: "running", done: data.done ?? 0, total: data.total ?? question.seeds});
  };
  worker.onerror = (event) => {
    tell({state: "failed", error: event.message || "the engine could not be started"});
  };
  worker.postMessage(question);
  try {
    for (;;) {
      const latest = waiting.pop();
      waiting.length = 0;
      if (latest) yield latest;
      if (latest && latest.state !== "running") return;
      if (waiting.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    worker.terminate();
  }
}
