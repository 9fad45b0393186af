import type {Judged} from "./judged.js";
import type {ErrorReport} from "./report.js";

/** How a forest foretells the samples that its trees did not learn from: means over the folds. */
export interface OutOfBagPoint {
  readonly at: number;
  readonly samples: number;
  readonly score: number | null;
  readonly ic: number | null;
}

/** How far what a model of an experiment gives its classes is to be believed. */
export interface Calibration extends Judged {
  readonly name: string;
  readonly model: string;
}

/** Where an experiment's error comes from, as it is kept. */
export interface KeptError extends ErrorReport {
  readonly id: string;
  /** The id that a run of the experiment has, as it was looked into. */
  readonly run: string;
  readonly experiment: string;
  readonly of: string;
  readonly model: string;
  readonly label: string;
  readonly made: string;
  readonly synthetic: boolean;
  readonly folds: number;
  /** The days of the last fold's tests, first and last, epoch milliseconds UTC. */
  readonly tested: readonly [from: number, to: number];
  /** A point for each of the learning curve; missing where the model is no forest. */
  readonly outOfBag?: readonly OutOfBagPoint[];
  /** Of the experiment's classifiers, the asked one and the rivals; none where there are none. */
  readonly calibration: readonly Calibration[];
  /** Every attempt at the experiment so far, this one included. */
  readonly trials: number;
}
