import {describe, expect, it} from "vitest";
import type {Panel} from "../../core/base/panel.js";
import {head, rows} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import type {Feature} from "../../core/plugin.js";
import {bollinger} from "../../plugins/features/bollinger.js";
import {ema} from "../../plugins/features/moving-averages/ema.js";
import {rsi} from "../../plugins/features/rsi.js";
import {bollingerReversal} from "../../plugins/features/signals/bollinger-reversal.js";
import {emaCrossover} from "../../plugins/features/signals/ema-crossover.js";
import {rsiDivergence} from "../../plugins/features/signals/rsi-divergence.js";
import {randomPanel} from "../panels.js";

function closes(values: readonly number[]): Panel {
  const times = Float64Array.from(values, (_, i) => i * 864e5);
  return {times, symbols: ["A"], fields: {close: Float64Array.from(values)}};
}

function walk(count: number, seed: number): number[] {
  const r = random(seed);
  let level = Math.log(80);
  return Array.from({length: count}, () => Math.exp((level += 0.015 * r.normal())));
}

/** The straight lines that join the prices given at their rows. */
function zigzag(corners: readonly (readonly [row: number, price: number])[]): number[] {
  const out: number[] = [];
  corners.forEach(([row, price], k) => {
    if (k === 0) return out.push(price);
    const [start, from] = corners[k - 1];
    for (let i = start + 1; i <= row; ++i) out.push(from + ((price - from) * (i - start)) / (row - start));
  });
  return out;
}

const fired = (signals: Float64Array) =>
  Array.from(signals, (value, row) => [row, value] as const).filter(([, value]) => value !== 0 && !Number.isNaN(value));

describe("ema-crossover", () => {
  it("fires on the bars on which the two means cross, and on no other", () => {
    const panel = closes(walk(1500, 4));
    const signals = emaCrossover().compute(panel);
    const [fast, slow] = [12, 26].map((window) => ema({window}).compute(panel));
    let count = 0;
    for (let i = 26; i < signals.length; ++i) {
      const [before, now] = [fast[i - 1] - slow[i - 1], fast[i] - slow[i]];
      const expected = before < 0 && now > 0 ? 1 : before > 0 && now < 0 ? -1 : 0;
      expect(signals[i], `row ${i}`).toBe(expected);
      count += Math.abs(expected);
    }
    expect(count).toBeGreaterThan(30);
    expect(signals.subarray(0, 26).every(Number.isNaN)).toBe(true);
  });

  it("alternates between up and down", () => {
    const sides = fired(emaCrossover({fast: 3, slow: 8}).compute(closes(walk(800, 5)))).map(([, side]) => side);
    expect(sides.length).toBeGreaterThan(40);
    sides.slice(1).forEach((side, k) => expect(side).toBe(-sides[k]));
  });

  it("fires once at a turn and stays silent while the trend goes on or the price stands still", () => {
    const up = zigzag([
      [0, 100],
      [80, 60],
      [160, 140]
    ]);
    const signals = fired(emaCrossover().compute(closes([...up, ...Array<number>(600).fill(140)])));
    expect(signals.map(([, side]) => side)).toEqual([1]);
    expect(signals[0][0]).toBeGreaterThan(80);
    expect(signals[0][0]).toBeLessThan(100);
    expect(fired(emaCrossover().compute(closes(Array<number>(500).fill(7))))).toEqual([]);
  });

  it("begins anew after a gap", () => {
    const prices = walk(200, 6);
    prices[100] = NaN;
    const signals = emaCrossover().compute(closes(prices));
    expect(signals.subarray(100, 127).every(Number.isNaN)).toBe(true);
    expect(signals.subarray(127)).toEqual(
      emaCrossover()
        .compute(closes(prices.slice(101)))
        .subarray(26)
    );
  });
});

describe("bollinger-reversal", () => {
  it("fires where the close comes back into the bands, and never where both closes lie inside", () => {
    const panel = closes(walk(2000, 7));
    const signals = bollingerReversal().compute(panel);
    const position = bollinger({output: "position"}).compute(panel);
    let count = 0;
    for (let i = 20; i < signals.length; ++i) {
      const inside = position[i] >= 0 && position[i] <= 1;
      const expected = !inside ? 0 : position[i - 1] < 0 ? 1 : position[i - 1] > 1 ? -1 : 0;
      expect(signals[i], `row ${i}`).toBe(expected);
      count += Math.abs(expected);
    }
    expect(count).toBeGreaterThan(60);
    expect(signals.subarray(0, 20).every(Number.isNaN)).toBe(true);
  });

  it("fires on the bar that returns and not on the one that leaves", () => {
    const calm = Array.from({length: 40}, (_, i) => 100 + (i % 2));
    expect(fired(bollingerReversal().compute(closes([...calm, 95, 100, 101, 100])))).toEqual([[41, 1]]);
    expect(fired(bollingerReversal().compute(closes([...calm, 106, 101, 100, 101])))).toEqual([[41, -1]]);
    expect(fired(bollingerReversal().compute(closes(calm)))).toEqual([]);
  });

  it("says nothing when a close leaps from below the bands to above them, or stands still", () => {
    const calm = Array.from({length: 40}, (_, i) => 100 + (i % 2));
    expect(fired(bollingerReversal().compute(closes([...calm, 97, 112])))).toEqual([]);
    expect(fired(bollingerReversal().compute(closes(Array<number>(60).fill(9))))).toEqual([]);
  });
});

