import {isDeepStrictEqual} from "node:util";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Trading} from "../../../core/backtest/backtest.js";
import {backtest, trade} from "../../../core/backtest/backtest.js";
import type {Result} from "../../../core/plugin.js";
import {day, guarding} from "../markets.js";
import type {Given} from "./random-cases.js";
import {charging, draws, each, hold, randomMarket, restless, rulesOf, slipping, stops} from "./random-cases.js";

const market = {periods: 252};
const base = {
  slippage: slipping(0.001, 0.05),
  commission: charging(0.01, 0.0005),
  fill: "next-open",
  cash: 1e6,
  delay: 0,
  shares: "whole"
} as const;
const units = ({fills}: Result) => fills.map(({quantity}) => quantity);

describe("a fill", () => {
  it("comes after its decision, within the bar, never past its limit, before its stop or beyond its units", () => {
    const met: Record<string, number> = {};
    fc.assert(
      fc.property(draws, fc.record(rulesOf), (draw, rules) => {
        const panel = randomMarket(draw);
        const given = new Map<string, Given>();
        const strategy = restless(draw.seed, {brackets: false, whole: rules.shares === "whole", given});
        const {fills} = backtest(panel, {...base, ...rules, strategy}, market);
        const filled = new Map<string, number>();
        const {high, low, open, close, volume} = panel.fields;
        for (const {t, symbol, quantity, price, slippage, tag, forced} of fills) {
          if (forced) continue;
          const order = given.get(tag!)!;
          const side = Math.sign(order.quantity);
          const {limit, stop, trail, good, at} = order.terms;
          const cell = (time: number) => Math.round(time / day) * draw.symbols + symbol;
          expect(order.symbol).toBe(symbol);
          expect(t).toBeGreaterThan(order.t);
          if (good !== "cancelled") expect(t).toBe(order.t + day);
          expect(Math.sign(quantity)).toBe(side);
          expect(volume[cell(t)]).toBeGreaterThan(0);
          filled.set(tag!, (filled.get(tag!) ?? 0) + Math.abs(quantity));
          expect(filled.get(tag!)!).toBeLessThanOrEqual(Math.abs(order.quantity) * (1 + 1e-12));
          const reference = price - slippage / quantity;
          expect(reference).toBeLessThanOrEqual(
            Math.max(high[cell(t)], open[cell(t)] || 0, close[cell(t)] || 0) * (1 + 1e-9)
          );
          expect(reference).toBeGreaterThanOrEqual(low[cell(t)] * (1 - 1e-9));
          if (limit !== undefined) expect(side * price).toBeLessThanOrEqual(side * limit);
          if (stop !== undefined) {
            let reached = -Infinity;
            for (let time = order.t + day; time <= t; time += day) {
              const most =
                rules.triggers === "close" ? close[cell(time)] : side > 0 ? high[cell(time)] : low[cell(time)];
              if (!Number.isNaN(most)) reached = Math.max(reached, side * most);
            }
            expect(reached).toBeGreaterThanOrEqual(side * stop);
          }
          if (at !== undefined) expect(reference).toBeCloseTo((at === "open" ? open : close)[cell(t)], 9);
          const type =
            limit !== undefined
              ? stop !== undefined
                ? "stop-limit"
                : "limit"
              : stop !== undefined
                ? "stop"
                : trail !== undefined
                  ? "trail"
                  : (at ?? "market");
          met[type] = (met[type] ?? 0) + 1;
        }
      }),
      {seed: 4, numRuns: 300}
    );
    for (const type of ["market", "open", "close", "limit", "stop", "stop-limit", "trail"])
      expect(met[type], type).toBeGreaterThan(100);
  });

  it("never takes more of a bar than the cap on its volume, over all orders", () => {
    let full = 0;
    fc.assert(
      fc.property(draws, fc.record(rulesOf), fc.boolean(), (draw, rules, orders) => {
        const panel = randomMarket(draw);
        const strategy = orders ? restless(draw.seed, {size: 500, whole: rules.shares === "whole"}) : each;
        const overlays = orders ? [] : [guarding(...stops(draw.symbols, 1))];
        const {fills} = backtest(
          panel,
          {...base, ...rules, strategy, overlays, ...(orders ? {} : {good: "cancelled"})},
          market
        );
        const taken = new Map<number, number>();
        for (const {t, symbol, quantity, forced} of fills) {
          if (forced) continue;
          const cell = (t / day) * draw.symbols + symbol;
          taken.set(cell, (taken.get(cell) ?? 0) + Math.abs(quantity));
        }
        for (const [cell, units] of taken) {
          const cap = 0.05 * panel.fields.volume[cell];
          hold(units <= cap * (1 + 1e-12));
          if (units > cap - 1) ++full;
        }
      }),
      {seed: 5, numRuns: 200}
    );
    expect(full).toBeGreaterThan(1000);
  });

  it("of a bracket's exits never closes more than its entry opened", () => {
    let exits = 0;
    fc.assert(
      fc.property(draws, fc.record(rulesOf), fc.integer({min: 1, max: 1000}), (draw, rules, size) => {
        const strategy: Trading["strategy"] = {
          needs: [],
          lookback: 0,
          begin: (desk) => ({
            bar({t}, {price}) {
              if (t > 0) return;
              for (const [symbol, at] of price.entries()) {
                const side = symbol % 2 === 0 ? 1 : -1;
                const entry =
                  symbol % 3 === 0
                    ? {}
                    : symbol % 3 === 1
                      ? {limit: at * (1 - side * 0.01)}
                      : {stop: at * (1 + side * 0.01)};
                desk.orderBracket(
                  symbol,
                  side * size,
                  {stop: at * (1 - side * 0.03), target: at * (1 + side * 0.03)},
                  entry
                );
              }
            }
          })
        };
        const panel = randomMarket(draw);
        for (const {book, fills} of trade(panel, {...base, ...rules, strategy})) {
          book.position.forEach((units, s) => {
            hold(units * (s % 2 === 0 ? 1 : -1) >= 0);
          });
          exits += fills.filter(({tag}) => tag !== undefined).length;
        }
      }),
      {seed: 6, numRuns: 200}
    );
    expect(exits).toBeGreaterThan(200);
  });
});

describe("costs", () => {
  // A law of given orders and an account that is not lost. Of target weights it is none: what costs more buys fewer
  // shares, which may have fallen.
  it("that are higher leave less, whatever the orders", () => {
    fc.assert(
      fc.property(draws, fc.record(rulesOf), (draw, {fill, shares}) => {
        const panel = randomMarket(draw);
        const strategy = () => restless(draw.seed, {whole: shares === "whole"});
        const run = (rate: number, unit: number, value: number) =>
          backtest(
            panel,
            {
              ...base,
              fill,
              shares,
              cash: 1e9,
              slippage: slipping(rate, 0.05),
              commission: charging(unit, value),
              strategy: strategy()
            },
            market
          );
        const levels = [
          run(0, 0, 0),
          run(0.0005, 0, 0),
          run(0.01, 0, 0),
          run(0.01, 0.01, 0),
          run(0.01, 1, 0),
          run(0.01, 1, 0.01)
        ];
        for (const [i, dearer] of levels.slice(1).entries()) {
          hold(isDeepStrictEqual(units(dearer), units(levels[0])));
          dearer.equity.forEach((equity, row) => {
            hold(equity <= levels[i].equity[row] + 1e-6);
          });
        }
        if (levels[0].fills.some(({forced}) => !forced))
          expect(levels[5].equity.at(-1)).toBeLessThan(levels[0].equity.at(-1)!);
      }),
      {seed: 7, numRuns: 60}
    );
  });
});
