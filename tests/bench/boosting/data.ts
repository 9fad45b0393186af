import {open} from "node:fs/promises";
import {join} from "node:path";
import {random} from "../../../core/base/random.js";

/** What a benchmark learns from: how much of it, and how. */
export interface Shape {
  readonly rows: number;
  readonly features: number;
  /** Rows that are only predicted, to see that all have learned the same. */
  readonly testRows: number;
  readonly trees: number;
  readonly leaves: number;
}

/** Features row-major, and the labels. */
export interface Rows {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/**
 * Writes `train.x`, `train.y`, `test.x` and `test.y` (float32) into a folder. The features share twelve factors; of each
 * twelve one has heavy tails and one is rounded to halves. The label is 5 % law, of steps, bends and products of the first
 * eleven features and a little of the rest, and 95 % noise of Student's t with five degrees of freedom, of variance 1 in
 * all. Answers with the R² that one who knew the law would reach on the test rows, in the folder's order.
 */
export async function writeRows(folder: string, {rows, features, testRows}: Shape, seed = 7): Promise<number> {
  const stream = random(seed);
  const next = drawRows(features, seed);
  let truth = 0;
  for (const [name, count] of [
    ["train", rows],
    ["test", testRows]
  ] as const) {
    const files = [await open(join(folder, `${name}.x`), "w"), await open(join(folder, `${name}.y`), "w")];
    const [signals, labels] = [new Float64Array(count), new Float64Array(count)];
    for (let from = 0; from < count; from += 50_000) {
      const part = Math.min(50_000, count - from);
      const x = new Float32Array(part * features);
      const y = new Float32Array(part);
      for (let i = 0; i < part; ++i) {
        const law = next(x.subarray(i * features, (i + 1) * features));
        y[i] = Math.sqrt(0.05) * law + Math.sqrt(0.95) * studentFive(stream.normal);
        signals[from + i] = law;
        labels[from + i] = y[i];
      }
      for (const [k, {buffer}] of [x, y].entries()) await files[k].write(new Uint8Array(buffer));
    }
    await Promise.all(files.map((file) => file.close()));
    truth = correlation(signals, labels) ** 2;
  }
  return truth;
}

/** Reads what `writeRows` wrote, without more memory than it takes. */
export async function readRows(folder: string, name: "train" | "test"): Promise<Rows> {
  const [x, y] = await Promise.all(
    ["x", "y"].map(async (key) => {
      const file = await open(join(folder, `${name}.${key}`));
      try {
        const values = new Float32Array((await file.stat()).size / 4);
        for (let at = 0; at < values.byteLength;) {
          const length = Math.min(1 << 26, values.byteLength - at);
          at += (await file.read(new Uint8Array(values.buffer, at, length), 0, length)).bytesRead;
        }
        return values;
      } finally {
        await file.close();
      }
    })
  );
  return {x, y};
}

/** What draws a row's features and answers with its law, of mean 0 and variance 1 as far as 4,000 rows tell. */
function drawRows(features: number, seed: number): (x: Float32Array) => number {
  const stream = random(seed).fork("rows");
  const loads = Float64Array.from({length: 12 * features}, () => 0.5 * stream.normal());
  const small = Float64Array.from({length: features}, (_, f) => (f < 11 ? 0 : 0.1 * stream.normal()));
  const factors = new Float64Array(12);
  const at = (x: Float32Array, f: number) => x[f % features];
  const draw = (x: Float32Array) => {
    for (let k = 0; k < 12; ++k) factors[k] = stream.normal();
    for (let f = 0; f < features; ++f) {
      let sum = stream.normal();
      for (let k = 0; k < 12; ++k) sum += factors[k] * loads[k * features + f];
      sum *= 0.5;
      x[f] = f % 12 === 11 ? sum * Math.sqrt(Math.abs(sum)) : f % 12 === 10 ? Math.round(2 * sum) / 2 : sum;
    }
    const wave = (v: number) => (4 * v) / (1 + v * v) - v / 2;
    let law = 0.6 * at(x, 0) - 0.4 * at(x, 1) + at(x, 2) / (1 + 2 * Math.abs(at(x, 2))) + 0.3 * at(x, 3) * at(x, 4);
    law += 0.3 * wave(at(x, 5)) + (at(x, 6) > 0.5 ? 0.4 * at(x, 7) : 0) - 0.4 * Math.abs(at(x, 8));
    law += 0.3 * Math.max(at(x, 9), 0) * Math.sign(at(x, 10));
    for (let f = 11; f < features; ++f) law += small[f] * x[f];
    return law;
  };
  const row = new Float32Array(features);
  const tried = Float64Array.from({length: 4000}, () => draw(row));
  const mean = tried.reduce((sum, law) => sum + law, 0) / tried.length;
  const deviation = Math.sqrt(tried.reduce((sum, law) => sum + (law - mean) ** 2, 0) / tried.length);
  return (x) => (draw(x) - mean) / deviation;
}

/** Student's t with five degrees of freedom, divided by its standard deviation. */
function studentFive(normal: () => number): number {
  const z = normal();
  let squares = 0;
  for (let k = 0; k < 5; ++k) squares += normal() ** 2;
  return z * Math.sqrt(3 / squares);
}

/** Pearson's correlation. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = a.length;
  let [ma, mb, saa, sbb, sab] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; ++i) {
    ma += a[i] / n;
    mb += b[i] / n;
  }
  for (let i = 0; i < n; ++i) {
    const [da, db] = [a[i] - ma, b[i] - mb];
    saa += da * da;
    sbb += db * db;
    sab += da * db;
  }
  return sab / Math.sqrt(saa * sbb);
}
