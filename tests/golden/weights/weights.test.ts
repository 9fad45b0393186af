import {readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, it} from "vitest";
import {context, effects} from "../../../core/lab/context.js";
import type {Dataset} from "../../../core/plugin.js";
import {mean} from "../../../plugins/models/mean.js";
import {ridge} from "../../../plugins/models/ridge.js";

interface Golden {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly weight: readonly number[];
  readonly mean: number;
  readonly ridge: Readonly<Record<string, readonly number[]>>;
}

const golden = JSON.parse(readFileSync(join(import.meta.dirname, "weights.json"), "utf8")) as Golden;
const n = golden.y.length;
const none = new Float64Array(n);
const data: Dataset = {
  x: Float32Array.from(golden.x),
  shape: [n, 1, golden.x.length / n],
  y: Float64Array.from(golden.y),
  weight: Float64Array.from(golden.weight),
  t: none,
  until: none,
  cell: new Uint32Array(n)
};
const free = context(effects(), 0);

it.each(Object.entries(golden.ridge))("scikit-learn's Ridge of penalty %s, weighted", async (penalty, theirs) => {
  const values = (await ridge({penalty: Number(penalty)}).fit(data, free)).predict(data);
  theirs.forEach((value, i) => expect(Math.abs(values[i] - value)).toBeLessThan(1e-9));
});

it("NumPy's weighted average", async () => {
  const [value] = (await mean().fit(data, free)).predict(data);
  expect(Math.abs(value - golden.mean)).toBeLessThan(1e-12);
});
