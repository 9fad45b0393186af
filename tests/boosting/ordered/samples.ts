import {random} from "../../../core/base/random.js";
import type {Dataset} from "../../../core/base/learning.js";
import type {Context} from "../../../core/plugin.js";

/** A context that says nothing. */
export function quiet(seed = 3, said: string[] = []): Context {
  return {
    random: random(seed),
    log: (message) => void said.push(message),
    progress: () => {},
    signal: new AbortController().signal
  };
}

/** Samples one after another in time, each of whose labels is known before the next sample comes. */
export function dataset(rows: readonly (readonly number[])[], y: readonly number[]): Dataset {
  return {
    x: Float32Array.from(rows.flat()),
    shape: [rows.length, 1, rows[0].length],
    y: Float64Array.from(y),
    t: Float64Array.from(y, (_, i) => i),
    until: Float64Array.from(y, (_, i) => i + 1),
    cell: Uint32Array.from(y, (_, i) => i)
  };
}

export function correlate(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = a.length;
  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, each) => sum + each, 0) / n;
  const [p, q] = [mean(a), mean(b)];
  let [both, one, other] = [0, 0, 0];
  for (let i = 0; i < n; ++i) {
    both += (a[i] - p) * (b[i] - q);
    one += (a[i] - p) ** 2;
    other += (b[i] - q) ** 2;
  }
  return both / Math.sqrt(one * other);
}

/** The root of the mean squared error. */
export function rootError(predicted: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < y.length; ++i) sum += (predicted[i] - y[i]) ** 2;
  return Math.sqrt(sum / y.length);
}
