import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Panel} from "../../core/base/panel.js";
import {context, effects} from "../../core/lab/context.js";
import {crossPredict} from "../../core/learn/cross-predict.js";
import {makeDataset, take} from "../../core/learn/dataset.js";
import type {Dataset, Label, Model, Split} from "../../core/plugin.js";
import {combinatorialPurged} from "../../plugins/splits/combinatorial-purged.js";
import {walkForward} from "../../plugins/splits/walk-forward.js";

/** Row and symbol can be told from each value: 10 · row + symbol, `NaN` where the test says. */
function panel(rows: number, symbols: number, missing: readonly number[] = []): Panel {
  const a = Float64Array.from({length: rows * symbols}, (_, i) => 10 * Math.floor(i / symbols) + (i % symbols));
  for (const cell of missing) a[cell] = NaN;
  const times = Float64Array.from({length: rows}, (_, i) => 1000 + i);
  return {times, symbols: Array.from({length: symbols}, (_, s) => `S${s}`), fields: {a, b: a.map((v) => -v), close: a}};
}

const next: Label = {
  needs: ["close"],
  compute({times, symbols, fields: {close}}) {
    const n = symbols.length;
    const y = close.map((_, i) => close[i + n] ?? NaN);
    return {y, until: close.map((_, i) => times[Math.floor(i / n) + 1] ?? Infinity)};
  }
};

const halves: Split = {
  causal: true,
  *folds({t, until}) {
    const middle = t[Math.floor(t.length / 2)];
    const index = Uint32Array.from(t.keys());
    yield {train: index.filter((i) => until[i] < middle), test: index.filter((i) => t[i] >= middle)};
  }
};

/** Predicts the mean of y, and remembers every sample that it was shown. */
function remembering(seen: Dataset[]): Model {
  return {
    window: 1,
    fit(train) {
      seen.push(train);
      const mean = train.y.reduce((a, b) => a + b, 0) / train.y.length;
      return Promise.resolve({
        predict: ({shape: [samples]}) => new Float64Array(samples).fill(mean),
        save: () => new Uint8Array()
      });
    },
    load: () => Promise.reject(new Error("not needed"))
  };
}

