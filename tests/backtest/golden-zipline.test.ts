import {describe, expect, it} from "vitest";
import type {Trading} from "../../core/backtest/trading.js";
import {realData, unlessMissing} from "../data.js";
import type {Golden} from "../golden/backtest/compare.js";
import {commissionOf, expectSame, run, slippageOf} from "../golden/backtest/compare.js";
import type {PriceSet} from "../golden/backtest/prices.js";
import {madePrices, panelOf, readJson, realPrices} from "../golden/backtest/prices.js";
import {ziplineStrategy} from "../golden/backtest/zipline-strategies.js";

const made = readJson<Golden[]>("zipline-made.json");
const real = readJson<Golden[]>("zipline-real.json");

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

describe("Zipline on made-up prices", () => {
  const prices = madePrices();
  it.each(made.map((golden) => [golden.name, golden] as const))("%s", (_, golden) => {
    expectSame(ours(golden, prices, false), golden);
  });
});

const data = realData("us-sp500-daily-2013-2018", "all_stocks_5yr.csv.gz");
describe.skipIf(data.missing)(`Zipline on real prices ${unlessMissing}`, () => {
  const prices = data.missing
    ? null
    : realPrices(data.path, [...new Set(real.flatMap(({universe}) => universe))]);
  it.each(real.map((golden) => [golden.name, golden] as const))("%s", (_, golden) => {
    expect(golden.fills.length).toBeGreaterThan(5);
    expectSame(ours(golden, prices!, true), golden);
  });
});
