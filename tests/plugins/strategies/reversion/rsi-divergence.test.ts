import {describe, expect, it} from "vitest";
import {rsiDivergence as feature} from "../../../../plugins/features/signals/rsi-divergence.js";
import {rsiDivergence} from "../../../../plugins/strategies/reversion/rsi-divergence.js";
import {ask, days, trade, walk, zigzag} from "../asking.js";

/** A steep fall to a low on row 230, a rally, and a gentle fall to a lower low on row 260; then up. */
const bullish = zigzag([
  [0, 100],
  [100, 99],
  [200, 100],
  [230, 70],
  [242, 78],
  [260, 68],
  [330, 120]
]);
const bearish = bullish.map((price) => 200 - price);
const sides = (options: Parameters<typeof rsiDivergence>[0], closes: readonly number[]) => {
  const strategy = rsiDivergence(options);
  const panel = days([closes]);
  return Array.from(closes, (_, row) =>
    row < strategy.lookback ? 0 : (ask(strategy, panel, undefined, row)?.[0] ?? 0)
  );
};
const rowsOf = (values: readonly number[], side: number) =>
  Array.from(values.keys()).filter((row) => values[row] === side);
const between = (first: number, last: number) => Array.from({length: last - first + 1}, (_, i) => first + i);

describe("rsi-divergence", () => {
  it("is long after a lower low that the RSI does not confirm, once it is known and for so long", () => {
    const got = sides({hold: 20}, bullish);
    expect(rowsOf(got, 1)).toEqual(between(265, 284));
    expect(rowsOf(got, -1)).toEqual([]);
    expect(rowsOf(sides({hold: 7, right: 3}, bullish), 1)).toEqual(between(263, 269));
  });

  it("is short after a higher high that the RSI does not confirm, or in cash", () => {
    const got = sides({hold: 20}, bearish);
    expect(rowsOf(got, -1)).toEqual(between(265, 284));
    expect(rowsOf(got, 1)).toEqual([]);
    expect(rowsOf(sides({short: false}, bearish), 0)).toHaveLength(bearish.length);
    const panel = days([bearish]);
    expect(ask(rsiDivergence({short: false}), panel, [1], 265)).toEqual([0]);
    expect(ask(rsiDivergence(), panel, [1], 265)).toEqual([-1]);
  });

  it("wants the lows no nearer and no further apart than it says", () => {
    expect(rowsOf(sides({least: 30}, bullish), 1)).toEqual(between(265, 284));
    expect(rowsOf(sides({least: 31}, bullish), 1)).toEqual([]);
    expect(rowsOf(sides({most: 30}, bullish), 1)).toEqual(between(265, 284));
    expect(rowsOf(sides({most: 29}, bullish), 1)).toEqual([]);
  });

  it("takes the first of equal lows", () => {
    const even = [...bullish.slice(0, 261), bullish[260], ...bullish.slice(261)];
    expect(rowsOf(sides({hold: 20}, even), 1)).toEqual(between(265, 284));
  });

  it("sees none where the RSI falls with the price", () => {
    const restless = (first: number, second: number) =>
      zigzag([
        [0, 100],
        [200, 100],
        [230, first],
        [242, first + 6],
        [260, second],
        [330, 120]
      ]).map((price, row) => price + (row % 2 === 0 ? -0.5 : 0.5));
    expect(rowsOf(sides({}, restless(70, 68)), 1)).toEqual(between(265, 284));
    expect(rowsOf(sides({}, restless(95, 68)), 1)).toEqual([]);
  });

  it("gives the signals of the feature", () => {
    const closes = walk(1600, 21);
    const options = {left: 3, right: 3, least: 3, most: 40} as const;
    const signals = feature(options).compute(days([closes]));
    const got = sides({...options, hold: 1, memory: 25}, closes);
    let count = 0;
    for (let row = 425; row < closes.length; ++row) {
      expect(got[row] + 0, `row ${row}`).toBe(signals[row] + 0);
      count += Math.abs(signals[row]);
    }
    expect(count).toBeGreaterThan(15);
    const longer = sides({...options, hold: 9, memory: 25}, closes);
    for (let row = 440; row < closes.length; ++row) {
      const latest = Array.from({length: 9}, (_, ago) => signals[row - ago]).find((signal) => signal !== 0) ?? 0;
      expect(longer[row] + 0, `row ${row}`).toBe(latest + 0);
    }
  });

  it("passes over bars without a close, and leaves alone what it cannot judge", () => {
    const gapped = [...bullish.slice(0, 250), NaN, NaN, ...bullish.slice(250)];
    expect(rowsOf(sides({hold: 20}, gapped), 1)).toEqual(between(267, 286));
    const missing = bullish.map((price, row) => (row === 270 ? NaN : price));
    const panel = days([missing]);
    for (const held of [0, 1, -1]) expect(ask(rsiDivergence(), panel, [held], 270)).toBeNull();
    // 14 + 60 + 5 closes and one more are needed.
    const late = (first: number) => days([bullish.map((price, row) => (row < first ? NaN : price))]);
    expect(ask(rsiDivergence(), late(270 - 79), [0.9], 270)).toBeNull();
    expect(ask(rsiDivergence(), late(270 - 78), [-0.9], 270)).toBeNull();
    expect(ask(rsiDivergence(), late(270 - 79), [-0.9], 270)).toEqual([1]);
  });

  it("does nothing with a price that stands still", () => {
    expect(rowsOf(sides({}, Array<number>(300).fill(5)), 0)).toHaveLength(300);
  });

  it("earns where weakening falls are followed by rises", () => {
    const again = Array.from({length: 6}, (_, k) => bullish.slice(200, 331).map((price) => price * 1.1 ** k)).flat();
    const {equity, trades} = trade(rsiDivergence({hold: 20}), days([[...bullish.slice(0, 200), ...again]]));
    expect(trades.filter(({side}) => side > 0).length).toBeGreaterThanOrEqual(6);
    // The rise is of 52 on 68 in 70 bars, and 20 of them are held: (68 + 52 · 26 / 70) / (68 + 52 · 6 / 70) = 1.205.
    expect(equity.at(-1)).toBeGreaterThan(1.19 ** 6);
    const falls = Array.from({length: 6}, (_, k) => bearish.slice(200, 331).map((price) => price * 0.9 ** k)).flat();
    // Short from 132 − 52 · 6 / 70 to 132 − 52 · 26 / 70: a gain of 0.116.
    expect(
      trade(rsiDivergence({hold: 20}), days([[...bearish.slice(0, 200), ...falls]])).equity.at(-1)
    ).toBeGreaterThan(1.11 ** 6);
  });

  it("refuses options that make no sense", () => {
    expect(() => rsiDivergence({most: 4})).toThrow("invalid rsi-divergence most: 4; expected a whole number from 5");
    expect(() => rsiDivergence({hold: 0})).toThrow("invalid rsi-divergence hold: 0");
    expect(() => rsiDivergence({window: 1})).toThrow("invalid rsi-divergence window: 1");
    expect(() => rsiDivergence({memory: 1.5})).toThrow("invalid rsi-divergence memory: 1.5");
  });
});
