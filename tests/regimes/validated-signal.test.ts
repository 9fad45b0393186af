import {describe, expect, it} from "vitest";
import {joinClosed} from "../../core/base/as-of.js";
import {calendar} from "../../core/base/calendar.js";
import {head, rows} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import {regime} from "../../plugins/features/regimes/regime.js";
import {bollingerReversal} from "../../plugins/features/signals/bollinger-reversal.js";
import {emaCrossover} from "../../plugins/features/signals/ema-crossover.js";
import {validatedSignal} from "../../plugins/features/signals/validated-signal.js";
import {daily, weekly} from "./markets.js";

const r = random(17);
const days = daily(Array.from({length: 1400}, (_, i) => (i % 500 < 250 ? 0.003 : -0.003) + 0.012 * r.normal()));
const panel = joinClosed(days, "1d", weekly(days), "1w", calendar("24/7"));
const counts = {window: 13, volatility: 6, memory: 16} as const;
const weeks = {prefix: "1w_", rows: 7, confirm: 1, ...counts};
const [up, down] = (["trend up", "trend down"] as const).map((output) => regime({...weeks, output}).compute(panel));
const longer = {timeframes: ["1w"], rows: [7], ...counts};

describe.each([
  ["ema-crossover", emaCrossover({fast: 3, slow: 8, memory: 6})],
  ["bollinger-reversal", bollingerReversal({window: 10, width: 1.5})]
])("%s", (_, signal) => {
  const plain = signal.compute(panel);
  const against = plain.map((value, i) => (value > 0 ? down[i] : value < 0 ? up[i] : 0));

  it("is suppressed where the weeks' trend goes the other way, and left alone elsewhere", () => {
    const found = validatedSignal({signal, ...longer, limit: 0.4}).compute(panel);
    let [suppressed, kept] = [0, 0];
    plain.forEach((value, i) => {
      if (Number.isNaN(value) || Number.isNaN(against[i])) return expect(found[i]).toBeNaN();
      expect(found[i], `row ${i}`).toBe(against[i] >= 0.4 ? 0 : value);
      if (value === 0) return;
      if (against[i] >= 0.4) ++suppressed;
      else ++kept;
    });
    expect(suppressed).toBeGreaterThan(5);
    expect(kept).toBeGreaterThan(20);
  });

  it("is scaled by how little speaks against it", () => {
    const found = validatedSignal({signal, ...longer, mode: "scale"}).compute(panel);
    plain.forEach((value, i) => {
      const expected = value === 0 ? 0 : value * (1 - against[i]);
      expect(found[i], `row ${i}`).toBe(expected);
    });
    expect(found.some((value) => Math.abs(value) > 0.01 && Math.abs(value) < 0.99)).toBe(true);
  });

  it("knows nothing to come, and nothing from before its lookback", () => {
    const feature = validatedSignal({signal, ...longer});
    const whole = feature.compute(panel);
    for (let stop = 700; stop < 1400; stop += 29) {
      expect(feature.compute(head(panel, stop))).toEqual(whole.subarray(0, stop));
      expect(feature.compute(rows(panel, stop - 1 - feature.lookback, stop)).at(-1)).toBe(whole[stop - 1]);
    }
  });
});

it("is the crossover itself where no longer timeframe is named", () => {
  expect(validatedSignal().compute(panel)).toEqual(emaCrossover().compute(panel));
  expect(validatedSignal().lookback).toBe(emaCrossover().lookback);
});

it("survives JSON with the signal inside", () => {
  const spec = JSON.parse(JSON.stringify(validatedSignal({signal: emaCrossover({fast: 5})}))) as unknown;
  expect(spec).toMatchObject({params: {signal: {kind: "feature", name: "ema-crossover", params: {fast: 5}}}});
});

it("refuses what makes no sense", () => {
  expect(() => validatedSignal({mode: "drop"})).toThrow("unknown validated-signal mode: drop; ");
  expect(() => validatedSignal({timeframes: ["1w"]})).toThrow(
    "invalid validated-signal rows: 0 for 1 timeframes; state one for each of them"
  );
});
