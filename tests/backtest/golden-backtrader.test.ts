import {describe, expect, it} from "vitest";
import type {Trading} from "../../core/backtest/trading.js";
import {realData, unlessMissing} from "../data.js";
import {backtraderStrategies, closeTrails, ownBrackets} from "../golden/backtest/backtrader/strategies.js";
import type {Golden, GoldenFill} from "../golden/backtest/compare.js";
import {commissionOf, expectSame, expectSameBut, firstOther, run, slippageOf} from "../golden/backtest/compare.js";
import type {PriceSet} from "../golden/backtest/prices.js";
import {madePrices, panelOf, readJson, realPrices} from "../golden/backtest/prices.js";

/**
 * The same as backtrader makes of the same strategies: fills, cash and equity. Where this engine differs:
 *
 * - A limit that the open is beyond is filled there, before a stop that the bar reaches later. backtrader looks at the
 *   orders of a pair one after the other, each over the whole bar, and so takes the stop though the open came first.
 * - A trailing stop follows the bar's high (or low). backtrader's follows its close.
 * - The exits of `orderBracket` are there from the moment at which the entry is filled. backtrader wakes them for the bar
 *   after, which exits given when the fill is told do here too.
 */
interface Run extends Golden {
  readonly flat: boolean;
}

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

const paired = ["brackets", "groups"];
const trailing = "trails";

function compareAll(runs: readonly Run[], prices: () => PriceSet): void {
  const named = (names: (name: string) => boolean) =>
    runs.filter(({name}) => names(name)).map((golden) => [golden.name, golden] as const);

  it.each(named((name) => name !== trailing && !paired.includes(name)))("%s", (_, golden) => {
    expect(golden.fills.length).toBeGreaterThan(30);
    expectSame(ours(golden, prices()), golden);
  });

  it("brackets and groups, but for limits that the open is beyond", () => {
    let count = 0;
    for (const [, golden] of named((name) => paired.includes(name))) {
      const bar = (name: "open" | "high" | "low", [row, s]: GoldenFill) =>
        prices().symbols[golden.universe[s]][name][row]! / 100;
      const isStopAfterOpen = (our: GoldenFill, their: GoldenFill) => {
        const side = Math.sign(our[2]);
        return (
          our[3] === bar("open", our) &&
          side * their[3] > side * our[3] &&
          bar("low", their) <= their[3] &&
          their[3] <= bar("high", their)
        );
      };
      count += expectSameBut(ours(golden, prices()), golden, isStopAfterOpen);
    }
    expect(count).toBe(1);
  });

  it("trailing stops, where they follow the closes", () => {
    const [, golden] = named((name) => name === trailing)[0];
    expectSame(ours(golden, prices(), {strategy: closeTrails}), golden);
    // Those that follow the highs lie nearer: they are hit on other days, and no less often.
    const {fills} = ours(golden, prices());
    expect(firstOther(fills, golden.fills)).toBeDefined();
    expect(fills.length).toBeGreaterThanOrEqual(golden.fills.length);
  });

  it("brackets of its own, from the first exit in its entry's bar on", () => {
    const [, golden] = named((name) => name === "brackets")[0];
    const {fills} = ours(golden, prices(), {strategy: ownBrackets});
    const early = fills.filter(
      ([row, s, quantity], i) =>
        i > 0 && fills.slice(0, i).some((f) => f[0] === row && f[1] === s && f[2] === -quantity)
    );
    expect(early.length).toBeGreaterThan(0);
    expect(firstOther(fills, golden.fills)![0]).toBeGreaterThanOrEqual(early[0][0]);
  });
}

describe("backtrader on made-up prices", () => {
  const prices = madePrices();
  compareAll(readJson<Run[]>("backtrader/made.json"), () => prices);
});

const data = realData("us-sp500-daily-2013-2018", "all_stocks_5yr.csv.gz");
describe.skipIf(data.missing)(`backtrader on real prices ${unlessMissing}`, () => {
  const runs = readJson<Run[]>("backtrader/real.json");
  const prices = data.missing ? null : realPrices(data.path, [...new Set(runs.flatMap(({universe}) => universe))]);
  compareAll(runs, () => prices!);
});
