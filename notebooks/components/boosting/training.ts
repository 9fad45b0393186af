import type {Column, Panel} from "../../../core/base/panel.js";
import type {Contender} from "../../../core/pipeline/contest.js";
import type {PlanSpec} from "../../../core/pipeline/plan.js";

/** What the reader lets boosted trees learn with. */
export interface Choices {
  readonly trees: number;
  readonly leaves: number;
  readonly rate: number;
  /** The least samples in a leaf. */
  readonly least: number;
  /** Rows that the label looks ahead. */
  readonly horizon: number;
  /** The penalty of the ridge regression beside them. */
  readonly penalty: number;
}

/** One way to learn, and what it came to. */
export interface Learnt {
  readonly contender: Contender;
  readonly signal: Column;
  /** How long all folds took, milliseconds. */
  readonly milliseconds: number;
}

/** Boosted trees, ridge and the mean, learned walking forward over the same folds. */
export interface Training {
  readonly choices: Choices;
  readonly trees: Learnt;
  readonly ridge: Learnt;
  readonly mean: Learnt;
  readonly label: Column;
  /** SHA-256 of the last fold's model as it is saved, and of signal, baseline and label as a run records it. */
  readonly hashes: {readonly model: string; readonly signal: string};
}

/** The market and the experiment that trainings are of. */
export interface Matter {
  readonly panel: Panel;
  readonly spec: PlanSpec;
}

/** Trains in a Worker of its own. */
export interface Trainer {
  /** Resolves with what came of the choices; never where others are made before it begins. */
  train(choices: Choices): Promise<Training>;
  close(): void;
}

/** Starts a trainer. While it is at work, the latest choices wait and those between are left out. */
export function startTrainer(matter: Matter): Trainer {
  const worker = new Worker(import.meta.resolve("./worker.js"), {type: "module"});
  worker.postMessage({matter});
  let busy: Waiting | null = null;
  let waiting: Waiting | null = null;
  const next = () => {
    if (busy || !waiting) return;
    [busy, waiting] = [waiting, null];
    worker.postMessage({choices: busy.choices});
  };
  worker.onmessage = ({data}: MessageEvent<{training?: Training; error?: string}>) => {
    if (data.training) busy?.done(data.training);
    else busy?.fail(new Error(data.error));
    busy = null;
    next();
  };
  worker.onerror = (event) => {
    (busy ?? waiting)?.fail(new Error(event.message || "the trainer could not be started"));
    busy = null;
  };
  return {
    train: (choices) =>
      new Promise((done, fail) => {
        waiting = {choices, done, fail};
        next();
      }),
    close: () => worker.terminate()
  };
}

interface Waiting {
  readonly choices: Choices;
  done(training: Training): void;
  fail(error: Error): void;
}
