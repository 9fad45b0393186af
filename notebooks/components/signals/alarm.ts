import type {Audit} from "../../../core/audit/verdict.js";
import type {RunPage} from "../../../core/site/payload.js";

/** What the alarm is asked about: a run, and whether what it must not know is put among its features. */
export interface AlarmQuestion {
  readonly page: RunPage;
  readonly numbers: ArrayBuffer;
  readonly planted: boolean;
}

/** Asks the alarm in a Worker, which ends with its answer: what each feature knows of the label takes seconds to find. */
export function askAlarm(question: AlarmQuestion): Promise<Audit> {
  const worker = new Worker(import.meta.resolve("./alarm-worker.js"), {type: "module"});
  return new Promise<Audit>((done, fail) => {
    worker.onmessage = ({data}: MessageEvent<{audit?: Audit; error?: string}>) =>
      data.audit ? done(data.audit) : fail(new Error(data.error));
    worker.onerror = (event) => fail(new Error(event.message || "the alarm could not be started"));
    worker.postMessage(question);
  }).finally(() => worker.terminate());
}
