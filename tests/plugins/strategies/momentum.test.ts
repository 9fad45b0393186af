import {describe, expect, it} from "vitest";
import {momentum} from "../../../plugins/strategies/momentum.js";
import {ask, days, trade, walk} from "./asking.js";

const bar = {rebalance: "bar", window: 4, skip: 1} as const;
/** Rises of 20, 30, −10 and −20 % from the first row to the last but one; the last row tells the contrary. */
const closes = [
  [10, 7, 3, 12, 1],
  [10, 7, 3, 13, 2],
  [10, 7, 3, 9, 99],
  [10, 7, 3, 8, 98]
];

describe("momentum across symbols", () => {
  it("is long what has risen most and short what has fallen most, the latest bars left out", () => {
    expect(ask(momentum({...bar, part: 0.25}), days(closes))).toEqual([0, 0.5, 0, -0.5]);
    expect(ask(momentum({...bar, part: 0.5}), days(closes))).toEqual([0.25, 0.25, -0.25, -0.25]);
    expect(ask(momentum({...bar, part: 0.5, short: false}), days(closes))).toEqual([0.5, 0.5, 0, 0]);
    expect(ask(momentum({...bar, part: 0.25, skip: 0}), days(closes)), "up to now").toEqual([-0.5, 0, 0.5, 0]);
  });

  it("holds one symbol a side at least, and none on both", () => {
    expect(ask(momentum({...bar, part: 0}), days(closes))).toEqual([0, 0.5, 0, -0.5]);
    expect(ask(momentum({...bar, part: 1, gross: 2}), days(closes.slice(1)))).toEqual([1, 0, -1]);
  });

  it("takes ties in the symbols' order", () => {
    const [a, b, c] = closes;
    expect(ask(momentum({...bar, part: 0.25}), days([c, a, a, b]))).toEqual([-0.5, 0, 0, 0.5]);
    expect(ask(momentum({...bar, part: 0.25}), days([a, a, c, c]))).toEqual([0.5, 0, 0, -0.5]);
  });

  it("does not want what has no close now or where its return begins or ends", () => {
    for (const row of [0, 3, 4]) {
      const missing = closes.map((series, s) => series.map((price, i) => (s === 1 && i === row ? NaN : price)));
      expect(ask(momentum({...bar, part: 0.25}), days(missing)), `row ${row}`).toEqual([0.5, 0, 0, -0.5]);
      expect(ask(momentum({...bar, part: 0.25}), days(missing), [0, 0.5, 0, -0.5])).toEqual([0.5, 0, 0, -0.5]);
    }
    const between = closes.map((series, s) => series.map((price, i) => (s === 1 && i === 2 ? NaN : price)));
    expect(ask(momentum({...bar, part: 0.25}), days(between))).toEqual([0, 0.5, 0, -0.5]);
  });

  it("leaves alone what is near enough to what it wants, and trades no more than it must", () => {
    const strategy = momentum({...bar, part: 0.5});
    expect(ask(strategy, days(closes), [0.3, 0.2, -0.2, -0.3])).toBeNull();
    expect(ask(strategy, days(closes), [0.3, 0.1, -0.2, -0.3]), "a partial fill").toEqual([0.3, 0.25, -0.2, -0.3]);
    expect(ask(strategy, days(closes), [0.25, 0.19, -0.31, -0.25])).toBeNull();
    expect(ask(strategy, days(closes), [0.25, 0.18, -0.25, -0.25])).toEqual([0.25, 0.25, -0.25, -0.25]);
    expect(ask(strategy, days(closes), [0.25, 0.25, -0.32, -0.25])).toEqual([0.25, 0.25, -0.25, -0.25]);
    expect(ask(strategy, days(closes), [0.3, 0.2, 0.2, -0.3])).toEqual([0.3, 0.2, -0.25, -0.3]);
    expect(ask(momentum({...bar, part: 0.5, band: 0}), days(closes), [0.3, 0.2, -0.2, -0.3])).toEqual([
      0.25, 0.25, -0.25, -0.25
    ]);
  });
});

describe("momentum through time", () => {
  const options = {...bar, mode: "time-series"} as const;

  it("is long after a rise and short after a fall, in equal parts", () => {
    const flat = [10, 1, 1, 10, 1];
    const panel = days([closes[0], flat, closes[2], closes[3]]);
    expect(ask(momentum(options), panel)).toEqual([0.25, 0, -0.25, -0.25]);
    expect(ask(momentum({...options, short: false, gross: 2}), panel)).toEqual([0.5, 0, 0, 0]);
    expect(ask(momentum({...options, short: false}), panel, [0.25, 0, 0.25, 0])).toEqual([0.25, 0, 0, 0]);
  });
});

