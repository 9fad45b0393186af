import type {Confusion} from "../../../core/evaluate/classification/confusion.js";
import {accuracy} from "../../../core/evaluate/classification/scores.js";
import type {ClassSummary} from "../../../core/evaluate/classification/summary.js";
import {log} from "../../../core/base/elementary.js";
import type {RunPage} from "../../../core/site/payload.js";
import {contenderTitle} from "../contest.js";

type Run = Pick<RunPage["run"], "metrics" | "classes" | "contest" | "spec">;

/** What of a run told classes apart. */
export interface Told {
  readonly title: string;
  readonly metrics: RunPage["run"]["metrics"];
  /** Null of a run that kept no counts. */
  readonly classes: ClassSummary | null;
}

/** All of a run that told classes apart: its own model first, then the others that learned from the same samples. */
export function toldApart({metrics, classes, contest = [], spec}: Run): readonly Told[] {
  const own = {title: spec.learn?.model?.name ?? "the model", metrics, classes: classes ?? null};
  const others = contest
    .filter(({name}) => name !== "model")
    .map((each) => ({title: contenderTitle(each), metrics: each.metrics, classes: each.classes ?? null}));
  return [own, ...others].filter((each) => "accuracy" in each.metrics || each.classes !== null);
}

/** A summary's counts as the figures of classes take them. */
export function confusionOf({values, counts}: ClassSummary): Confusion {
  const flat = Float64Array.from(counts.flat());
  return {classes: values, counts: flat, total: flat.reduce((sum, value) => sum + value, 0)};
}

/** Whether the counts are those that the recorded accuracy was made of. */
export function agrees({metrics, classes}: Told): boolean {
  const recorded = metrics.accuracy ?? NaN;
  return classes !== null && Math.abs(accuracy(confusionOf(classes)) - recorded) <= 1e-12;
}

/** What is to be had without knowing anything, by the shares of the classes that came. */
export interface Blind {
  /** Of always saying the class that is the most frequent. */
  readonly accuracy: number;
  /** Of always giving each class its share: 1 − Σ share², half of it of two classes. */
  readonly brier: number;
  /** −Σ share ln share. */
  readonly logLoss: number;
}

/** What knowing the shares of the classes, and nothing of when they come, is worth. */
export function blind({classes, counts, total}: Confusion): Blind {
  const k = classes.length;
  const shares = classes.map(
    (_, c) => counts.subarray(c * k, (c + 1) * k).reduce((sum, value) => sum + value, 0) / total
  );
  const apart = shares.reduce((left, share) => left - share * share, 1);
  return {
    accuracy: Math.max(...shares),
    brier: k === 2 ? apart / 2 : apart,
    logLoss: shares.reduce((sum, share) => (share > 0 ? sum - share * log(share) : sum), 0)
  };
}

const words: Readonly<Record<string, string>> = {"-1": "down", "0": "neither", "1": "up"};

/** The classes' names: of −1, 0 and 1 which way, of any others their numbers. */
export function classNames(values: readonly number[]): readonly string[] {
  const signed = values.includes(-1) && values.every((value) => String(value) in words);
  return values.map((value) => (signed ? words[String(value)] : String(value).replace("-", "\u2212")));
}
