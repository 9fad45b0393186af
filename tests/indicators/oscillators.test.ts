import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {eachRun} from "../../core/indicators/each-run.js";
import {memoryOf} from "../../core/indicators/means.js";
import {movementSum} from "../../core/indicators/oscillators/directional.js";
import {commodityChannel, moneyFlow, plainMomentum, ultimate} from "../../core/indicators/oscillators/pressure.js";
import {forecastError, swings} from "../../core/indicators/oscillators/smoothed-momentum.js";
import {distanceFromHigh, placeInRange} from "../../core/indicators/oscillators/stochastic.js";
import {gainAndLoss, relativeStrength} from "../../core/indicators/oscillators/strength.js";
import {efficiency, verticalHorizontal, vortexLine} from "../../core/indicators/oscillators/trendiness.js";
import {wilderSpan} from "../../core/indicators/oscillators/within.js";
import {randomPanel} from "../panels.js";

interface Bars {
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** Prices in steps of a quarter, so that many rows do not move and many values are equal. */
const bars: fc.Arbitrary<Bars> = fc
  .array(fc.tuple(fc.integer({min: -4, max: 4}), fc.nat(3), fc.nat(3), fc.nat(5)), {maxLength: 80})
  .map((rows) => {
    let price = 100;
    const close = Float64Array.from(rows, ([move]) => (price += move / 4));
    return {
      close,
      high: close.map((value, i) => value + rows[i][1] / 4),
      low: close.map((value, i) => value - rows[i][2] / 4),
      volume: Float64Array.from(rows, (row) => 100 * row[3])
    };
  });
const windows = fc.integer({min: 2, max: 12});

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const last = (x: Float64Array, i: number, window: number) => Array.from(x.subarray(i - window + 1, i + 1));
const moves = (x: Float64Array) => x.map((value, i) => (i > 0 ? value - x[i - 1] : 0));
const range = ({high, low, close}: Bars) =>
  close.map((_, i) => Math.max(high[i] - low[i], Math.abs(high[i] - close[i - 1]), Math.abs(low[i] - close[i - 1])));

/** Every row from `first` on has the value that the definition, applied to that row alone, gives; no row before has any. */
function expectEach(ours: Float64Array, first: number, definition: (i: number) => number): void {
  ours.forEach((value, i) => {
    if (i < first) expect(value, `row ${i}`).toBeNaN();
    else expect(Math.abs(value - definition(i)), `row ${i}`).toBeLessThan(1e-9);
  });
}

function check(test: (all: Bars, window: number) => void): () => void {
  return () => fc.assert(fc.property(bars, windows, test), {numRuns: 100});
}

const ratio = (a: number, b: number, none: number) => (b === 0 ? none : a / b);

describe("kernels agree with their definitions, row by row", () => {
  it(
    "place in the range",
    check((all, window) => {
      const {high, low, close} = all;
      const top = (i: number) => Math.max(...last(high, i, window));
      const bottom = (i: number) => Math.min(...last(low, i, window));
      expectEach(placeInRange(high, low, close, window), window - 1, (i) =>
        ratio(100 * (close[i] - bottom(i)), top(i) - bottom(i), 0)
      );
      expectEach(distanceFromHigh(high, low, close, window), window - 1, (i) =>
        ratio(100 * (close[i] - top(i)), top(i) - bottom(i), 0)
      );
    })
  );

  it(
    "money flow",
    check(({high, low, close, volume}, window) => {
      const price = close.map((value, i) => (high[i] + low[i] + value) / 3);
      const flow = price.map((value, i) => value * volume[i] * Math.sign(Math.round(12 * (value - price[i - 1]))));
      expectEach(moneyFlow(high, low, close, volume, window), window, (i) => {
        const flows = last(flow, i, window);
        return ratio(100 * sum(flows.filter((value) => value > 0)), sum(flows.map(Math.abs)), 0);
      });
    })
  );

  it(
    "ultimate oscillator",
    check((all, short) => {
      const {high, low, close} = all;
      const [medium, long] = [short + 2, 2 * short + 3];
      const pressure = close.map((value, i) => value - Math.min(low[i], close[i - 1]));
      const part = (i: number, window: number) =>
        ratio(sum(last(pressure, i, window)), sum(last(range(all), i, window)), 0);
      expectEach(ultimate(high, low, close, short, medium, long), long, (i) => {
        return (100 * (4 * part(i, short) + 2 * part(i, medium) + part(i, long))) / 7;
      });
    })
  );

  it(
    "channel index",
    check(({high, low, close}, window) => {
      const price = close.map((value, i) => (high[i] + low[i] + value) / 3);
      expectEach(commodityChannel(high, low, close, window), window - 1, (i) => {
        const prices = last(price, i, window);
        const mean = sum(prices) / window;
        const distance = sum(prices.map((value) => Math.abs(value - mean))) / window;
        return Math.abs(price[i] - mean) < 1e-12 ? 0 : (price[i] - mean) / (0.015 * distance);
      });
    })
  );

  it(
    "momentum and straightness",
    check((all, window) => {
      const {high, low, close} = all;
      const steps = moves(close);
      const path = (i: number) => sum(last(steps, i, window).map(Math.abs));
      expectEach(plainMomentum(close, window), window, (i) => ratio(100 * sum(last(steps, i, window)), path(i), 0));
      expectEach(efficiency(close, window), window, (i) => ratio(Math.abs(close[i] - close[i - window]), path(i), 1));
      expectEach(verticalHorizontal(close, window), window, (i) => {
        const closes = last(close, i, window);
        return ratio(Math.max(...closes) - Math.min(...closes), path(i), 0);
      });
      const reach = high.map((value, i) => Math.abs(value - low[i - 1]));
      expectEach(vortexLine(high, low, close, window, false), window, (i) =>
        ratio(sum(last(reach, i, window)), sum(last(range(all), i, window)), 0)
      );
    })
  );

  it(
    "forecast and swings",
    check(({high, close}, window) => {
      expectEach(forecastError(close, window), window, (i) => {
        const past = last(close, i - 1, window);
        const k = past.map((_, j) => j - (window - 1) / 2);
        const slope = sum(k.map((value, j) => value * past[j])) / sum(k.map((value) => value * value));
        return 100 * (1 - (sum(past) / window + (slope * (window + 1)) / 2) / close[i]);
      });
      expectEach(swings(high, window, 2), window + 2, (i) => {
        const [top, ...rest] = [high[i - 2], ...high.subarray(i - window - 2, i - 2), high[i - 1], high[i]];
        return rest.every((value) => value < top) ? 100 : 0;
      });
    })
  );
});

describe("Wilder's smoothing within a span", () => {
  const long = fc.array(fc.tuple(fc.integer({min: -4, max: 4}), fc.boolean()), {minLength: 120, maxLength: 300});

  /** Prices that now and then stand still, some for long. */
  const closes = long.map((rows) => {
    let price = 100;
    return Float64Array.from(rows, ([move], i) => (price += rows[i - (i % 90)][1] ? move / 4 : 0));
  });

  it("has at each row the value of a series that begins a span before", () =>
    fc.assert(
      fc.property(closes, windows, (close, window) => {
        const span = 60 + window;
        const strength = (x: Float64Array) => relativeStrength(gainAndLoss(x, window, span), window, NaN);
        const movement = (x: Float64Array) =>
          movementSum(
            x,
            x.map((value) => value - 1),
            window,
            span,
            false
          );
        const [whole, moved] = [strength(close), movement(close)];
        for (let i = span + 1; i < close.length; i += 7) {
          const part = close.slice(i - span, i + 1);
          const expected = strength(part).at(-1)!;
          if (Number.isNaN(expected)) expect(whole[i], `row ${i}`).toBeNaN();
          else expect(Math.abs(whole[i] - expected), `row ${i}`).toBeLessThan(1e-7);
          expect(Math.abs(moved[i] - movement(part).at(-1)!), `row ${i}`).toBeLessThan(1e-9);
        }
      }),
      {numRuns: 60}
    ));

  it("is the plain recursion while nothing stands still", () => {
    const close = randomPanel({rows: 900, symbols: 1, gaps: false}).fields.close;
    const window = 14;
    const {gain} = gainAndLoss(close, window, wilderSpan(window));
    let mean = 0;
    moves(close).forEach((move, i) => {
      if (i > 0) mean += i <= window ? Math.max(move, 0) / window : (Math.max(move, 0) - mean) / window;
      if (i >= window) expect(Math.abs(gain[i] - mean)).toBeLessThanOrEqual(2e-10 * mean);
    });
    expect(wilderSpan(window)).toBe(window + 51 + memoryOf(13 / 14, 1e-10));
  });
});

it("a kernel is applied to each symbol's runs, whatever the number of symbols", () => {
  for (const symbols of [1, 3, 8, 9, 17]) {
    const panel = randomPanel({rows: 60, symbols});
    const column = eachRun(panel, ["close", "high"], (close, high) => close.map((value, i) => high[i] - value + i));
    const rowsOfRun = new Float64Array(symbols);
    column.forEach((value, cell) => {
      const s = cell % symbols;
      const gap = Number.isNaN(panel.fields.close[cell]);
      if (gap) expect(value).toBeNaN();
      else expect(value).toBe(panel.fields.high[cell] - panel.fields.close[cell] + rowsOfRun[s]);
      rowsOfRun[s] = gap ? 0 : rowsOfRun[s] + 1;
    });
  }
});