describe("rsi-divergence", () => {
  /** A long slide to 80, a rebound, and a slow second slide to a low below the first, at row 120. */
  const second = 120;
  const bullish = zigzag([
    [0, 120],
    [80, 118],
    [100, 80],
    [108, 95],
    [second, 79],
    [140, 100]
  ]);
  const options = {window: 14, left: 5, right: 5, least: 5, most: 60};

  it("finds a lower low with a higher RSI, on the bar that confirms the low", () => {
    const panel = closes(bullish);
    const strength = rsi().compute(panel);
    expect(bullish[second]).toBeLessThan(bullish[100]);
    expect(strength[second]).toBeGreaterThan(strength[100]);
    expect(fired(rsiDivergence(options).compute(panel))).toEqual([[second + 5, 1]]);
  });

  it("finds the mirror image as bearish", () => {
    const panel = closes(bullish.map((price) => 200 - price));
    expect(fired(rsiDivergence(options).compute(panel))).toEqual([[second + 5, -1]]);
  });

  it.each([1, 3, 8])("waits for %i bars after the low, whatever is known earlier", (right) => {
    const feature = rsiDivergence({...options, right});
    for (let stop = second; stop <= second + right; ++stop)
      expect(fired(feature.compute(closes(bullish.slice(0, stop)))), `${stop} bars`).toEqual([]);
    expect(fired(feature.compute(closes(bullish.slice(0, second + right + 1))))).toEqual([[second + right, 1]]);
  });

  it("says nothing where the low is not confirmed, nor where the lows are too far apart or too near", () => {
    const broken = bullish.slice();
    broken[second + 4] = 70;
    expect(fired(rsiDivergence(options).compute(closes(broken))).filter(([row]) => row <= second + 5)).toEqual([]);
    expect(fired(rsiDivergence({...options, most: 19}).compute(closes(bullish)))).toEqual([]);
    expect(fired(rsiDivergence({...options, most: 20}).compute(closes(bullish)))).toHaveLength(1);
    expect(fired(rsiDivergence({...options, least: 21}).compute(closes(bullish)))).toEqual([]);
  });

  it("says nothing where price and RSI agree", () => {
    const steeper = zigzag([
      [0, 100],
      [80, 120],
      [100, 112],
      [108, 118],
      [second, 70],
      [140, 100]
    ]);
    expect(fired(rsiDivergence(options).compute(closes(steeper)))).toEqual([]);
  });

  it("agrees with a search that tries every pair of lows", () => {
    const prices = walk(3000, 12);
    const panel = closes(prices);
    const strength = rsi().compute(panel);
    const signals = rsiDivergence(options).compute(panel);
    const isPivot = (p: number, sign: number) =>
      [1, 2, 3, 4, 5].every((k) => sign * prices[p] < sign * prices[p - k] && sign * prices[p] <= sign * prices[p + k]);
    const diverges = (p: number, sign: number) => {
      if (!isPivot(p, sign)) return false;
      const q = Array.from({length: 56}, (_, k) => p - 5 - k).find((row) => isPivot(row, sign));
      return q !== undefined && sign * prices[p] < sign * prices[q] && sign * strength[p] > sign * strength[q] + 1e-6;
    };
    for (let i = 79; i < 3000; ++i)
      expect(signals[i], `row ${i}`).toBe(Number(diverges(i - 5, 1)) - Number(diverges(i - 5, -1)));
    expect(fired(signals).length).toBeGreaterThan(10);
    expect(signals.findIndex((value) => !Number.isNaN(value))).toBe(79);
  });
});

const features: Readonly<Record<string, Feature>> = {
  "ema-crossover": emaCrossover({fast: 5, slow: 12}),
  "bollinger-reversal": bollingerReversal(),
  "rsi-divergence": rsiDivergence({window: 7, left: 3, right: 3, most: 30})
};

describe.each(Object.entries(features))("%s", (_, feature) => {
  it("knows nothing of the future, and nothing from before its lookback", () => {
    const panel = randomPanel({rows: feature.lookback + 400});
    const whole = feature.compute(panel);
    const n = panel.symbols.length;
    for (let stop = feature.lookback + 1; stop <= panel.times.length; stop += 3) {
      const start = stop - 1 - feature.lookback;
      expect(feature.compute(rows(panel, start, stop)).subarray(-n)).toEqual(whole.subarray((stop - 1) * n, stop * n));
      if (stop % 10 === 0) expect(feature.compute(head(panel, stop))).toEqual(whole.subarray(0, stop * n));
    }
  });
});

it("refuses options that make no sense", () => {
  expect(() => emaCrossover({fast: 26, slow: 26})).toThrow("invalid ema-crossover slow: 26; ");
  expect(() => bollingerReversal({window: 1})).toThrow("invalid bollinger-reversal window: 1; ");
  expect(() => rsiDivergence({least: 10, most: 9})).toThrow("invalid rsi-divergence most: 9; ");
});