describe("momentum's periods", () => {
  /** The days, from the second on, on which a strategy that trades all the time decides, of so many from a date. */
  const decided = (rebalance: string, first: string, count: number, drop: readonly string[] = []) => {
    const made = days([Array.from({length: count}, (_, i) => 10 + i)], {}, Date.parse(first));
    const kept = Array.from(made.times.keys()).filter((i) => !drop.includes(name(made.times[i])));
    const panel = {
      ...made,
      times: Float64Array.from(kept, (i) => made.times[i]),
      fields: {close: Float64Array.from(kept, (i) => made.fields.close[i])}
    };
    const strategy = momentum({mode: "time-series", window: 1, skip: 0, rebalance, band: 0});
    return kept.flatMap((i, row) => (row > 0 && ask(strategy, panel, undefined, row) ? [name(made.times[i])] : []));
  };
  const name = (t: number) => new Date(t).toISOString().slice(0, 10);

  it("begin on their first bar, whichever day that is", () => {
    expect(decided("day", "2021-01-01", 4)).toEqual(["2021-01-02", "2021-01-03", "2021-01-04"]);
    expect(decided("week", "2020-12-30", 14)).toEqual(["2021-01-04", "2021-01-11"]);
    expect(decided("week", "2020-12-30", 14, ["2021-01-04"])).toEqual(["2021-01-05", "2021-01-11"]);
    expect(decided("month", "2020-12-30", 70)).toEqual(["2021-01-01", "2021-02-01", "2021-03-01"]);
    expect(decided("month", "2020-12-30", 40, ["2021-01-01", "2021-01-02"])).toEqual(["2021-01-03", "2021-02-01"]);
    expect(decided("quarter", "2020-12-30", 190)).toEqual(["2021-01-01", "2021-04-01", "2021-07-01"]);
    expect(decided("year", "2020-12-30", 400)).toEqual(["2021-01-01", "2022-01-01"]);
  });

  it("are days where bars are shorter", () => {
    const panel = {
      times: Float64Array.from({length: 6}, (_, i) => Date.UTC(2021, 2, 1, 12 + 6 * i)),
      symbols: ["A"],
      fields: {close: Float64Array.of(1, 2, 3, 4, 5, 6)}
    };
    const strategy = momentum({mode: "time-series", window: 1, skip: 0, rebalance: "day", band: 0});
    expect([1, 2, 3, 4, 5].filter((row) => ask(strategy, panel, undefined, row))).toEqual([2]);
  });
});

describe("momentum's profit", () => {
  const drifts = [-2e-3, -1e-3, 0, 0, 1e-3, 2e-3];
  const options = {window: 40, skip: 5, part: 0.2, rebalance: "month"} as const;

  it("is made of trends that last, and is lost where they turn", () => {
    const lasting = days(drifts.map((drift, s) => walk(600, 30 + s, drift, 0.005)));
    expect(trade(momentum(options), lasting).equity.at(-1)).toBeGreaterThan(2);
    expect(trade(momentum({...options, mode: "time-series"}), lasting).equity.at(-1)).toBeGreaterThan(1.4);
    const turning = days(
      drifts.map((drift) => Array.from({length: 600}, (_, i) => 100 * Math.exp(drift * Math.abs((i % 70) - 35))))
    );
    expect(trade(momentum({...options, window: 35, skip: 0, rebalance: "bar"}), turning).equity.at(-1)).toBeLessThan(
      0.95
    );
  });

  it("is that of the trends it holds, where nothing else moves", () => {
    const smooth = days(drifts.map((drift) => Array.from({length: 300}, (_, i) => 100 * Math.exp(drift * i))));
    const {equity, trades} = trade(momentum({...options, rebalance: "bar", band: 0}), smooth);
    const bars = 300 - 1 - (40 + 1);
    const each = 0.5 * (Math.exp(2e-3) - 1) - 0.5 * (Math.exp(-2e-3) - 1);
    expect(equity.at(-1)).toBeCloseTo((1 + each) ** bars, 2);
    expect(new Set(trades.map(({symbol}) => symbol))).toEqual(new Set([0, 5]));
  });
});

it("refuses options that make no sense", () => {
  expect(() => momentum({mode: "both"})).toThrow(
    "unknown momentum mode: both; momentum modes are cross-section, time-"
  );
  expect(() => momentum({rebalance: "hour"})).toThrow("unknown momentum rebalance: hour");
  expect(() => momentum({window: 21})).toThrow("invalid momentum window: 21; expected a whole number from 22");
  expect(() => momentum({skip: -1})).toThrow("invalid momentum skip: -1");
  expect(() => momentum({part: 1.1})).toThrow("invalid momentum part: 1.1; expected a number from 0 to 1");
  expect(() => momentum({band: -0.1})).toThrow("invalid momentum band: -0.1");
  expect(() => momentum({gross: -1})).toThrow("invalid momentum gross: -1");
});
