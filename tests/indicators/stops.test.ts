import {expect, it} from "vitest";
import {trueRange, wilder} from "../../core/indicators/means.js";
import type {StopOptions} from "../../core/indicators/stops.js";
import {parabolicStop, supertrend} from "../../core/indicators/stops.js";
import {randomPanel} from "../panels.js";

const {high, low, close} = randomPanel({rows: 3000, symbols: 1, gaps: false}).fields;
const each = {initial: 0.02, step: 0.02, maximum: 0.2};
const options: StopOptions = {long: each, short: each, start: 0, offset: 0, memory: 5000};

/** The row with which the path of row i begins: that of the lowest low, the latest of equal ones. */
function beginning(i: number, memory: number, from = 0): number {
  if (i - from < memory) return from;
  const last = i - Math.max(1, Math.floor(memory / 2));
  let lowest = i - memory;
  for (let k = lowest; k <= last; ++k) if (low[k] <= low[lowest]) lowest = k;
  return lowest;
}

it("gives each row the stop of the path that begins with the lowest bar of its memory", () => {
  for (const memory of [1, 2, 9, 40, 200]) {
    const stops = parabolicStop(high, low, {...options, memory});
    for (let i = 1; i < high.length; i += 7) {
      const first = beginning(i, memory);
      const alone = parabolicStop(high.subarray(first, i + 1), low.subarray(first, i + 1), options);
      expect(stops[i], `row ${i} of memory ${memory}`).toBe(alone[i - first]);
    }
  }
});

it("gives each row the supertrend of the path that begins with the lowest bar of its memory", () => {
  const range = wilder(trueRange(high, low, close), 10);
  for (const memory of [1, 2, 9, 40, 200]) {
    const [stops, sides] = supertrend(high, low, close, range, 2, memory);
    for (let i = 10; i < high.length; i += 7) {
      const first = beginning(i, memory, 10);
      const [h, l, c, r] = [high, low, close, range].map((x) => x.subarray(first, i + 1));
      const [stop, side] = supertrend(h, l, c, r, 2, 5000);
      expect([stops[i], sides[i]], `row ${i} of memory ${memory}`).toEqual([stop[i - first], side[i - first]]);
    }
  }
});

it("meets the path from the series' beginning long before 250 rows", () => {
  const whole = parabolicStop(high, low, options);
  const stops = parabolicStop(high, low, {...options, memory: 250});
  expect(stops).toEqual(whole);
});

it("never has a bar on both sides of its stop", () => {
  const stops = parabolicStop(high, low, options);
  for (let i = 2; i < stops.length; ++i) {
    if (stops[i] > 0) expect(stops[i]).toBeLessThanOrEqual(low[i]);
    else expect(-stops[i]).toBeGreaterThanOrEqual(high[i]);
  }
});
