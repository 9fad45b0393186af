import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Panel} from "../../core/base/panel.js";
import {makeDataset, mapFeatures, take} from "../../core/learn/dataset.js";
import {fitScaling, scale, scalings} from "../../core/learn/scaling.js";
import type {Label} from "../../core/plugin.js";
import {randomPanel} from "../panels.js";

const none: Label = {needs: [], compute: ({fields: {close}}) => ({y: close, until: close})};

/** Every sample's window cut by hand: the rows of a cell's symbol, oldest first, all features of each. */
function naive({fields, symbols, times}: Panel, names: readonly string[], window: number) {
  const n = symbols.length;
  const samples: number[][] = [];
  for (let cell = 0; cell < times.length * n; ++cell) {
    const rows = Array.from({length: window}, (_, w) => cell - (window - 1 - w) * n);
    const values = rows.flatMap((at) => names.map((name) => Math.fround(at < 0 ? NaN : fields[name][at])));
    if (values.every(Number.isFinite)) samples.push(values);
  }
  return samples;
}

const anyWindows = fc.record({
  window: fc.integer({min: 1, max: 12}),
  symbols: fc.integer({min: 1, max: 5}),
  names: fc.subarray(["close", "signal", "volume", "high"], {minLength: 1}),
  seed: fc.nat(50)
});

describe("windows", () => {
  it("are those cut by hand, one by one and all in a dataset", () => {
    fc.assert(
      fc.property(anyWindows, ({window, symbols, names, seed}) => {
        const panel = randomPanel({rows: 40, symbols, seed});
        const expected = naive(panel, names, window);
        const data = makeDataset(panel, names, none, window);
        expect(data.shape).toEqual([expected.length, window, names.length]);
        expect(Array.from(data.cell, (_, i) => Array.from(data.sample!(i)))).toEqual(expected);
        expect(data.x).toEqual(Float32Array.from(expected.flat()));
      }),
      {numRuns: 40}
    );
  });

  it("stay so when samples are taken and scaled, in x and one by one", () => {
    const choice = fc.tuple(anyWindows, fc.constantFrom(...scalings), fc.array(fc.nat(99), {minLength: 1}));
    fc.assert(
      fc.property(choice, ([{window, symbols, names, seed}, method, picks]) => {
        const panel = randomPanel({rows: 40, symbols, seed});
        const cut = naive(panel, names, window);
        const data = makeDataset(panel, names, none, window);
        const index = Uint32Array.from(picks, (pick) => pick % cut.length);
        const scaling = fitScaling(data, method);
        const some = scale(take(data, index), scaling);
        const {shape, y, t, until, cell} = data;
        const copied = {x: Float32Array.from(cut.flat()), shape, y, t, until, cell};
        const expected = scale(take(copied, index), scaling).x;
        expect(some.x).toEqual(expected);
        expect(some.cell).toEqual(index.map((i) => data.cell[i]));
        const size = window * names.length;
        for (const i of index.keys()) expect(some.sample!(i)).toEqual(expected.slice(i * size, (i + 1) * size));
        expect(fitScaling(copied, method)).toEqual(scaling);
      }),
      {numRuns: 40}
    );
  });

  it("are refused in one piece where that would be larger than 4 GiB, but not one by one", () => {
    const panel = randomPanel({rows: 3000, symbols: 40, gaps: false});
    const data = makeDataset(panel, ["close", "high", "low", "open"], none, 2500);
    expect(data.shape[0]).toBe(501 * 40);
    expect(data.sample!(20039)).toHaveLength(4 * 2500);
    const many = take(
      data,
      Uint32Array.from({length: 120_000}, (_, i) => i % 20_000)
    );
    expect(() => many.x).toThrow(
      "invalid dataset: 120000 samples of 2500 rows × 4 features take 4.5 GiB; read them one by one"
    );
  });

  it("have each row's features changed once, and none that no sample asked for", () => {
    const data = makeDataset(randomPanel({rows: 50, symbols: 2, gaps: false}), ["close", "high"], none, 5);
    let count = 0;
    const changed = mapFeatures(data, (from, to, at) => {
      ++count;
      to[at] = from[at];
      to[at + 1] = -from[at + 1];
    });
    expect(count).toBe(0);
    expect(changed.sample!(0)).toEqual(data.sample!(0).map((value, i) => (i % 2 === 0 ? value : -value)));
    expect(count).toBe(5);
    expect(changed.x).toHaveLength(46 * 2 * 5 * 2);
    expect(take(changed, Uint32Array.of(3)).x).toHaveLength(10);
    expect(count).toBe(50 * 2);
  });

  it("share one memory, which is a value for each cell and feature", () => {
    const panel = randomPanel({rows: 200, symbols: 3, gaps: false});
    const windows = makeDataset(panel, ["close", "high"], none, 60);
    expect(windows.shape).toEqual([141 * 3, 60, 2]);
    const [first, next] = [windows.sample!(0), windows.sample!(3)];
    expect(first.buffer).toBe(next.buffer);
    expect(first.buffer.byteLength).toBe(200 * 3 * 2 * 4);
    expect(next.subarray(0, 59 * 2)).toEqual(first.subarray(2));
    expect(Array.from(first.subarray(-2))).toEqual(
      [panel.fields.close[59 * 3], panel.fields.high[59 * 3]].map(Math.fround)
    );
  });

  it("refuse samples that there are none of, and no features", () => {
    const panel = randomPanel({rows: 30});
    const windows = makeDataset(panel, ["close"], none, 5);
    for (const i of [-1, 0.5, windows.shape[0]]) expect(() => windows.sample!(i)).toThrow(`unknown sample: ${i}`);
    expect(() => makeDataset(panel, [], none, 5)).toThrow("missing features");
  });
});
