import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import {context, effects} from "../../core/lab/context.js";
import {crossPredict} from "../../core/learn/cross-predict.js";
import {makeDataset, take} from "../../core/learn/dataset.js";
import {fitScaling, scale, scalings, scalingText} from "../../core/learn/scaling.js";
import type {Dataset, Model} from "../../core/plugin.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";
import {byTime} from "../../plugins/splits/by-time.js";
import {randomPanel} from "../panels.js";

function dataset(x: ArrayLike<number>, features: number): Dataset {
  const n = x.length / features;
  const none = new Float64Array(n);
  return {x: Float32Array.from(x), shape: [n, 1, features], y: none, t: none, until: none, cell: new Uint32Array(n)};
}

describe("scaling", () => {
  const r = random(1);
  const data = dataset(
    Array.from({length: 300}, (_, i) => (i % 3 === 2 ? 7 : 5 + 2 * r.normal())),
    3
  );

  it("standardises by the samples it was fitted on, and a constant to 0", () => {
    const again = fitScaling(scale(data, fitScaling(data)));
    for (const j of [0, 1]) {
      expect(again.mean[j]).toBeCloseTo(0, 6);
      expect(again.deviation[j]).toBeCloseTo(1, 6);
    }
    expect(again.deviation[2]).toBe(0);
    expect(data.x[2]).toBe(7);
  });

  it("is nothing at all where none is asked for, and refuses nothing that is constant", () => {
    expect(scale(data, fitScaling(data, "none")).x).toEqual(data.x);
    for (const method of ["standard", "robust", "rank"] as const)
      expect(scale(data, fitScaling(data, method)).x[2]).toBe(0);
    const other = dataset([1, 2, 9], 3);
    expect(scale(other, fitScaling(data, "robust")).x[2]).toBe(2);
    expect(scale(other, fitScaling(data, "rank")).x[2]).toBeCloseTo(5.199, 2);
  });

  it("by ranks gives a normal distribution, in the same order, whatever the one before", () => {
    const skewed = dataset(
      Array.from({length: 2500}, () => Math.exp(3 * r.normal())),
      1
    );
    const scaled = scale(skewed, fitScaling(skewed, "rank"));
    const {mean, deviation} = fitScaling(scaled);
    expect(mean[0]).toBeCloseTo(0, 2);
    expect(deviation[0]).toBeCloseTo(1, 1);
    const order = (x: Float32Array) => Array.from(x.keys()).sort((i, j) => x[i] - x[j] || i - j);
    expect(order(scaled.x)).toEqual(order(skewed.x));
  });

  it("by ranks gives equal values the middle of their ranks, at an end too", () => {
    const tied = dataset([0, 0, 0, 1, 2], 1);
    const {x} = scale(tied, fitScaling(tied, "rank"));
    expect(x[0]).toBeCloseTo(-0.6745, 4);
    expect(x[3]).toBeCloseTo(0.6745, 4);
    expect(scale(dataset([5], 1), fitScaling(dataset([5], 1), "rank")).x).toEqual(Float32Array.of(0));
  });

  it("is saved as JSON", () => {
    expect(JSON.parse(scalingText(fitScaling(dataset([1, 2, 3, 4], 2), "robust")))).toEqual({
      method: "robust",
      median: [2, 3],
      range: [1, 1]
    });
    for (const method of scalings) expect(JSON.parse(scalingText(fitScaling(data, method)))).toMatchObject({method});
  });

  it("is fitted on training samples alone: other test rows change neither it nor other samples", async () => {
    const seen: Dataset[] = [];
    const model: Model = {
      window: 3,
      fit(train) {
        seen.push(train);
        return Promise.resolve({
          predict: ({x, shape: [n, window, k]}) => Float64Array.from({length: n}, (_, i) => x[i * window * k]),
          save: () => new Uint8Array()
        });
      },
      load: () => Promise.reject(new Error("not needed"))
    };
    const panel = randomPanel({rows: 80, symbols: 3, gaps: false});
    const n = 3;
    const predict = (from: number, factor: number, method: (typeof scalings)[number]) => {
      const high = panel.fields.high.map((value, i) => (i >= from ? factor * value : value));
      const data = makeDataset({...panel, fields: {...panel.fields, high}}, ["high", "low"], forwardReturn(), 3);
      const split = byTime({validation: "", test: "60%"});
      return crossPredict(data, split, model, 80 * n, context(effects(), 0), {scaling: method});
    };
    const property = fc.asyncProperty(
      fc.constantFrom(...scalings),
      fc.integer({min: 50, max: 79}),
      fc.constantFrom(-1, 0, 3, 1e6),
      async (method, row, factor) => {
        const before = await predict(Infinity, 1, method);
        const after = await predict(row * n, factor, method);
        expect(scalingText(after.last.scaling)).toBe(scalingText(before.last.scaling));
        const [a, b] = seen.slice(-2);
        expect(b.x).toEqual(a.x);
        // The prediction is the oldest row of the window, two before the sample's.
        expect(after.signal.slice(0, (row + 2) * n)).toEqual(before.signal.slice(0, (row + 2) * n));
      }
    );
    await fc.assert(property, {numRuns: 25});
  });

  it("counts a row once, however many windows it is in", () => {
    const panel = randomPanel({rows: 50, symbols: 2, gaps: false});
    const windows = makeDataset(panel, ["close", "high"], forwardReturn(), 7);
    const rows = makeDataset(panel, ["close", "high"], forwardReturn(), 1);
    const same = take(
      rows,
      Uint32Array.from(windows.cell, (cell) => rows.cell.indexOf(cell))
    );
    for (const method of scalings) expect(fitScaling(windows, method)).toEqual(fitScaling(same, method));
  });
});
