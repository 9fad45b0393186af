import {describe, expect, it} from "vitest";
import {view} from "../../../../core/base/view.js";
import {pairs} from "../../../../plugins/strategies/reversion/pairs.js";
import {ask, bookHolding, days, reverting, trade, walk} from "../asking.js";

/** The second walks; the logarithm of the first is 1.5 times the second's and a spread. */
function market(spread: readonly number[], seed = 41, slope = 1.5) {
  const second = walk(spread.length, seed);
  return [spread.map((away, i) => Math.exp(away + slope * Math.log(second[i]) - 3)), second] as const;
}

/** z and hedge ratio by the book: a regression in two passes over the last rows, and its residuals. */
function regression(first: readonly number[], second: readonly number[]) {
  const [y, x] = [first, second].map((prices) => prices.map(Math.log));
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [my, mx] = [mean(y), mean(x)];
  const slope =
    x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0) /
    x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
  const residuals = y.map((value, i) => value - my - slope * (x[i] - mx));
  const error = Math.sqrt(residuals.reduce((sum, value) => sum + value * value, 0) / (y.length - 2));
  return {slope, z: residuals.at(-1)! / error};
}

const said = (strategy: ReturnType<typeof pairs>, panel: ReturnType<typeof days>, row: number) => {
  const {z, ratio} = strategy.explain!(view(panel, row), bookHolding(panel, row));
  return {z: z as number, ratio: ratio as number};
};

const [first, second] = market(reverting(600, 7, 0.1, 0.01));
const panel = days([first, second]);
const strategy = pairs({window: 30, enter: 1.5, exit: 0.5, stop: 100});

