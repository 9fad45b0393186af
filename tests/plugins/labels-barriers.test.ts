import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Panel} from "../../core/base/panel.js";
import {tripleBarrier} from "../../plugins/labels/triple-barrier.js";

interface Bars {
  readonly open?: readonly number[];
  readonly high?: readonly number[];
  readonly low?: readonly number[];
  readonly close: readonly number[];
  readonly side?: readonly number[];
}

function panel(bars: Bars): Panel {
  const fields = Object.fromEntries(Object.entries(bars).map(([name, values]) => [name, Float64Array.from(values)]));
  return {times: Float64Array.from(bars.close, (_, i) => 10 * (i + 1)), symbols: ["A"], fields};
}

/** The first row's label and the row on which it is known. */
function first(bars: Bars, options: Parameters<typeof tripleBarrier>[0]): [y: number, row: number] {
  const {y, until} = tripleBarrier({delay: 0, window: 0, upper: 0.1, lower: 0.1, horizon: 4, ...options}).compute(
    panel(bars)
  );
  return [y[0], until[0] / 10 - 1];
}

describe("triple barrier", () => {
  it("ends at the first close at or beyond a barrier", () => {
    expect(first({close: [10, 10.9, 11, 8, 10]}, {})).toEqual([1, 2]);
    expect(first({close: [10, 9.1, 9, 12, 10]}, {})).toEqual([-1, 2]);
    expect(first({close: [10, 9.1, 10.9, 9.5, 10.5]}, {})).toEqual([0, 4]);
    expect(first({close: [10, 9.1, 10.9, 9.5, 10.5]}, {expiry: "sign"})).toEqual([1, 4]);
    expect(first({close: [10, 9.1, 10.9, 9.5, 10]}, {expiry: "sign"})).toEqual([0, 4]);
  });

  it("enters after the delay, and is decided by later rows alone", () => {
    expect(first({close: [10, 20, 20.1, 22, 10]}, {delay: 1, horizon: 3})).toEqual([1, 3]);
    expect(first({close: [10, NaN, 20, 22, 10]}, {delay: 1, horizon: 3})).toEqual([NaN, 4]);
  });

  it("passes over missing bars, but cannot end on one", () => {
    expect(first({close: [10, NaN, 11.5, 11, 10]}, {})).toEqual([1, 2]);
    expect(first({close: [10, 10, 10, 10, NaN]}, {})).toEqual([NaN, 4]);
  });

  it("is known before the panel ends, or not at all", () => {
    expect(first({close: [10, 10, 11]}, {})).toEqual([1, 2]);
    expect(first({close: [10, 10, 10]}, {})).toEqual([NaN, Infinity]);
  });

  it("leaves out a barrier of 0", () => {
    expect(first({close: [10, 20, 9, 10, 10]}, {upper: 0})).toEqual([-1, 2]);
    expect(first({close: [10, 1, 11, 10, 10]}, {lower: 0})).toEqual([1, 2]);
  });

  it("watches highs and lows, and takes the loss where a bar touches both", () => {
    const close = [10, 10, 10, 10, 10];
    const quiet = {open: close, high: close, low: close, close};
    const ranged = {trigger: "range"} as const;
    expect(first({...quiet, high: [20, 10, 11, 10, 10]}, ranged)).toEqual([1, 2]);
    expect(first({...quiet, low: [1, 10, 10, 8.9, 10]}, ranged)).toEqual([-1, 3]);
    expect(first({...quiet, high: [10, 12, 10, 10, 10], low: [10, 8, 10, 10, 10]}, ranged)).toEqual([-1, 1]);
    const opened = {high: [10, 12, 10, 10, 10], low: [10, 8, 10, 10, 10], open: [10, 11.5, 10, 10, 10]};
    expect(first({...quiet, ...opened}, ranged)).toEqual([1, 1]);
  });

  it("tells whether a side gains", () => {
    const rise = {close: [10, 10.5, 11.2, 10, 10]};
    const meta = {side: "side", upper: 0.1, lower: 0.2};
    const sided = (side: number) => new Array<number>(5).fill(side);
    expect(first({...rise, side: sided(0.3)}, meta)).toEqual([1, 2]);
    expect(first({...rise, side: sided(-2)}, meta)).toEqual([0, 4]);
    expect(first({close: [10, 10, 12, 10, 10], side: sided(-2)}, meta)).toEqual([0, 2]);
    expect(first({close: [10, 10, 9, 10, 10], side: sided(-2)}, meta)).toEqual([1, 2]);
    expect(first({close: [10, 10, 10, 10, 9.5], side: sided(-2)}, meta)).toEqual([0, 4]);
    expect(first({close: [10, 10, 10, 10, 9.5], side: sided(-2)}, {...meta, expiry: "sign"})).toEqual([1, 4]);
    expect(first({close: [10, 10, 10, 10, 9.5], side: sided(1)}, {...meta, expiry: "sign"})).toEqual([0, 4]);
    expect(first({...rise, side: sided(0)}, meta)).toEqual([NaN, 4]);
    expect(first({...rise, side: sided(NaN)}, meta)).toEqual([NaN, 4]);
    const both = {open: [10, 10], high: [10, 13], low: [10, 8], close: [10, 10], side: [-1, -1]};
    expect(first(both, {...meta, trigger: "range", horizon: 1})).toEqual([0, 1]);
  });

  it("is what a search for the first touch of each barrier gives", () => {
    const prices = fc.array(fc.integer({min: 80, max: 120}), {minLength: 8, maxLength: 40});
    const options = fc.record({
      horizon: fc.integer({min: 1, max: 8}),
      delay: fc.integer({min: 0, max: 2}),
      window: fc.constantFrom(0, 2, 4),
      upper: fc.double({min: 0.01, max: 2, noNaN: true}),
      lower: fc.double({min: 0.01, max: 2, noNaN: true})
    });
    fc.assert(
      fc.property(prices, options, (close, o) => {
        const {y, until} = tripleBarrier(o).compute(panel({close}));
        for (let i = 0; i < close.length; ++i) {
          const returns = close.slice(1, i + 1).map((price, j) => price / close[j] - 1);
          const last = o.window === 0 ? [] : returns.slice(-o.window);
          const mean = last.reduce((a, b) => a + b, 0) / last.length;
          const square = last.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (last.length - 1);
          const sigma = o.window === 0 ? 1 : last.length < o.window ? NaN : Math.sqrt(square);
          const entry = i + o.delay;
          const end = entry + o.horizon;
          const earned = close.slice(entry + 1, end + 1).map((price) => price / close[entry] - 1);
          const near = earned.some(
            (each) => Math.abs(each - o.upper * sigma) < 1e-9 || Math.abs(each + o.lower * sigma) < 1e-9
          );
          if (near) continue;
          const touch = (place: number) => (place < 0 ? Infinity : place);
          const up = touch(earned.findIndex((each) => sigma > 0 && each >= o.upper * sigma));
          const down = touch(earned.findIndex((each) => sigma > 0 && each <= -o.lower * sigma));
          const row = Math.min(end, entry + 1 + Math.min(up, down));
          const known = !Number.isNaN(sigma) && row < close.length;
          expect(y[i]).toBe(known ? (up < down ? 1 : down < up ? -1 : 0) : NaN);
          if (known) expect(until[i]).toBe(10 * (row + 1));
        }
      })
    );
  });

  it("refuses what it cannot do", () => {
    expect(() => tripleBarrier({window: 1})).toThrow("invalid triple-barrier window: 1; a deviation needs 2");
    expect(() => tripleBarrier({upper: -1})).toThrow("invalid triple-barrier upper: -1");
    expect(() => tripleBarrier({trigger: "open"})).toThrow("triggers are close, range");
  });
});
