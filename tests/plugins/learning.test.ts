import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Panel} from "../../core/base/panel.js";
import {context, effects} from "../../core/lab/context.js";
import type {Dataset} from "../../core/plugin.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";
import {mean} from "../../plugins/models/mean.js";
import {ridge} from "../../plugins/models/ridge.js";
import {walkForward} from "../../plugins/splits/walk-forward.js";

describe("forward return", () => {
  const panel: Panel = {
    times: Float64Array.of(10, 20, 30, 40),
    symbols: ["A", "B"],
    fields: {close: Float64Array.of(1, 10, 2, 10, 3, NaN, 6, 30)}
  };

  it("begins after the delay and is known with its last close", () => {
    const {y, until} = forwardReturn({horizon: 1, delay: 1}).compute(panel);
    expect(Array.from(y)).toEqual([0.5, NaN, 1, NaN, NaN, NaN, NaN, NaN]);
    expect(Array.from(until)).toEqual([30, 30, 40, 40, Infinity, Infinity, Infinity, Infinity]);
  });

  it("in excess of the names that have one", () => {
    const {y} = forwardReturn({horizon: 1, delay: 0, excess: true}).compute(panel);
    expect(Array.from(y)).toEqual([0.5, -0.5, 0, NaN, 0, NaN, NaN, NaN]);
  });
});

describe("walk-forward", () => {
  /** `names` samples on each of so many rows, their labels known `horizon` rows later. */
  function samples(rows: number, names: number, horizon: number) {
    const t = Float64Array.from({length: rows * names}, (_, i) => 5 * Math.floor(i / names));
    return {t, until: t.map((time) => time + 5 * horizon)};
  }
  const spans = (folds: Iterable<{train: Uint32Array; test: Uint32Array}>) =>
    Array.from(folds, ({train, test}) => [train[0], train.at(-1), test[0], test.at(-1)]);

  it("moves both spans, leaves the embargo and what is not known yet, and tests to the end", () => {
    const data = samples(10, 1, 1);
    expect(spans(walkForward({train: 4, test: 2, step: 3}).folds(data))).toEqual([
      [0, 2, 4, 5],
      [3, 5, 7, 8]
    ]);
    expect(spans(walkForward({train: 4, test: 2, step: 2}).folds(samples(9, 1, 0)))).toEqual([
      [0, 3, 4, 5],
      [2, 5, 6, 7],
      [4, 7, 8, 8]
    ]);
    expect(spans(walkForward({train: 4, test: 2, step: 3, embargo: 2}).folds(data))).toEqual([
      [0, 3, 6, 7],
      [3, 6, 9, 9]
    ]);
    expect(spans(walkForward({train: 4, test: 2, step: 3, expanding: true}).folds(data))).toEqual([
      [0, 2, 4, 5],
      [0, 5, 7, 8]
    ]);
  });

  it("counts rows and not samples", () => {
    expect(spans(walkForward({train: 4, test: 2, step: 2}).folds(samples(6, 3, 1)))).toEqual([[0, 8, 12, 17]]);
  });

  it("is what a search through all samples would give", () => {
    const options = fc.record({
      train: fc.integer({min: 1, max: 12}),
      test: fc.integer({min: 1, max: 6}),
      step: fc.integer({min: 1, max: 8}),
      embargo: fc.integer({min: 0, max: 4}),
      expanding: fc.boolean()
    });
    fc.assert(
      fc.property(options, fc.integer({min: 1, max: 3}), fc.integer({min: 0, max: 5}), (o, names, horizon) => {
        const rows = o.train + o.embargo + o.test + 15;
        const {t, until} = samples(rows, names, horizon);
        let row = o.train + o.embargo;
        for (const {train, test} of walkForward(o).folds({t, until})) {
          const [first, end] = [o.expanding ? 0 : row - o.embargo - o.train, row - o.embargo];
          const at = (i: number) => t[i] / 5;
          const all = Array.from(t.keys());
          expect(Array.from(train)).toEqual(all.filter((i) => at(i) >= first && at(i) < end && until[i] < 5 * row));
          expect(Array.from(test)).toEqual(all.filter((i) => at(i) >= row && at(i) < row + o.test));
          row += o.step;
        }
        expect(row).toBeGreaterThanOrEqual(rows);
      })
    );
  });

  it("refuses too few rows, and samples in disorder", () => {
    expect(() => walkForward().folds(samples(100, 2, 1))).toThrow(
      "invalid walk-forward: 100 rows give no window; train + test needs 273"
    );
    const t = Float64Array.of(3, 1, 2);
    expect(() => walkForward({train: 1, test: 1}).folds({t, until: t})).toThrow(
      "invalid samples: number 1 is not in order"
    );
  });
});

describe("models", () => {
  /** y = 3 + 2 a − b, exactly. */
  function line(count: number): Dataset {
    const x = Float32Array.from({length: 2 * count}, (_, i) => ((i * 7) % 11) - 5);
    const y = Float64Array.from({length: count}, (_, i) => 3 + 2 * x[2 * i] - x[2 * i + 1]);
    const t = Float64Array.from(y.keys());
    return {x, y, t, until: t, cell: new Uint32Array(count), shape: [count, 1, 2]};
  }
  const free = context(effects(), 0);

  it("ridge finds a line, and less of it the higher the penalty", async () => {
    const data = line(20);
    const exact = (await ridge({penalty: 0}).fit(data, free)).predict(data);
    exact.forEach((value, i) => expect(value).toBeCloseTo(data.y[i], 9));
    const spread = async (penalty: number) => {
      const values = (await ridge({penalty}).fit(data, free)).predict(data);
      return Math.max(...values) - Math.min(...values);
    };
    expect(await spread(1e3)).toBeLessThan(await spread(1));
    expect(await spread(1e12)).toBeLessThan(1e-6);
  });

  it("ridge says what to do about features that repeat one another", async () => {
    const data = line(20);
    const same = {...data, x: data.x.map((_, i) => data.x[i - (i % 2)])};
    await expect((async () => ridge({penalty: 0}).fit(same, free))()).rejects.toThrow(/penalty/);
    expect((await ridge({penalty: 1}).fit(same, free)).predict(same).every(Number.isFinite)).toBe(true);
  });

  it("mean predicts the mean, and refuses to learn from nothing", async () => {
    const data = line(4);
    const average = data.y.reduce((a, b) => a + b, 0) / 4;
    const fitted = await mean().fit(data, free);
    expect(Array.from(fitted.predict(data))).toEqual(new Array(4).fill(average));
    await expect(mean().fit(line(0), free)).rejects.toThrow("missing samples");
    await expect(mean().load(new Uint8Array(3))).rejects.toThrow("invalid mean state: 3 bytes; expected 8");
  });
});
