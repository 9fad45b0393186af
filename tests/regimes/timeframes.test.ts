import {describe, expect, it} from "vitest";
import {joinClosed} from "../../core/base/as-of.js";
import {calendar} from "../../core/base/calendar.js";
import type {Panel} from "../../core/base/panel.js";
import {head, rows} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import {agreement} from "../../core/regimes/alignment.js";
import {regimeAlignment} from "../../plugins/features/regimes/regime-alignment.js";
import {regime} from "../../plugins/features/regimes/regime.js";
import {daily, day, week, weekly} from "./markets.js";

const utc = calendar("24/7");

const options = {window: 16, volatility: 6, memory: 12, confirm: 2} as const;
const noise = random(9);
const days = daily(
  Array.from({length: 600}, (_, i) => 0.01 * noise.normal() + (i > 350 ? -0.004 : 0.004)),
  3
);
const weeks = weekly(days);
const joined = joinClosed(days, "1d", weeks, "1w", utc);

describe("a longer timeframe's regime", () => {
  const own = regime(options).compute(weeks);
  const long = regime({...options, prefix: "1w_", rows: 7});
  const found = long.compute(joined);

  it("is on each day that of the last week that was over, as if computed from the weeks alone", () => {
    let compared = 0;
    for (let i = 0; i < days.times.length; ++i) {
      const known = Math.floor((days.times[i] + day - days.times[0]) / week) - 1;
      for (let s = 0; s < 3; ++s) {
        const expected = known < 0 ? NaN : own[known * 3 + s];
        expect(found[i * 3 + s], `day ${i}`).toBe(expected);
        compared += Number(!Number.isNaN(expected));
      }
    }
    expect(compared).toBeGreaterThan(500);
  });

  it("reads its lookback and no more, on every day of the week, and nothing to come", () => {
    expect(long.lookback).toBe(7 * regime(options).lookback);
    for (let stop = 500; stop < 516; ++stop) {
      expect(long.compute(head(joined, stop))).toEqual(found.subarray(0, stop * 3));
      const cut = long.compute(rows(joined, stop - 1 - long.lookback, stop)).subarray(-3);
      expect(cut, `row ${stop - 1}`).toEqual(found.subarray((stop - 1) * 3, stop * 3));
      expect(cut.every((value) => !Number.isNaN(value))).toBe(true);
    }
  });

  it("is unknown rather than wrong where weeks stand on more rows than was said", () => {
    const short = regime({...options, prefix: "1w_", rows: 5});
    const partial = short.compute(joined);
    for (let stop = 400; stop < 420; ++stop) {
      const cut = short.compute(rows(joined, stop - 1 - short.lookback, stop)).subarray(-3);
      expect(cut).toEqual(partial.subarray((stop - 1) * 3, stop * 3));
    }
    expect(partial.every((value) => Number.isNaN(value))).toBe(true);
  });

  it("tells a week from the last by any field, though both close at one price", () => {
    const level = weeks.fields.close.map((value, cell) =>
      cell >= 120 && cell < 123 ? weeks.fields.close[cell - 3] : value
    );
    const equal: Panel = {...weeks, fields: {...weeks.fields, close: level}};
    const expected = regime(options).compute(equal);
    const again = long.compute(joinClosed(days, "1d", equal, "1w", utc));
    for (let w = 60; w < 80; ++w) expect(again[(7 * w + 6) * 3]).toBe(expected[w * 3]);
    expect(expected[62 * 3]).not.toBeNaN();
  });
});

describe("the alignment of timeframes", () => {
  const alignment = regimeAlignment({
    timeframes: ["1w"],
    rows: [7],
    window: 16,
    volatility: 6,
    memory: 12,
    longerWindow: 16,
    longerVolatility: 6,
    longerMemory: 12
  });

  /** Days that drift one way and, for the last three weeks, another. */
  const path = (along: number, last: number) => {
    const r = random(31);
    return daily(Array.from({length: 700}, (_, i) => (i >= 680 ? last : along) + 0.003 * r.normal()));
  };
  const lastOf = (panel: Panel) => alignment.compute(joinClosed(panel, "1d", weekly(panel), "1w", utc)).at(-1)!;

  it("is low where the weeks rise and the days fall, and high where both rise", () => {
    const conflict = lastOf(path(0.004, -0.006));
    const agreed = lastOf(path(0.004, 0.004));
    expect(conflict).toBeLessThan(0.1);
    expect(agreed).toBeGreaterThan(0.9);
  });

  it("lies in [0, 1], reads its lookback, and nothing to come", () => {
    const whole = alignment.compute(joined);
    const known = whole.filter((value) => !Number.isNaN(value));
    expect(known.length).toBeGreaterThan(500);
    for (const value of known) expect(value >= 0 && value <= 1).toBe(true);
    for (const stop of [400, 444, 599]) {
      expect(alignment.compute(head(joined, stop))).toEqual(whole.subarray(0, stop * 3));
      const cut = alignment.compute(rows(joined, stop - 1 - alignment.lookback, stop)).subarray(-3);
      expect(cut).toEqual(whole.subarray((stop - 1) * 3, stop * 3));
    }
  });

  it("is unknown while any timeframe's regime is", () => {
    const [whole, week] = [
      alignment.compute(joined),
      regime({...options, confirm: 1, prefix: "1w_", rows: 7}).compute(joined)
    ];
    expect(Array.from(whole, Number.isNaN)).toEqual(Array.from(week, Number.isNaN));
  });

  it("asks for as many rows as timeframes", () => {
    expect(() => regimeAlignment({timeframes: ["1w", "1mo"], rows: [5]})).toThrow(
      "invalid regime-alignment rows: 1 for 2 timeframes; state one for each of them"
    );
  });
});

describe("agreement", () => {
  const [a, b, c] = [
    [1, 0, 0, 0, 0, 0],
    [0, 1, 0, 0, 0, 0],
    [0.5, 0.5, 0, 0, 0, 0]
  ];

  it("is 1 of the same, 0 of what has nothing in common, and between otherwise", () => {
    expect(agreement([a, a])).toBe(1);
    expect(agreement([c, c, c])).toBe(1);
    expect(agreement([a, b])).toBe(0);
    expect(agreement([a])).toBe(1);
    expect(agreement([a, c])).toBeGreaterThan(0.5);
    expect(agreement([a, c])).toBeLessThan(1);
    // J = H(mean) − mean H = ln 2 − (ln 2) / 3 for the three, and ln 3 the most it can be.
    expect(agreement([a, b, c])).toBeCloseTo(1 - (Math.LN2 * (2 / 3)) / Math.log(3), 12);
    expect(agreement([a, [NaN, 0, 0, 0, 0, 1]])).toBeNaN();
  });
});
