import {describe, expect, it} from "vitest";
import {buyAndHold} from "../../../plugins/strategies/buy-and-hold.js";
import {ask, days, trade, walk} from "./asking.js";

describe("buy-and-hold", () => {
  it("buys in equal parts what has a price, once", () => {
    expect(ask(buyAndHold(), days([[10], [20], [NaN]]))).toEqual([0.5, 0.5, 0]);
    expect(ask(buyAndHold({weight: 0.6}), days([[10], [20], [5]]))).toEqual([0.2, 0.2, 0.2]);
    expect(ask(buyAndHold(), days([[NaN], [NaN], [0]]))).toBeNull();
    for (const held of [
      [0.5, 0.5, 0],
      [0.01, 0, 0],
      [0, -0.01, 0]
    ])
      expect(ask(buyAndHold(), days([[10], [20], [5]]), held), String(held)).toBeNull();
  });

  it("buys the weights it is given by name", () => {
    const panel = days([[10], [20], [5], [NaN]]);
    expect(ask(buyAndHold({weights: {S2: 0.6, S0: -0.4}}), panel)).toEqual([-0.4, 0, 0.6, 0]);
    expect(ask(buyAndHold({weights: {S3: 0.6, S0: 0.4}}), panel), "its part stays in cash").toEqual([0.4, 0, 0, 0]);
    expect(ask(buyAndHold({weights: {S3: 1}}), panel)).toBeNull();
    expect(() => ask(buyAndHold({weights: {X: 1}}), panel)).toThrow(
      "unknown buy-and-hold symbol: X; symbols are S0, S1, "
    );
  });

  it("brings all back to their weights where one has fallen below half of it, if it is told to", () => {
    const panel = days([[10], [20], [5]]);
    const strategy = buyAndHold({weights: {S0: 0.6, S1: 0.4}, refill: true});
    expect(ask(strategy, panel, [0.75, 0.21, 0])).toBeNull();
    expect(ask(strategy, panel, [0.75, 0.19, 0])).toEqual([0.6, 0.4, 0]);
    expect(ask(strategy, panel, [0.75, 0, 0])).toEqual([0.6, 0.4, 0]);
    expect(ask(strategy, panel, [0.75, -0.4, 0])).toEqual([0.6, 0.4, 0]);
    expect(ask(buyAndHold({weights: {S0: -0.6}, refill: true}), panel, [-0.2, 0, 0])).toEqual([-0.6, 0, 0]);
    const listed = days([[10], [20], [NaN]]);
    expect(ask(buyAndHold({refill: true}), listed, [0.5, 0.5, 0])).toBeNull();
    expect(ask(buyAndHold({refill: true}), panel, [0.5, 0.5, 0])).toEqual(
      [1 / 3, 1 / 3, 1 / 3].map((x) => Math.round(x * 1e12) / 1e12)
    );
  });

  it("leaves alone what has no price when it refills", () => {
    const panel = days([
      [10, 10],
      [20, 20],
      [5, NaN]
    ]);
    expect(ask(buyAndHold({refill: true}), panel, [0.2, 0.5, 0.3])).toEqual([0.5, 0.5, 0.3]);
    expect(ask(buyAndHold({refill: true}), panel, [0.4, 0.3, 0.3])).toBeNull();
  });

  it("earns what the symbols earn", () => {
    const closes = [walk(100, 1), walk(100, 2), walk(100, 3)];
    const {equity, trades} = trade(buyAndHold(), days(closes));
    expect(trades).toEqual([0, 1, 2].map((symbol) => ({row: 1, symbol, side: 1})));
    const rise = closes.reduce((sum, series) => sum + (series[99] - series[1]) / series[0], 0) / 3;
    expect(equity.at(-1)).toBeCloseTo(1 + rise, 12);
  });

  it("refuses weights that are no numbers", () => {
    expect(() => buyAndHold({weights: {A: NaN}})).toThrow("invalid buy-and-hold weight of A: NaN");
    expect(() => buyAndHold({weights: {A: Infinity}})).toThrow("invalid buy-and-hold weight of A: Infinity");
    expect(() => buyAndHold({weight: Infinity})).toThrow("invalid buy-and-hold weight: Infinity");
  });
});
