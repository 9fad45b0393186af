import {describe, expect, it} from "vitest";
import {backtest} from "../../core/backtest/backtest.js";
import type {Strategy} from "../../core/plugin.js";
import {realData, unlessMissing} from "../data.js";
import type {Golden} from "../golden/backtest/compare.js";
import {cashOf, commissionOf, expectFills, expectRows, slippageOf} from "../golden/backtest/compare.js";
import type {PriceSet} from "../golden/backtest/prices.js";
import {madePrices, panelOf, readJson, realPrices} from "../golden/backtest/prices.js";

/** Every five rows the `each` symbols that rose most over ten long, and as many that rose least short. */
function longShort(days: readonly string[], each: number, bookless: boolean): Strategy {
  const rows = new Map(days.map((day, i) => [Date.parse(day), i]));
  return {
    needs: ["close"],
    lookback: 18,
    bookless,
    targets(now) {
      const i = rows.get(now.t)!;
      if (i < 10 || i % 5 !== 0) return null;
      const cents = (s: number, ago: number): number => {
        const close = now.at("close", s, ago);
        return Number.isNaN(close) ? cents(s, ago + 1) : Math.round(100 * close);
      };
      const changes = now.symbols.map((_, s) => cents(s, 0) / cents(s, 10));
      const order = Array.from(changes.keys()).sort((a, b) => changes[a] - changes[b] || a - b);
      const weights = new Float64Array(changes.length);
      for (const s of order.slice(0, each)) weights[s] = -0.4;
      for (const s of order.slice(-each)) weights[s] = 0.4;
      return weights;
    }
  };
}

/** Target weights, by the fast path and by the event loop, are what the systems make of orders to target weights. */
function compare(golden: Golden, prices: PriceSet, each: number, fill: "next-close" | "next-open"): void {
  const rows = new Map(prices.days.map((day, i) => [Date.parse(day), i]));
  for (const bookless of [true, false]) {
    const {fills, cash, equity} = backtest(
      panelOf(prices, golden.universe),
      {
        strategy: longShort(prices.days, each, bookless),
        slippage: slippageOf(golden.slippage),
        commission: commissionOf(golden.commission),
        fill,
        cash: golden.cash,
        shares: "whole",
        delay: 0,
        good: "cancelled"
      },
      {periods: 252}
    );
    expect(golden.fills.length).toBeGreaterThan(100);
    expectFills(
      fills.map(({t, symbol, quantity, price, commission}) => [rows.get(t)!, symbol, quantity, price, commission]),
      golden.fills
    );
    expectRows("cash", Array.from(cash), cashOf(golden));
    expectRows("equity", Array.from(equity), golden.equity);
  }
}

const find = (system: string, set: string, name: string) =>
  readJson<Golden[]>(`${system}/${set}.json`).find((golden) => golden.name === name)!;

describe("target weights on made-up prices", () => {
  const prices = madePrices();
  it("as Zipline", () => {
    compare(find("zipline", "made", "long-short-free"), prices, 2, "next-close");
  });
  it("as backtrader", () => {
    compare(find("backtrader", "made", "markets"), prices, 1, "next-open");
  });
});

const data = realData("us-sp500-daily-2013-2018", "all_stocks_5yr.csv.gz");
describe.skipIf(data.missing)(`target weights on real prices ${unlessMissing}`, () => {
  it.each([
    ["zipline", "long-short", 2, "next-close"],
    ["backtrader", "markets", 1, "next-open"]
  ] as const)("as %s", (system, name, each, fill) => {
    const golden = find(system, "real", name);
    compare(golden, realPrices(data.path, golden.universe), each, fill);
  });
});
