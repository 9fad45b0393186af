import {isDeepStrictEqual} from "node:util";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Market, Trading} from "../../../core/backtest/backtest.js";
import {backtest, backtestByEvents} from "../../../core/backtest/backtest.js";
import {backtestLinear, isLinear} from "../../../core/backtest/linear.js";
import type {Panel} from "../../../core/base/panel.js";
import type {Result} from "../../../core/plugin.js";
import {perDollar} from "../../../plugins/commissions/per-dollar.js";
import {perShare} from "../../../plugins/commissions/per-share.js";
import {basisPoints} from "../../../plugins/slippage/basis-points.js";
import {bars, exact, flat, free, holding} from "../markets.js";
import {charging, drawn, draws, nonsense, randomMarket, slipping} from "./random-cases.js";

const market: Market = {periods: 252};
const base: Trading = {
  strategy: drawn,
  slippage: slipping(0, 1),
  commission: charging(0, 0),
  fill: "next-open",
  cash: 100_000,
  delay: 0,
  shares: "whole"
};

const cases = fc.record({
  draw: draws,
  wild: fc.boolean(),
  fill: fc.constantFrom("next-open", "next-close"),
  shares: fc.constantFrom("whole", "fractional"),
  delay: fc.integer({min: 0, max: 3}),
  cash: fc.constantFrom(10, 1000, 12_345.67, 1e6, 1e9),
  rate: fc.constantFrom(0, 0.0005, 0.01),
  share: fc.constantFrom(0.001, 0.1, 1),
  unit: fc.constantFrom(0, 0.001, 0.37),
  value: fc.constantFrom(0, 0.0015, 0.02),
  delistingReturn: fc.constantFrom(0, -0.3, -1),
  start: fc.integer({min: 0, max: 3}),
  benchmark: fc.boolean()
});

/** A result, or what was said instead of one. */
function outcome(trade: () => Result): unknown {
  try {
    return {...trade()};
  } catch (error) {
    return (error as Error).message.split(":")[0];
  }
}

function same(panel: Panel, trading: Trading, beside: Market, start: number): Result | null {
  if (!isLinear(trading, beside)) throw new Error("the case needs the event loop");
  const slow = outcome(() => backtestByEvents(panel, trading, beside, start));
  for (const trade of [backtestLinear, backtest]) {
    const fast = outcome(() => trade(panel, trading, beside, start));
    if (!isDeepStrictEqual(fast, slow)) expect(fast).toStrictEqual(slow);
  }
  return typeof slow === "string" ? null : (slow as Result);
}