describe("dataset", () => {
  it("lines up windows, labels and cells", () => {
    const data = makeDataset(panel(4, 2), ["a", "b"], next, 2);
    expect(data.shape).toEqual([6, 2, 2]);
    expect(Array.from(data.cell)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(Array.from(data.x.subarray(0, 4))).toEqual([0, -0, 10, -10]);
    expect(Array.from(data.y)).toEqual([20, 21, 30, 31, NaN, NaN]);
    expect(Array.from(data.until.slice(-2))).toEqual([Infinity, Infinity]);
  });

  it("leaves out samples with a missing feature anywhere in the window", () => {
    const data = makeDataset(panel(5, 1, [1]), ["a"], next, 2);
    expect(Array.from(data.cell)).toEqual([3, 4]);
  });

  it("gives windows equal to those cut by hand", () => {
    fc.assert(
      fc.property(
        fc.integer({min: 1, max: 5}),
        fc.integer({min: 1, max: 3}),
        fc.array(fc.nat(35)),
        (window, n, gaps) => {
          const p = panel(
            12,
            n,
            gaps.filter((cell) => cell < 12 * n)
          );
          const {x, cell} = makeDataset(p, ["a"], next, window);
          const expected: number[][] = [];
          for (let i = 0; i < 12 * n; ++i) {
            const values = Array.from({length: window}, (_, w) => p.fields.a[i - (window - 1 - w) * n]);
            if (values.every((v) => Number.isFinite(v))) expected.push(values);
          }
          expect(Array.from(cell, (_, s) => Array.from(x.subarray(s * window, (s + 1) * window)))).toEqual(expected);
        }
      )
    );
  });

  it("takes samples whole", () => {
    const data = makeDataset(panel(4, 2), ["a", "b"], next, 2);
    const some = take(data, Uint32Array.of(3, 0));
    expect(some.shape).toEqual([2, 2, 2]);
    expect(Array.from(some.cell)).toEqual([5, 2]);
    expect(Array.from(some.x.subarray(0, 4))).toEqual(Array.from(data.x.subarray(12, 16)));
  });
});

describe("crossPredict", () => {
  const free = context(effects(), 0);

  it("shows the model training samples alone, scaled by themselves", async () => {
    const p = panel(10, 1);
    const seen: Dataset[] = [];
    const {signal, folds} = await crossPredict(makeDataset(p, ["a"], next, 1), halves, remembering(seen), 10, free);
    expect(Array.from(seen[0].t)).toEqual([1000, 1001, 1002, 1003]);
    expect(seen[0].x.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 5);
    expect(Array.from(signal)).toEqual([NaN, NaN, NaN, NaN, NaN, 25, 25, 25, 25, 25]);
    expect(folds).toEqual([{train: {from: 1000, to: 1003, samples: 4}, test: {from: 1005, to: 1009, samples: 5}}]);
  });

  it("does not change with test rows: not their features, not their labels", async () => {
    const p = panel(10, 1);
    const changed = {...p, fields: {...p.fields, a: p.fields.a.map((v, i) => (i >= 6 ? 1e6 * v : v))}};
    const fit = async (given: Panel) => {
      const seen: Dataset[] = [];
      await crossPredict(makeDataset(given, ["a"], next, 1), halves, remembering(seen), 10, free);
      return seen[0].x;
    };
    expect(await fit(changed)).toEqual(await fit(p));
  });

  it("stops when told to, and refuses folds with nothing to learn from", async () => {
    const controller = new AbortController();
    controller.abort(new Error("stopped"));
    const data = makeDataset(panel(10, 1), ["a"], next, 1);
    const stopped = {...free, signal: controller.signal};
    await expect(crossPredict(data, halves, remembering([]), 10, stopped)).rejects.toThrow("stopped");
    const blind: Label = {needs: [], compute: () => ({y: new Float64Array(10).fill(NaN), until: new Float64Array(10)})};
    const unknown = makeDataset(panel(10, 1), ["a"], blind, 1);
    await expect(crossPredict(unknown, halves, remembering([]), 10, free)).rejects.toThrow("missing training samples");
  });

  it("weighs training samples, found from them alone, and refuses to for a model that does not heed it", async () => {
    const data = makeDataset(panel(10, 1), ["a"], next, 1);
    const seen: Dataset[] = [];
    const given: Dataset[] = [];
    const weigh = (train: Dataset) => {
      given.push(train);
      return train.y.map((_, i) => i + 1);
    };
    const model = {...remembering(seen), weighted: true};
    await crossPredict(data, halves, model, 10, free, {weigh, scaling: "none"});
    expect(Array.from(seen[0].weight!)).toEqual([1, 2, 3, 4]);
    expect(Array.from(given[0].t)).toEqual([1000, 1001, 1002, 1003]);
    expect(Array.from(seen[0].x)).toEqual([0, 10, 20, 30]);
    const deaf = crossPredict(data, halves, remembering([]), 10, free, {weigh});
    await expect(deaf).rejects.toThrow("invalid weights: the model does not heed them; leave learn.weights out");
  });

  it("predicts large windows part by part as it would at once", async () => {
    const data = makeDataset(panel(4100, 3), ["a", "b"], next, 2000);
    const sizes: number[] = [];
    const last: Model = {
      window: 2000,
      fit: () =>
        Promise.resolve({
          predict({x, shape: [samples, window, k]}) {
            sizes.push(samples);
            return Float64Array.from({length: samples}, (_, i) => x[(i + 1) * window * k - 2]);
          },
          save: () => new Uint8Array()
        }),
      load: () => Promise.reject(new Error("not needed"))
    };
    const {signal} = await crossPredict(data, halves, last, 4100 * 3, free, {scaling: "none"});
    expect(sizes.length).toBeGreaterThan(0);
    for (const size of sizes) expect(size * 2000 * 2 * 4).toBeLessThanOrEqual(2 ** 26);
    expect(sizes.reduce((a, b) => a + b, 0)).toBe(signal.filter((value) => !Number.isNaN(value)).length);
    signal.forEach((value, cell) => {
      if (!Number.isNaN(value)) expect(value).toBe(10 * Math.floor(cell / 3) + (cell % 3));
    });
  });
});

describe("paths", () => {
  const free = context(effects(), 0);
  /** Tells folds apart: predicts how many samples it was trained on, and the first of them. */
  const telling: Model = {
    window: 1,
    fit: ({t}) => {
      const value = 10_000 * t.length + t[0];
      return Promise.resolve({
        predict: ({shape: [samples]}) => new Float64Array(samples).fill(value),
        save: () => new Uint8Array()
      });
    },
    load: () => Promise.reject(new Error("not needed"))
  };

  it.each([
    [6, 2, 5],
    [5, 3, 6],
    [4, 1, 1]
  ] as const)("of %i groups, %i tested, are %i", async (groups, tested, count) => {
    // prettier-ignore
    const data = makeDataset(panel(60, 2), ["a"], next, 1);
    const split = combinatorialPurged({groups, tested, embargo: 0});
    const {signal, paths} = await crossPredict(data, split, telling, 120, free);
    expect(paths?.length ?? 1).toBe(count);
    if (!paths) return;
    // By hand: the j-th fold that tests a group gives the group's part of path j.
    const folds = [...split.folds(data)];
    const {length} = data.cell;
    for (let i = 0; i < length; ++i) {
      const expected = folds
        .filter(({test}) => test.includes(i))
        .map(({train}) => {
          const known = train.filter((j) => !Number.isNaN(data.y[j]));
          return 10_000 * known.length + data.t[known[0]];
        });
      expect(paths.map((path) => path[data.cell[i]])).toEqual(expected);
      expect(signal[data.cell[i]]).toBe(expected.at(-1));
    }
    for (const path of paths) expect(path.filter((value) => !Number.isNaN(value))).toHaveLength(length);
  });

  it("are none where tests meet by chance", async () => {
    const data = makeDataset(panel(60, 2), ["a"], next, 1);
    const walk = walkForward({train: 20, test: 10, step: 7});
    expect(await crossPredict(data, walk, telling, 120, free)).not.toHaveProperty("paths");
  });
});
