import {createHash} from "node:crypto";
import type {Random} from "../../../core/base/random.js";
import {random} from "../../../core/base/random.js";
import type {Dataset} from "../../../core/plugin.js";

/** What is learned, and by which figures it is judged: `panel` and `rank` are divided by day, which is their `t`. */
export type Task = "regression" | "binary" | "rank" | "panel";

/** Made-up samples whose law is known. */
export interface Problem {
  readonly name: string;
  readonly task: Task;
  /** The places of the features whose values are categories. */
  readonly categorical: readonly number[];
  readonly train: Dataset;
  readonly test: Dataset;
}

/** How a problem's samples are drawn: rows × features, and each row's label and day. */
export interface Recipe {
  readonly task: Task;
  readonly features: number;
  readonly train: number;
  readonly test: number;
  readonly categorical?: readonly number[];
  /** Samples of a day, where there are days: `train` and `test` are whole numbers of them. */
  readonly daily?: number;
  /**
   * What fixes the law itself, drawn once for a seed, and then, for each sample in turn, writes its features and answers
   * with its label.
   */
  begin(stream: Random): (x: Float32Array, day: number) => number;
}

const day = 86_400_000;

/** Draws a problem; the same bytes for the same seed. */
export function draw(name: string, recipe: Recipe, seed: number): Problem {
  const {task, features, train, test, categorical = [], daily = 1} = recipe;
  const stream = random(`${name}/${seed}`);
  const next = recipe.begin(stream);
  const part = (count: number, from: number): Dataset => {
    const x = new Float32Array(count * features);
    const y = new Float64Array(count);
    const t = new Float64Array(count);
    for (let i = 0; i < count; ++i) {
      const date = from + Math.floor(i / daily);
      y[i] = next(x.subarray(i * features, (i + 1) * features), date);
      t[i] = date * day;
    }
    const names = Array.from({length: features}, (_, f) => `f${f}`);
    const cell = Uint32Array.from({length: count}, (_, i) => i);
    return {x, shape: [count, 1, features], y, t, until: t.map((at) => at + day), cell, names};
  };
  const first = part(train, 0);
  return {name, task, categorical, train: first, test: part(test, Math.ceil(train / daily))};
}

/** The first 16 digits of the SHA-256 of a problem's bytes: x, y and t of the train samples, then of the others. */
export function imprint({train, test}: Problem): string {
  const hash = createHash("sha256");
  for (const {x, y, t} of [train, test])
    for (const {buffer, byteOffset, byteLength} of [x, y, t])
      hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest("hex").slice(0, 16);
}
