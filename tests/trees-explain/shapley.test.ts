import {describe, expect, it} from "vitest";
import {shapValues} from "../../core/trees/explain/shapley.js";
import {predictRaw} from "../../core/trees/predict.js";
import {golden, modelOf, samplesOf} from "./explained.js";

/** The largest distance, as a part of the largest value. */
export function distance(ours: ArrayLike<number>, theirs: readonly (number | null)[]): number {
  expect(ours).toHaveLength(theirs.length);
  const largest = Math.max(...theirs.map((value) => Math.abs(value!)));
  return Math.max(...theirs.map((value, i) => Math.abs(ours[i] - value!))) / largest;
}

describe.each(Object.entries(golden.cases))("%s", (name, {values, base, raw, single}) => {
  const model = modelOf(name);
  const {x, shape} = samplesOf(name);
  const limit = single ? 2e-6 : 1e-12;

  it("is explained as its own package does", () => {
    expect(distance(predictRaw(model, x, shape), raw)).toBeLessThan(limit);
    const ours = shapValues(model, x, shape);
    expect(distance(ours.values, values)).toBeLessThan(limit);
    expect(distance(ours.base, base)).toBeLessThan(limit);
  });

  it("sums to the raw value", () => {
    const ours = shapValues(model, x, shape);
    const sums = predictRaw(model, x, shape).map((value, i) => {
      const part = ours.values.subarray(i * shape[1], (i + 1) * shape[1]);
      return ours.base[i % model.outputs] + part.reduce((all, each) => all + each, 0) - value;
    });
    expect(Math.max(...sums.map(Math.abs))).toBeLessThan(2e-14);
  });
});
