import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {normalQuantile} from "../../../core/base/normal.js";
import type {ScalingMethod} from "../../../core/learn/scaling.js";
import {fitScaling, scale} from "../../../core/learn/scaling.js";
import type {Dataset} from "../../../core/plugin.js";

interface Case {
  readonly features: number;
  readonly train: readonly number[];
  readonly test: readonly number[];
  readonly scaled: Readonly<Record<string, readonly number[]>>;
}

interface Golden {
  readonly cases: Readonly<Record<string, Case>>;
  readonly normal: {readonly p: readonly number[]; readonly z: readonly number[]};
}

const golden = JSON.parse(readFileSync(join(import.meta.dirname, "scaling.json"), "utf8")) as Golden;

function dataset(x: readonly number[], features: number): Dataset {
  const n = x.length / features;
  const none = new Float64Array(n);
  return {x: Float32Array.from(x), shape: [n, 1, features], y: none, t: none, until: none, cell: new Uint32Array(n)};
}

describe.each(Object.entries(golden.cases))("scikit-learn on %s samples", (_, {features, train, test, scaled}) => {
  it.each(Object.entries(scaled))("%s", (method, theirs) => {
    const scaling = fitScaling(dataset(train, features), method as ScalingMethod);
    const {x} = scale(dataset(test, features), scaling);
    expect(x).toHaveLength(theirs.length);
    // x holds 32 bits, which are good for 6e-8 of a value.
    theirs.forEach((value, i) => {
      const allowed = 2e-7 * Math.max(1, Math.abs(value));
      expect(Math.abs(x[i] - value), `value ${i}: ${x[i]} against ${value}`).toBeLessThanOrEqual(allowed);
    });
  });
});

it("SciPy's quantiles of the normal distribution", () => {
  const {p, z} = golden.normal;
  expect(p.length).toBeGreaterThan(60);
  p.forEach((share, i) => expect(Math.abs(normalQuantile(share) - z[i])).toBeLessThanOrEqual(4e-15 * Math.abs(z[i])));
  expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([-Infinity, 0, Infinity]);
});
