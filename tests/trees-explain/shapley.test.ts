import {describe, expect, it} from "vitest";
import {shapInteractions} from "../../core/trees/explain/interactions.js";
import {interventionalShap} from "../../core/trees/explain/interventional.js";
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

describe.each(Object.entries(golden.cases).filter(([, {interactions}]) => interactions))(
  "interactions of %s",
  (name, {interactions, single}) => {
    const model = modelOf(name);
    const {x, shape} = samplesOf(name);
    const k = shape[1];
    const ours = shapInteractions(model, x, shape);

    it("are those of its own package", () => {
      expect(distance(ours.values, interactions!)).toBeLessThan(single ? 2e-6 : 1e-12);
    });

    it("are symmetric, and their rows sum to the Shapley values", () => {
      const {values} = shapValues(model, x, shape);
      values.forEach((value, at) => {
        const [block, j] = [Math.floor(at / k), at % k];
        const row = ours.values.subarray(at * k, (at + 1) * k);
        expect(row.reduce((all, each) => all + each, 0)).toBeCloseTo(value, 12);
        row.forEach((each, i) => expect(each).toBeCloseTo(ours.values[(block * k + i) * k + j], 14));
      });
    });
  }
);

describe.each(Object.entries(golden.cases).filter(([, {interventional}]) => interventional))(
  "%s against a background",
  (name, {interventional, expected}) => {
    it("is explained as the shap package does", () => {
      const {x, shape} = samplesOf(name);
      const ours = interventionalShap(modelOf(name), x, shape, samplesOf(name, "background"));
      // Its weights are of single precision.
      expect(distance(ours.values, interventional!)).toBeLessThan(1e-7);
      expect(distance(ours.base, expected!)).toBeLessThan(1e-12);
    });
  }
);
