import {describe, expect, it} from "vitest";
import type {Trading} from "../../core/backtest/trading.js";
import {realData, unlessMissing} from "../data.js";
import type {Golden, GoldenFill} from "../golden/backtest/compare.js";
import {cashOf, commissionOf, expectFills, expectHeld, expectRows} from "../golden/backtest/compare.js";
import {expectSame, firstOther, run, slippageOf} from "../golden/backtest/compare.js";
import type {PriceSet} from "../golden/backtest/prices.js";
import {madePrices, panelOf, readJson, realPrices} from "../golden/backtest/prices.js";
import {ziplineStrategy} from "../golden/backtest/zipline/strategies.js";

/**
 * The same as Zipline makes of the same strategies: fills, and on each day positions, cash and equity. Where this engine
 * differs:
 *
 * - A limit holds. Zipline's FixedBasisPointsSlippage, its default, adds its points beyond the limit, and an order whose
 *   limit was reached once is filled on later days at any price.
 * - The fraction of a unit that a split leaves is paid at the market's price. Zipline pays it at what it cost.
 * - Equity counts a dividend from its ex-date on. Zipline's counts it when it is paid, and falls in between.
 */
function ours(golden: Golden, prices: PriceSet, isReal: boolean, changes: Partial<Trading> = {}) {
  const trading: Trading = {
    strategy: ziplineStrategy(golden.name, isReal),
    slippage: slippageOf(golden.slippage),
    commission: commissionOf(golden.commission),
    fill: "next-close",
    triggers: "close",
    cash: golden.cash,
    shares: "whole",
    delay: 0,
    ...changes
  };
  return run(panelOf(prices, golden.universe), trading, {actions: prices.actions});
}

const made = readJson<Golden[]>("zipline/made.json");
const madeRun = (name: string) => made.find((golden) => golden.name === name)!;
const prices = madePrices();
const different = ["limits-basis-points", "split-long", "split-short"];

describe("Zipline on made-up prices", () => {
  const same = made.filter(({name}) => !different.includes(name));
  it.each(same.map((golden) => [golden.name, golden] as const))("%s", (_, golden) => {
    expectSame(ours(golden, prices, false), golden);
  });

  it("sees another basis point, another cap and another minimum", () => {
    const golden = madeRun("large-minimum");
    const mine = (changes: Partial<Trading>) => ours(golden, prices, false, changes).fills;
    expect(firstOther(mine({}), golden.fills)).toBeUndefined();
    const others: Partial<Trading>[] = [
      {slippage: slippageOf({kind: "basis-points", bps: 6})},
      {slippage: slippageOf({kind: "basis-points", limit: 0.11})},
      {commission: commissionOf({kind: "per-share", cost: 0.0075, minimum: 4})},
      {fill: "next-open"}
    ];
    for (const changes of others) expect(firstOther(mine(changes), golden.fills)).toBeDefined();
  });

  it("limits, which Zipline's basis points break and this engine keeps", () => {
    const golden = madeRun("limits-basis-points");
    const latest = (row: number, symbol: number): number =>
      prices.symbols[golden.universe[symbol]].close[row] ?? latest(row - 1, symbol);
    const limitOf = ([row, symbol, quantity]: GoldenFill) => {
      const cents = latest(5 * Math.floor((row - 1) / 5), symbol);
      return Math.floor((cents * (quantity > 0 ? 99 : 102)) / 100) / 100;
    };
    const isBeyond = (fill: GoldenFill, price = fill[3]) => Math.sign(fill[2]) * (price - limitOf(fill)) > 1e-9;
    const {fills} = ours(golden, prices, false);
    expect(fills.filter((fill) => isBeyond(fill))).toEqual([]);
    const broken = golden.fills.filter((fill) => isBeyond(fill));
    expect(broken.length).toBeGreaterThan(10);
    // Some of those on a day whose close is itself beyond the limit: it was reached on a day before.
    expect(broken.filter((fill) => isBeyond(fill, latest(fill[0], fill[1]) / 100)).length).toBeGreaterThan(0);
    expect(broken).toContainEqual(firstOther(fills, golden.fills));
  });

  it.each(["split-long", "split-short"])("%s, but for what the fraction is paid at", (name) => {
    const golden = madeRun(name);
    const mine = ours(golden, prices, false);
    const {row, ratio} = readJson<{splits: {row: number; ratio: number}[]}>("prices.json").splits[0];
    const isFraction = ([, , quantity]: GoldenFill) => !Number.isInteger(quantity);
    expectFills(
      mine.fills.filter((fill) => !isFraction(fill)),
      golden.fills
    );
    expectHeld(mine, golden);
    const [[on, , sold, price]] = mine.fills.filter(isFraction);
    expect(on).toBe(row);
    const [[, , units, paid, commission]] = golden.fills;
    expect(sold).toBeCloseTo(Math.trunc(units / ratio) - units / ratio, 9);
    expect(price).toBeCloseTo((prices.symbols.SPLIT.close[row - 1]! / 100) * ratio, 9);
    const basis = Math.round(100 * ((units * paid + commission) / units) * ratio) / 100;
    const more = -sold * price - Math.round(100 * -sold * basis) / 100;
    const moved = (values: readonly number[]) => values.map((value, i) => (i < row ? value : value + more));
    expect(Math.abs(more)).toBeGreaterThan(0.01);
    expectRows("cash", mine.cash, moved(cashOf(golden)));
    expectRows("equity", mine.worth, moved(golden.equity));
  });

  it.each([
    ["dividends-long", 1],
    ["dividends-short", -1]
  ])("%s: owed from the ex-date to the day before it is paid", (name, side) => {
    const {equity, worth} = ours(madeRun(name), prices, false);
    const owed = equity.map((value, row) => value - worth[row]);
    for (const [row, value] of owed.entries()) {
      const units = row >= 80 && row < 90 ? 300 * 0.37 : row >= 200 && row < 215 ? 225 * 0.52 : 0;
      expect(value).toBeCloseTo(side * units, 6);
    }
  });
});

const data = realData("us-sp500-daily-2013-2018", "all_stocks_5yr.csv.gz");
describe.skipIf(data.missing)(`Zipline on real prices ${unlessMissing}`, () => {
  const real = readJson<Golden[]>("zipline/real.json");
  const all = data.missing ? null : realPrices(data.path, [...new Set(real.flatMap(({universe}) => universe))]);
  it.each(real.map((golden) => [golden.name, golden] as const))("%s", (_, golden) => {
    expect(golden.fills.length).toBeGreaterThan(5);
    expectSame(ours(golden, all!, true), golden);
  });
});
