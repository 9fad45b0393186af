import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {makeDataset, makeWindows} from "../../core/learn/dataset.js";
import type {Label} from "../../core/plugin.js";
import {randomPanel} from "../panels.js";

const none: Label = {needs: [], compute: ({fields: {close}}) => ({y: close, until: close})};

describe("windows", () => {
  it("are the dataset's, bit for bit", () => {
    const features = fc.subarray(["close", "signal", "volume", "high"], {minLength: 1});
    fc.assert(
      fc.property(fc.integer({min: 1, max: 12}), fc.integer({min: 1, max: 5}), features, (window, symbols, names) => {
        const panel = randomPanel({rows: 60, symbols, seed: window});
        const {x, shape, cell} = makeDataset(panel, names, none, window);
        const windows = makeWindows(panel, names, window);
        expect(windows.shape).toEqual(shape);
        expect(windows.cell).toEqual(cell);
        const joined = new Float32Array(x.length);
        for (let i = 0; i < shape[0]; ++i) joined.set(windows.sample(i), i * window * names.length);
        expect(joined).toEqual(x);
      })
    );
  });

  it("share one memory, which is a value for each cell and feature", () => {
    const panel = randomPanel({rows: 200, symbols: 3, gaps: false});
    const windows = makeWindows(panel, ["close", "high"], 60);
    expect(windows.shape).toEqual([141 * 3, 60, 2]);
    const [first, next] = [windows.sample(0), windows.sample(3)];
    expect(first.buffer).toBe(next.buffer);
    expect(first.buffer.byteLength).toBe(200 * 3 * 2 * 4);
    expect(next.subarray(0, 59 * 2)).toEqual(first.subarray(2));
    expect(Array.from(first.subarray(-2))).toEqual(
      [panel.fields.close[59 * 3], panel.fields.high[59 * 3]].map(Math.fround)
    );
  });

  it("refuse samples that there are none of, and no features", () => {
    const panel = randomPanel({rows: 30});
    const windows = makeWindows(panel, ["close"], 5);
    for (const i of [-1, 0.5, windows.shape[0]]) expect(() => windows.sample(i)).toThrow(`unknown sample: ${i}`);
    expect(() => makeWindows(panel, [], 5)).toThrow("missing features");
  });
});
