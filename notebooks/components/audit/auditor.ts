import type {Judgement} from "../../../core/audit/verdict.js";

/** What the page asks its Worker to audit: the planted leaks, or every plugin that a page can run. */
export type Subject = "leaks" | "plugins";

/** One thing that was audited. */
export interface Audited {
  readonly name: string;
  readonly kind: string;
  readonly judgement: Judgement;
  /** What was found, the first finding of each rule. */
  readonly findings: readonly {readonly rule: string; readonly message: string}[];
  readonly checked: number;
}

/** What the Worker says: one more audited of so many, or that it is done, or that it could not. */
export type Told =
  | {readonly state: "audited"; readonly one: Audited; readonly done: number; readonly total: number}
  | {readonly state: "done"; readonly milliseconds: number}
  | {readonly state: "failed"; readonly message: string};

/** Audits in a Worker and hears of each as it is done; answers with how to stop it. */
export function startAudit(subject: Subject, hear: (told: Told) => void): () => void {
  const worker = new Worker(import.meta.resolve("./worker.js"), {type: "module"});
  worker.onmessage = ({data}: MessageEvent<Told>) => {
    hear(data);
    if (data.state !== "audited") worker.terminate();
  };
  worker.onerror = ({message}) => hear({state: "failed", message: message || "the auditor could not be started"});
  worker.postMessage(subject);
  return () => worker.terminate();
}