describe("trading without the event loop", () => {
  it("is the event loop's bit for bit, over three thousand random cases", () => {
    const met = {fills: 0, unfilled: 0, delisted: 0, bankrupt: 0, errors: 0, cut: 0};
    fc.assert(
      fc.property(cases, ({draw, wild, rate, share, unit, value, start, benchmark, ...rest}) => {
        const panel = randomMarket(draw, wild ? nonsense : []);
        const first = Math.min(start, draw.rows - 1);
        const trading = {...base, ...rest, slippage: slipping(rate, share), commission: charging(unit, value)};
        const beside = {...market, ...(benchmark && {benchmark: panel.fields.close.slice(0, draw.rows)})};
        const result = same(panel, trading as Trading, beside, first);
        if (result === null) return void ++met.errors;
        met.fills += result.fills.length;
        met.unfilled += result.unfilled;
        for (const {forced, quantity} of result.fills) {
          if (forced === "delisted") ++met.delisted;
          if (forced === "bankrupt") ++met.bankrupt;
          if (!forced && quantity !== Math.round(quantity)) ++met.cut;
        }
      }),
      {seed: 5, numRuns: 3000}
    );
    // The cases meet all that is to be met.
    expect(met.fills).toBeGreaterThan(50_000);
    expect(met.unfilled).toBeGreaterThan(5000);
    expect(met.delisted).toBeGreaterThan(200);
    expect(met.bankrupt).toBeGreaterThan(200);
    expect(met.cut).toBeGreaterThan(10_000);
    expect(met.errors).toBeLessThan(300);
  });

  it.each([
    ["basis points, per share", basisPoints({points: 7, limit: 0.05}), perShare({cost: 0.02})],
    ["basis points, per dollar", basisPoints({points: 0, limit: 1}), perDollar({rate: 0.002})],
    ["Zipline's defaults", basisPoints(), perShare()]
  ])("is the event loop's with the plugins too: %s", (_, slippage, commission) => {
    fc.assert(
      fc.property(cases, ({draw, wild, fill, shares, delay, cash}) => {
        const trading = {...base, slippage, commission, fill, shares, delay, cash} as Trading;
        same(randomMarket(draw, wild ? nonsense : []), trading, market, 0);
      }),
      {seed: 6, numRuns: 200}
    );
  });

  it("gives fills that are the same each time they are read", () => {
    const result = backtest(randomMarket({seed: 1, rows: 30, symbols: 3}), base, market);
    expect(result.fills).toBe(result.fills);
    expect(result.fills.length).toBeGreaterThan(20);
  });

  it("refuses what the event loop refuses, in its words", () => {
    const panel = bars(flat(10), flat(10));
    const refused: [Partial<Trading>, Panel, string][] = [
      [{cash: 0}, panel, "invalid cash: 0"],
      [{cash: NaN}, panel, "invalid cash: NaN"],
      [{delay: -1}, panel, "invalid delay: -1"],
      [{strategy: {...holding(1, 1), bookless: true}}, panel, "invalid targets: 2 weights; expected 1"],
      [{strategy: {...drawn, needs: ["none"]}}, panel, "unknown field: none"],
      [{}, {...panel, symbols: []}, "missing symbols"],
      [{}, {...panel, times: panel.times.slice(0, 0)}, "missing rows"]
    ];
    for (const [changes, given, message] of refused)
      expect(() => backtest(given, {...base, strategy: {...holding(1), bookless: true}, ...changes}, market)).toThrow(
        message
      );
  });
});

describe("the event loop is needed", () => {
  const linear = {...base, strategy: {...holding(1), bookless: true}};

  it("for nothing of this", () => {
    expect(isLinear(linear, {})).toBe(true);
    expect(isLinear({...linear, fill: "next-close", shares: "fractional", delay: 2, overlays: []}, {actions: []})).toBe(
      true
    );
    expect(isLinear({...linear, triggers: "optimistic", dividends: "reinvest", financing: []}, {})).toBe(true);
  });

  it.each<[string, Partial<Trading>, Partial<Market>]>([
    ["a strategy that reads the book", {strategy: holding(1)}, {}],
    ["one that explains itself", {strategy: {...holding(1), bookless: true, explain: () => ({})}}, {}],
    ["an algorithm", {strategy: {needs: [], lookback: 0, begin: () => ({})}}, {}],
    ["an overlay", {overlays: [{adjust: (targets) => targets}]}, {}],
    ["slippage that is not linear", {slippage: exact}, {}],
    ["a commission that is not linear", {commission: free}, {}],
    ["financing", {financing: [{charges: () => []}]}, {}],
    ["controls", {controls: {}}, {}],
    ["a margin", {margin: {initial: 0.5, maintenance: 0.25}}, {}],
    ["other fills", {fill: "next-vwap"}, {}],
    ["fills at the same close", {fill: "same-close"}, {}],
    ["orders that wait", {good: "cancelled"}, {}],
    ["corporate actions", {}, {actions: [{symbol: "A", t: 0, action: "split", value: 2}]}]
  ])("for %s", (_, changes, beside) => {
    expect(isLinear({...linear, ...changes}, beside)).toBe(false);
  });

  it("where there is no volume", () => {
    const {fields, ...panel} = bars(flat(10), flat(10), flat(10));
    const {volume: _, ...without} = fields;
    const slippage = {...exact, linear: {rate: 0, share: 1}};
    const {fills} = backtest({...panel, fields: without}, {...linear, slippage}, market);
    expect(fills).toHaveLength(1);
  });
});
