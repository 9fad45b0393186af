import {describe, expect, it} from "vitest";
import {ema} from "../../../plugins/features/moving-averages/ema.js";
import {emaCrossover} from "../../../plugins/features/signals/ema-crossover.js";
import {emaCross} from "../../../plugins/strategies/ema-cross.js";
import {ask, days, trade, walk, zigzag} from "./asking.js";

const small = {fast: 1, slow: 2, memory: 2} as const;

describe("ema-cross", () => {
  it("is long while the fast mean is above the slow one, else in cash or short", () => {
    // The slow mean: seeded with 10, then 10, then 10 + 2/3 of the last move.
    expect(ask(emaCross(small), days([[10, 10, 10, 11]]))).toEqual([1]);
    expect(ask(emaCross(small), days([[10, 10, 10, 9]]))).toBeNull();
    expect(ask(emaCross(small), days([[10, 10, 10, 9]]), [1])).toEqual([0]);
    expect(ask(emaCross({...small, short: true}), days([[10, 10, 10, 9]]), [1])).toEqual([-1]);
    expect(
      ask(
        emaCross({...small, weight: 0.5}),
        days([
          [10, 10, 10, 11],
          [3, 2, 2, 1]
        ])
      )
    ).toEqual([0.25, 0]);
    // Over 2 and 3 closes: 8.5 → 10 → 8.5 and 10 → 9 as the seed: (8 + 9 + 10.75) / 3 would be another mean.
    // fast: (9 + 8) / 2 = 8.5, then +2/3 · (10.75 − 8.5) = 10; slow: (9 + 8 + 10.75) / 3 = 9.25; then 9.2 leaves
    // fast 9.4667 and slow 9.225.
    expect(ask(emaCross({fast: 2, slow: 3, memory: 2}), days([[NaN, NaN, 9, 8, 10.75, 9.2]]))).toEqual([1]);
    // 9.0 leaves fast 9.3333 above slow 9.125; 8.0 leaves fast 8.6667 above 8.625; 7.9 leaves 8.6 above 8.575; 7.8
    // leaves 8.5333 above 8.525; 7.7 leaves 8.4667 below 8.475.
    expect(ask(emaCross({fast: 2, slow: 3, memory: 2}), days([[NaN, NaN, 9, 8, 10.75, 7.8]]))).toEqual([1]);
    expect(ask(emaCross({fast: 2, slow: 3, memory: 2}), days([[NaN, NaN, 9, 8, 10.75, 7.7]]))).toBeNull();
  });

  it("trades where the features' means cross", () => {
    const panel = days([walk(700, 5)]);
    const {trades} = trade(emaCross({memory: 15, short: true}), panel);
    const signals = emaCrossover().compute(panel);
    const crossed = Array.from(signals.keys()).filter((i) => i > 389 && signals[i] !== 0);
    // The first trade is of the side that it begins on; each fills one row after its crossing.
    const expected = crossed.map((i) => ({row: i + 1, symbol: 0, side: signals[i]}));
    expect(trades.slice(1)).toEqual(expected.filter(({row}) => row > trades[0].row && row < 700));
    expect(expected.length).toBeGreaterThan(8);
  });

  it("forgets what lies before its memory, all but a small part", () => {
    const panel = days([walk(600, 6)]);
    const [fast, slow] = [12, 26].map((window) => ema({window}).compute(panel));
    let checked = 0;
    for (let row = 129; row < 600; ++row) {
      if (Math.abs(fast[row] / slow[row] - 1) < 1e-4) continue;
      expect(ask(emaCross({short: true}), panel, undefined, row), `row ${row}`).toEqual([
        Math.sign(fast[row] - slow[row])
      ]);
      ++checked;
    }
    expect(checked).toBeGreaterThan(440);
  });

  it("changes nothing on a touch, nor without a close", () => {
    const flat = [0.1, 0.1, 0.1, 0.1];
    for (const held of [0, 1, -1]) {
      expect(ask(emaCross({...small, short: true}), days([flat]), [held])).toBeNull();
      expect(ask(emaCross({...small, short: true}), days([[...flat, 1, 2, NaN]]), [held])).toBeNull();
      expect(
        ask(emaCross({...small, slow: 3, short: true}), days([[...flat, NaN, NaN, NaN, NaN, 1, 2]]), [held])
      ).toBeNull();
    }
  });

  it("passes over a gap", () => {
    const closes = walk(60, 9);
    const gapped = [...closes.slice(0, 50), NaN, ...closes.slice(50)];
    const rows = Array.from({length: 10}, (_, i) => 50 + i);
    const strategy = emaCross({fast: 2, slow: 4, memory: 12, short: true});
    const answers = rows.map((row) => ask(strategy, days([closes]), undefined, row));
    expect(rows.map((row) => ask(strategy, days([gapped]), undefined, row + 1))).toEqual(answers);
    expect(new Set(answers.map(String)).size).toBe(2);
  });

  it("fills up a part", () => {
    expect(ask(emaCross(small), days([[10, 10, 10, 11]]), [0.4])).toEqual([1]);
    expect(ask(emaCross(small), days([[10, 10, 10, 11]]), [0.5])).toBeNull();
  });

  it("follows trends up and, where it may, down", () => {
    const panel = days([
      zigzag([
        [0, 100],
        [130, 100],
        [260, 200],
        [390, 80],
        [520, 160]
      ])
    ]);
    const strategy = emaCross({fast: 5, slow: 15});
    const long = trade(strategy, panel);
    const both = trade(emaCross({fast: 5, slow: 15, short: true}), panel);
    expect(long.trades.map(({side}) => side)).toEqual([1, -1, 1]);
    expect(long.equity.at(-1)).toBeGreaterThan(2.8);
    expect(both.equity.at(-1)!).toBeGreaterThan(1.3 * long.equity.at(-1)!);
    expect(long.equity.at(-1)).toBeLessThan(4);
  });

  it("refuses windows in the wrong order", () => {
    expect(() => emaCross({fast: 26})).toThrow("invalid ema-cross slow: 26; expected a whole number from 27");
    expect(() => emaCross({memory: 1})).toThrow("invalid ema-cross memory: 1");
    expect(() => emaCross({weight: -1})).toThrow("invalid ema-cross weight: -1");
  });
});
