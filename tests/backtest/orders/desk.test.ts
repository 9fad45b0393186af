import {describe, expect, it} from "vitest";
import type {Trading} from "../../../core/backtest/backtest.js";
import type {Desk} from "../../../core/plugin.js";
import {bars, flat, many, plan, run} from "../markets.js";

/** The units of each fill of orders given at a close of 30, with 1,000 in cash and 7 units held unless said otherwise. */
function units(give: (desk: Desk) => unknown, changes: Partial<Trading> = {}, held = 7): number[] {
  const strategy = plan({
    0: (desk) => {
      if (held !== 0) desk.order(0, held);
    },
    1: (desk) => {
      give(desk);
    }
  });
  const {fills} = run(bars(flat(30), flat(30), flat(30)), strategy, {cash: 1000, fill: "next-close", ...changes});
  return fills.slice(held === 0 ? 0 : 1).map(({quantity}) => quantity);
}

describe("the desk", () => {
  it("orders units, values and parts of equity", () => {
    expect(units((desk) => desk.order(0, 5))).toEqual([5]);
    expect(units((desk) => desk.orderValue(0, 100))).toEqual([3]);
    expect(units((desk) => desk.orderPercent(0, 0.5))).toEqual([16]);
    expect(units((desk) => desk.orderPercent(0, -0.5))).toEqual([-16]);
  });

  it("orders what leads to a target from what is held", () => {
    expect(units((desk) => desk.orderTarget(0, 10))).toEqual([3]);
    expect(units((desk) => desk.orderTarget(0, -2))).toEqual([-9]);
    expect(units((desk) => desk.orderTarget(0, 7))).toEqual([]);
    expect(units((desk) => desk.orderTargetValue(0, 300))).toEqual([3]);
    expect(units((desk) => desk.orderTargetPercent(0, 0.6))).toEqual([13]);
    expect(units((desk) => desk.orderTargetPercent(0, 0))).toEqual([-7]);
  });

  it("cuts the order toward zero, not the target, as Zipline does", () => {
    // 115 / 30 = 3.83: from 7 that is −3.17 units, and from −7 it is 10.83.
    expect(units((desk) => desk.orderTargetValue(0, 115))).toEqual([-3]);
    expect(units((desk) => desk.orderTargetValue(0, 115), {}, -7)).toEqual([10]);
    // 0.1 · 1,000 / 30 = 3.33 − 7 = −3.67.
    expect(units((desk) => desk.orderTargetPercent(0, 0.1))).toEqual([-3]);
    expect(units((desk) => desk.order(0, -2.9))).toEqual([-2]);
    expect(units((desk) => desk.order(0, 2.9))).toEqual([2]);
  });

  it("takes what is within 1e-4 of whole for whole, as Zipline does", () => {
    expect(units((desk) => desk.order(0, 3.99991))).toEqual([4]);
    expect(units((desk) => desk.order(0, 3.9998))).toEqual([3]);
    expect(units((desk) => desk.order(0, -3.99995))).toEqual([-4]);
    expect(units((desk) => desk.order(0, 3.00005))).toEqual([3]);
    expect(units((desk) => desk.orderValue(0, 90 - 1e-9))).toEqual([3]);
  });

  it("cuts nothing where units may be fractions", () => {
    const fractional = {shares: "fractional"} as const;
    expect(units((desk) => desk.order(0, 2.9), fractional)).toEqual([2.9]);
    expect(units((desk) => desk.orderTargetPercent(0, 0.1), fractional)).toEqual([(0.1 * 1000) / 30 - 7]);
  });

  it("looks at what is held and not at orders that wait, as Zipline does", () => {
    expect(
      units((desk) => {
        desk.orderTarget(0, 10);
        desk.orderTarget(0, 10);
      })
    ).toEqual([3, 3]);
  });

  it("uses the latest price and the equity at it", () => {
    const strategy = plan({0: (desk) => desk.order(0, 7), 2: (desk) => desk.orderPercent(0, 0.5)});
    const {fills} = run(bars(flat(30), flat(30), flat(40), flat(50)), strategy, {cash: 1000});
    // 1,000 + 7 · 10 of equity: 535 / 40 = 13.4.
    expect(fills.map(({quantity}) => quantity)).toEqual([7, 13]);
  });

  it("answers null where there is nothing to order or no price", () => {
    const answers: unknown[] = [];
    const panel = many({A: [flat(10), flat(10)], B: [flat(NaN), flat(20)]});
    const strategy = plan({
      0: (desk) => {
        answers.push(desk.order(0, 0.5), desk.order(0, NaN), desk.orderTarget(0, 0), desk.order(1, 5));
        answers.push(desk.orderValue(1, 500), desk.orderBracket(1, 5, {stop: 1, target: 2}), desk.order(0, 1));
      }
    });
    expect(run(panel, strategy).fills).toHaveLength(1);
    expect(answers).toEqual([null, null, null, null, null, null, 1]);
  });

  it("refuses symbols that are not there, and orders before the market opens", () => {
    expect(() => units((desk) => desk.order(1, 5))).toThrow("unknown symbol: 1; the panel has 1");
    expect(() => units((desk) => desk.order(-1, 5))).toThrow("unknown symbol: -1");
    const early = {
      needs: [],
      lookback: 0,
      begin(desk: Desk) {
        desk.order(0, 1);
        return {};
      }
    };
    expect(() => run(bars(flat(1)), early)).toThrow("the market is not open yet");
  });

  it("keeps numbers bar by bar, and lines", () => {
    const strategy = plan({
      0: (desk) => {
        desk.record({a: 1});
      },
      2: (desk) => {
        desk.record({a: 3, b: 4});
        desk.log("third");
      }
    });
    const {records, log} = run(bars(flat(1), flat(1), flat(1)), strategy);
    expect(records).toEqual({a: Float64Array.of(1, NaN, 3), b: Float64Array.of(NaN, NaN, 4)});
    expect(log).toEqual([{t: 2 * 86_400_000, text: "third"}]);
  });

  it("reads the past of a field, and pipelines of those that pass a screen", () => {
    const seen: unknown[] = [];
    const panel = many({
      A: [flat(1), flat(2), flat(3)],
      B: [flat(4), flat(NaN), flat(6)],
      C: [flat(7), flat(8), flat(NaN)]
    });
    const score = Float64Array.of(1, 1, 1, 1, 1, 1, 0, 5, 1);
    const strategy = plan({
      1: (desk) => seen.push(Array.from(desk.history("close", 0, 3))),
      2: (desk) =>
        seen.push(
          Array.from(desk.history("close", 1, 2)),
          desk.pipeline(["close"]),
          desk.pipeline(["close", "score"], "score")
        )
    });
    run({...panel, fields: {...panel.fields, score}}, strategy);
    expect(seen).toEqual([
      [NaN, 1, 2],
      [NaN, 6],
      [
        {symbol: 0, values: {close: 3}},
        {symbol: 1, values: {close: 6}}
      ],
      [
        {symbol: 1, values: {close: 6, score: 5}},
        {symbol: 2, values: {close: NaN, score: 1}}
      ]
    ]);
  });
});
