import {readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import type {Scores} from "./scores.js";

/** What the real libraries scored on one problem of one seed. */
interface Golden {
  readonly imprint: string;
  /** What the first feature alone would score, as a prediction or, behind the logistic function, a probability. */
  readonly first: Scores;
  readonly scores: Readonly<Record<string, Scores>>;
}

/** All that tests/golden/boosting/scores.py measured: of each problem by its seed. */
export const golden = JSON.parse(
  readFileSync(fileURLToPath(new URL("../golden/boosting/scores.json", import.meta.url)), "utf8")
) as {
  readonly versions: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly problems: Readonly<Record<string, Readonly<Record<string, Golden>>>>;
};

/** The seeds for which a library was run on a problem. */
export function seedsOf(problem: string, library: string): readonly number[] {
  const entries = Object.entries(golden.problems[problem]);
  return entries.filter(([, {scores}]) => library in scores).map(([seed]) => Number(seed));
}
