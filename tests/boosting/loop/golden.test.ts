import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {random} from "../../../core/base/random.js";
import {root} from "../../../core/lab/home.js";
import {predictRaw} from "../../../core/trees/predict.js";
import type {Context, Dataset} from "../../../core/plugin.js";
import {lightgbm} from "../../../plugins/models/lightgbm.js";
import {xgboost} from "../../../plugins/models/xgboost.js";

interface Numbers {
  readonly x: readonly (readonly (number | null)[])[];
  readonly labels: Readonly<Record<string, readonly number[]>>;
  readonly weight: readonly number[];
  readonly cases: readonly {
    readonly library: "lightgbm" | "xgboost";
    readonly label: string;
    readonly weighed: boolean;
    readonly options: Readonly<Record<string, unknown>>;
    readonly raw: readonly number[];
  }[];
}

const file = join(root, "tests/golden/boosting-loop/numbers.json");
const {x, labels, weight, cases} = JSON.parse(await readFile(file, "utf8")) as Numbers;
const n = x.length;
const makers = {lightgbm, xgboost};

const context: Context = {
  random: random(1),
  log: () => {},
  progress: () => {},
  signal: new AbortController().signal
};

const values = Float32Array.from(x.flat(), (value) => value ?? NaN);
const t = Float64Array.from({length: n}, (_, i) => Math.floor(i / 20));

describe("after a few trees, what the real libraries answer", () => {
  it.each(cases.map((each) => [each.library, JSON.stringify(each.options), each.weighed, each] as const))(
    "%s %s, weighed: %s",
    async (library, _, weighed, each) => {
      const data: Dataset = {
        x: values,
        shape: [n, 1, 3],
        y: Float64Array.from(labels[each.label]),
        ...(weighed && {weight: Float64Array.from(weight)}),
        t,
        until: t,
        cell: new Uint32Array(n)
      };
      const {trees} = await makers[library](each.options as never).fit(data, context);
      const raw = predictRaw(trees!, values.subarray(0, 40 * 3), [40, 3]);
      const differ = each.raw.map((value, i) => Math.abs(value - raw[i]));
      expect(Math.max(...differ)).toBeLessThan(2e-5);
    }
  );
});