describe("pairs", () => {
  it("finds the hedge ratio and the spread by regression", () => {
    for (const row of [58, 59, 100, 333, 599]) {
      const {slope, z} = regression(first.slice(row - 29, row + 1), second.slice(row - 29, row + 1));
      expect(said(strategy, panel, row).ratio, `row ${row}`).toBeCloseTo(slope, 8);
      expect(said(strategy, panel, row).z, `row ${row}`).toBeCloseTo(z, 7);
    }
  });

  it("buys what is cheap of the two and sells the other, by the ratio of their values", () => {
    let count = 0;
    for (let row = 58; row < 600; ++row) {
      const {z, ratio} = said(strategy, panel, row);
      expect(ratio).toBeGreaterThan(0);
      const answer = ask(strategy, panel, undefined, row);
      if (Math.abs(z) < 1.5) expect(answer, `row ${row}: ${z}`).toBeNull();
      else {
        const side = z < 0 ? 1 : -1;
        expect(answer![0], `row ${row}`).toBeCloseTo(side / (1 + ratio), 10);
        expect(answer![1], `row ${row}`).toBeCloseTo((-side * ratio) / (1 + ratio), 10);
        ++count;
      }
    }
    expect(count).toBeGreaterThan(50);
    expect(count).toBeLessThan(300);
  });

  it("holds until the spread is back, or on the other side", () => {
    const seen = {kept: 0, closed: 0, turned: 0};
    for (let row = 58; row < 600; ++row) {
      const {z, ratio} = said(strategy, panel, row);
      const held = [1 / (1 + ratio), -ratio / (1 + ratio)];
      const answer = ask(strategy, panel, held, row);
      if (z < -0.5) {
        expect(answer, `row ${row}: ${z}`).toBeNull();
        ++seen.kept;
      } else if (z < 1.5) {
        expect(answer, `row ${row}: ${z}`).toEqual([0, 0]);
        ++seen.closed;
      } else {
        expect(Math.sign(answer![0]), `row ${row}: ${z}`).toBe(-1);
        ++seen.turned;
      }
    }
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
  });

  it("fills up a side, and sells what is not of the pair", () => {
    const row = Array.from({length: 500}, (_, i) => 58 + i).find((i) => said(strategy, panel, i).z < -1.6)!;
    const {ratio} = said(strategy, panel, row);
    const [a, b] = [1 / (1 + ratio), -ratio / (1 + ratio)];
    expect(ask(strategy, panel, [a, b], row)).toBeNull();
    expect(ask(strategy, panel, [0.6 * a, 0.6 * b], row)).toBeNull();
    for (const held of [
      [a, 0],
      [0, b],
      [a, 0.4 * b],
      [a, -b]
    ]) {
      const answer = ask(strategy, panel, held, row);
      expect(answer![0]).toBeCloseTo(a, 10);
      expect(answer![1]).toBeCloseTo(b, 10);
    }
    const three = days([first, second, first]);
    expect(ask(strategy, three, [a, b, 0.1], row)![2]).toBe(0);
  });

  it("is of the two that are named, whichever places they have", () => {
    const turned = {...days([walk(600, 2), second, first]), symbols: ["C", "B", "A"]};
    const byName = pairs({pair: ["A", "B"], window: 30, enter: 1.5, stop: 100});
    for (let row = 58; row < 600; row += 9) {
      const answer = ask(strategy, panel, undefined, row);
      expect(ask(byName, turned, undefined, row)).toEqual(answer && [0, answer[1], answer[0]]);
    }
    expect(() => ask(pairs({pair: ["A", "D"]}), turned)).toThrow("unknown pairs symbol: D; symbols are C, B, A");
  });

  it("closes at the stop, and does not come back before the spread has", () => {
    // Spread 0 … then a leap that grows, and shrinks slowly.
    const spread = Array.from(
      {length: 120},
      (_, i) => 0.01 * ((i * 7) % 5) + (i < 80 ? 0 : i < 83 ? 0.1 * (i - 79) : 0.3)
    );
    const [y, x] = market(spread, 44);
    const leap = days([y, x]);
    const stopped = pairs({window: 30, enter: 2, exit: 0.5, stop: 3.5});
    const never = pairs({window: 30, enter: 2, exit: 0.5, stop: 100});
    const z = Array.from({length: 120}, (_, row) => (row < 58 ? NaN : said(stopped, leap, row).z));
    const stop = z.findIndex((value) => value >= 3.5);
    const back = z.findIndex((value, row) => row > stop && value <= 0.5);
    expect(stop).toBeGreaterThanOrEqual(80);
    expect(back).toBeGreaterThan(stop + 3);
    const between = Array.from({length: back - stop}, (_, i) => stop + i);
    expect(
      between.some((row) => z[row] >= 2 && z[row] < 3.5),
      "it might enter"
    ).toBe(true);
    for (const row of between) {
      expect(ask(stopped, leap, undefined, row), `row ${row}: ${z[row]}`).toBeNull();
      expect(ask(stopped, leap, [-0.4, 0.6], row), `row ${row}: ${z[row]}`).toEqual([0, 0]);
      if (z[row] >= 2) expect(ask(never, leap, undefined, row)![0], `row ${row}`).toBeLessThan(0);
    }
  });

  it("comes back once the spread has been back", () => {
    // A leap for one bar on row 80, and a smaller one on row 90.
    const leaps = (row: number) => (row === 80 ? 0.3 : row === 90 ? 0.2 : 0);
    const [y, x] = market(
      Array.from({length: 92}, (_, i) => 0.01 * ((i * 7) % 5) + leaps(i)),
      44
    );
    const stopped = pairs({window: 30, enter: 2, exit: 0.5, stop: 3.5});
    const z = [80, 85, 90].map((row) => said(stopped, days([y, x]), row).z);
    expect(z[0]).toBeGreaterThan(3.5);
    expect(z[1]).toBeLessThan(0.5);
    expect(z[2]).toBeGreaterThan(2);
    expect(z[2]).toBeLessThan(3.5);
    expect(ask(stopped, days([y, x]), undefined, 80)).toBeNull();
    expect(ask(stopped, days([y, x]), undefined, 90)![0]).toBeLessThan(0);
  });

  it("holds nothing of two that do not move together", () => {
    const [y, x] = market(reverting(200, 9, 0.3, 0.01), 45, -1);
    const apart = days([y, x]);
    for (let row = 58; row < 200; ++row) {
      expect(said(strategy, apart, row).ratio).toBeLessThan(0);
      expect(ask(strategy, apart, undefined, row)).toBeNull();
      expect(ask(strategy, apart, [0.4, -0.6], row)).toEqual([0, 0]);
    }
  });

  it("sells what is left of a pair, and leaves alone what it cannot judge", () => {
    const row = 200;
    const without = (...gone: number[]) =>
      days([first, second].map((prices, s) => prices.map((price, i) => (gone.includes(s) && i === row ? NaN : price))));
    expect(ask(strategy, without(1), [0.4, 0], row)).toEqual([0, 0]);
    expect(ask(strategy, without(0), [0, -0.6], row)).toEqual([0, 0]);
    expect(ask(strategy, without(1), [0.4, -0.6], row)).toBeNull();
    expect(ask(strategy, without(1), undefined, row)).toBeNull();
    expect(ask(strategy, without(0, 1), [0.4, 0], row)).toBeNull();
    const young = days([first, second.map((price, i) => (i < row - 13 ? NaN : price))]);
    for (const held of [
      [0, 0],
      [0.4, -0.6]
    ])
      expect(ask(strategy, young, held, row)).toBeNull();
    const halted = days([first, second.map((price, i) => (i > 150 ? 80 : price))]);
    for (const held of [
      [0, 0],
      [0.4, -0.6]
    ])
      expect(ask(strategy, halted, held, row)).toBeNull();
    const same = days([second, second]);
    expect(ask(strategy, same, undefined, row)).toBeNull();
    expect(ask(strategy, same, [0.5, -0.5], row)).toEqual([0, 0]);
    const exact = days(market(Array<number>(600).fill(0)));
    for (let at = 58; at < 600; ++at) expect(ask(strategy, exact, undefined, at), `row ${at}`).toBeNull();
    expect(ask(strategy, days([first]), undefined, row)).toBeNull();
  });

  it("passes over rows that one of them lacks", () => {
    const row = 300;
    const gone = [275, 280, 281, 290];
    const gapped = days([first, second.map((price, i) => (gone.includes(i) ? NaN : price))]);
    const kept = Array.from({length: 30}, (_, i) => row - 29 + i).filter((i) => !gone.includes(i));
    const {slope, z} = regression(
      kept.map((i) => first[i]),
      kept.map((i) => second[i])
    );
    expect(said(strategy, gapped, row).ratio).toBeCloseTo(slope, 8);
    expect(said(strategy, gapped, row).z).toBeCloseTo(z, 7);
  });

  it("earns on a spread that reverts, whatever the market does, and not on one that does not", () => {
    const gains = (spread: (seed: number) => number[]) =>
      [1, 2, 3, 4].map((seed) => Math.log(trade(strategy, days(market(spread(seed), 40 + seed))).equity.at(-1)!));
    const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
    const reverts = gains((seed) => reverting(600, seed, 0.4, 0.02));
    const walks = gains((seed) => walk(600, seed, 0, 0.02).map((level) => Math.log(level / 100)));
    for (const gain of reverts) expect(gain).toBeGreaterThan(0.15);
    expect(sum(reverts)).toBeGreaterThan(1.2);
    expect(sum(walks)).toBeLessThan(0.4);
    expect(trade(strategy, panel).trades.length).toBeGreaterThan(40);
  });

  it("refuses options that make no sense", () => {
    expect(() => pairs({pair: ["A"]})).toThrow(
      "invalid pairs pair: A; expected two symbols, or none for the first two"
    );
    expect(() => pairs({pair: ["A", "A"]})).toThrow("invalid pairs pair: A, A");
    expect(() => pairs({enter: 0.4})).toThrow("invalid pairs enter: 0.4");
    expect(() => pairs({stop: 1})).toThrow("invalid pairs stop: 1");
    expect(() => pairs({window: 3})).toThrow("invalid pairs window: 3");
  });
});
