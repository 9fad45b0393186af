import {describe, expect, it} from "vitest";
import {marketMaking} from "../../../plugins/algorithms/market-making.js";
import type {Ohlc} from "./running.js";
import {barsOf, flat, path, rounded, run} from "./running.js";

/** 100, 110, then a fall to 99 within the bar. */
const fall: Ohlc[] = [flat(100), [100, 110, 100, 110], [110, 110, 99, 99], [99, 99, 99, 99]];
const plain = {window: 2, width: 0.5, size: 0.1, aversion: 0, limit: 1} as const;

describe("market-making", () => {
  it("quotes a multiple of the volatility around the close, of a size that is a part of equity", () => {
    const {given} = run(marketMaking(plain), barsOf([fall]));
    // One return of 0.1 on row 1, which is half of the window: 110 ∓ 110 · 0.5 · 0.1.
    expect(given.filter(({row}) => row === 1)).toEqual([
      {row: 1, symbol: 0, quantity: 100 / 110, limit: 104.5, good: "bar", tag: "bid"},
      {row: 1, symbol: 0, quantity: -100 / 110, limit: 115.5, good: "bar", tag: "ask"}
    ]);
    expect(given.some(({row}) => row === 0)).toBe(false);
  });

  it("keeps the least spread where nothing moves", () => {
    const still = Array.from({length: 5}, () => flat(200));
    const {given} = run(marketMaking({...plain, minimum: 0.01}), barsOf([still]));
    expect(given.slice(0, 2).map(({limit}) => limit)).toEqual([198, 202]);
  });

  it("moves its quotes against what it holds, by Avellaneda and Stoikov's reservation price", () => {
    const {given, fills} = run(marketMaking({...plain, aversion: 2, horizon: 5}), barsOf([fall]));
    expect(fills).toEqual([{row: 2, symbol: 0, quantity: rounded(100 / 110), price: 104.5, tag: "bid"}]);
    // 95 was paid for 100 / 110 units, worth 90 at 99: equity is 995 and x = 90 / 995. Both returns are 0.1 in size.
    const reservation = 99 * (1 - 2 * (90 / 995) * 0.01 * 5);
    const [bid, ask] = given.filter(({row}) => row === 2);
    expect(bid.limit).toBeCloseTo(reservation - 4.95, 10);
    expect(ask.limit).toBeCloseTo(reservation + 4.95, 10);
    expect(reservation).toBeLessThan(98.2);
    const even = run(marketMaking(plain), barsOf([fall])).given.filter(({row}) => row === 2);
    expect(even.map(({limit}) => rounded(limit!))).toEqual([94.05, 103.95]);
  });

  it("never bids above the close nor asks below it", () => {
    const {given} = run(marketMaking({...plain, aversion: 100, horizon: 100}), barsOf([fall]));
    const quotes = given.filter(({row}) => row === 2).map(({limit, tag}) => ({limit, tag}));
    expect(quotes).toEqual([{limit: 99, tag: "ask"}]);
    const above = run(marketMaking({...plain, fair: "ema", span: 9}), barsOf([[100, 80, 60, 40].map(flat)]));
    const bids = above.given.filter(({tag}) => tag === "bid");
    expect(bids.map(({row, limit}) => [row, limit! <= [100, 80, 60, 40][row]])).toContainEqual([3, true]);
    expect(bids.at(-1)!.limit).toBe(40);
  });

  it("buys no more than its limit, and without short sells no more than it has", () => {
    const down = Array.from({length: 40}, (_, i): Ohlc => {
      const [open, close] = [100 * 0.97 ** i, 100 * 0.97 ** (i + 1)];
      return [open, open, close, close];
    });
    const panel = barsOf([down]);
    const {given, fills} = run(marketMaking({...plain, size: 0.2, limit: 0.5, width: 0.2}), panel);
    expect(fills.length).toBeGreaterThan(3);
    let [held, cash] = [0, 1000];
    for (const {row, quantity, price} of fills) {
      const quoted = panel.fields.close[row - 1];
      const part = cash + held * quoted;
      held += quantity;
      cash -= quantity * price;
      expect(held * quoted, `row ${row}`).toBeLessThanOrEqual(0.5 * part * (1 + 1e-9));
    }
    expect(given.at(-1)!.tag).toBe("ask");
    const long = run(marketMaking({...plain, short: false}), barsOf([path(200, 3, {pull: 0.02})]));
    let units = 0;
    for (const {quantity} of long.fills) expect((units += quantity)).toBeGreaterThan(-1e-6);
    expect(long.fills.some(({tag}) => tag === "ask")).toBe(true);
    const both = run(marketMaking(plain), barsOf([path(200, 3, {pull: 0.02})]));
    units = 0;
    expect(both.fills.some(({quantity}) => (units += quantity) < -0.1)).toBe(true);
  });

  it("replaces its quotes on each bar", () => {
    const {result, given} = run(marketMaking(plain), barsOf([path(100, 5, {})]));
    for (let row = 2; row < 99; ++row) expect(given.filter((each) => each.row === row).length).toBeLessThanOrEqual(2);
    expect(result.fills.length + result.unfilled).toBe(given.filter(({row}) => row < 99).length);
  });

  it("follows the mean, where it is to", () => {
    const closes = [100, 110, 121, 121];
    const {given} = run(
      marketMaking({...plain, fair: "ema", span: 3, width: 0, minimum: 0.5}),
      barsOf([closes.map(flat)])
    );
    // The weight is 2 / 4: 100, 105, 113, 117.
    const asks = given.filter(({tag}) => tag === "ask").map(({limit}) => limit);
    expect(asks).toEqual([105, 113, 117].map((fair) => 1.5 * fair));
  });

  it("earns the spread where prices return, and loses to those that know better in a trend", () => {
    const gains = (options: Parameters<typeof path>[2]) =>
      [1, 2, 3, 4, 5].map((seed) => {
        const {result} = run(marketMaking({aversion: 2}), barsOf([path(500, seed, options)]));
        return {gain: result.equity.at(-1)! / 1000 - 1, edge: result.records!.edge.at(-1)!};
      });
    const returning = gains({pull: 0.1});
    const trending = gains({drift: 0.0006});
    for (const {gain, edge} of returning) {
      expect(gain).toBeGreaterThan(0.02);
      expect(edge).toBeGreaterThan(0);
    }
    for (const {gain, edge} of trending) {
      expect(gain).toBeLessThan(-0.02);
      expect(edge).toBeGreaterThan(0);
    }
  });

  it("holds less the more it shuns risk", () => {
    const held = (aversion: number) => {
      const {result} = run(marketMaking({aversion, limit: 5}), barsOf([path(500, 9, {})]));
      return result.gross.reduce((sum, value) => sum + value, 0) / 500;
    };
    expect(held(20)).toBeLessThan(0.6 * held(0));
  });

  it("records what it holds and what its quotes earned before prices moved on", () => {
    const {result} = run(marketMaking(plain), barsOf([fall]));
    // Quoted around 110, bought at 104.5.
    expect(result.records!.edge[2]).toBeCloseTo((5.5 * 100) / 110, 12);
    expect(result.records!.inventory[2]).toBeCloseTo(90 / 995, 12);
  });

  it("waits where a bar is missing", () => {
    const gone: Ohlc[] = [...fall.slice(0, 2), flat(NaN), flat(100), flat(101)];
    const {given} = run(marketMaking(plain), barsOf([gone]));
    expect(given.filter(({row}) => row === 2)).toEqual([]);
  });

  it("refuses options that make no sense", () => {
    expect(() => marketMaking({fair: "vwap"})).toThrow("unknown market-making fair: vwap");
    expect(() => marketMaking({width: 0, minimum: 0})).toThrow("one of them must be above 0");
    expect(() => marketMaking({window: 1})).toThrow("invalid market-making window: 1");
    expect(() => marketMaking({limit: -1})).toThrow("invalid market-making limit: -1");
  });
});
