import {describe, expect, it} from "vitest";
import type {Trading} from "../../core/backtest/trading.js";
import {realData, unlessMissing} from "../data.js";
import {backtraderStrategies} from "../golden/backtest/backtrader-strategies.js";
import type {Golden} from "../golden/backtest/compare.js";
import {commissionOf, expectSame, run, slippageOf} from "../golden/backtest/compare.js";
import type {PriceSet} from "../golden/backtest/prices.js";
import {madePrices, panelOf, readJson, realPrices} from "../golden/backtest/prices.js";

interface Run extends Golden {
  readonly flat: boolean;
}

const made = readJson<Run[]>("backtrader-made.json");
const real = readJson<Run[]>("backtrader-real.json");

function ours(golden: Run, prices: PriceSet, changes: Partial<Trading> = {}) {
  const trading: Trading = {
    strategy: backtraderStrategies[golden.name],
    slippage: slippageOf(golden.slippage),
    commission: commissionOf(golden.commission),
    fill: "next-open",
    triggers: "pessimistic",
    cash: golden.cash,
    shares: "whole",
    delay: 0,
    ...changes
  };
  return run(panelOf(prices, golden.universe, golden.flat), trading);
}

describe("backtrader on made-up prices", () => {
  const prices = madePrices();
  it.each(made.map((golden) => [golden.name, golden] as const))("%s", (_, golden) => {
    expectSame(ours(golden, prices), golden);
  });
});

const data = realData("us-sp500-daily-2013-2018", "all_stocks_5yr.csv.gz");
describe.skipIf(data.missing)(`backtrader on real prices ${unlessMissing}`, () => {
  const prices = data.missing
    ? null
    : realPrices(data.path, [...new Set(real.flatMap(({universe}) => universe))]);
  it.each(real.map((golden) => [golden.name, golden] as const))("%s", (_, golden) => {
    expect(golden.fills.length).toBeGreaterThan(5);
    expectSame(ours(golden, prices!), golden);
  });
});
