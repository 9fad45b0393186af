import {describe, expect, it} from "vitest";
import {auditFinancing} from "../../../core/audit/trading/financing.js";
import {bookOf} from "../../../core/base/book.js";
import type {Panel} from "../../../core/base/panel.js";
import {view} from "../../../core/base/view.js";
import type {Financing} from "../../../core/plugin.js";
import {borrowFee} from "../../../plugins/financing/borrow-fee.js";
import {cashInterest} from "../../../plugins/financing/cash-interest.js";
import {funding} from "../../../plugins/financing/funding.js";
import {marginInterest} from "../../../plugins/financing/margin-interest.js";

/** Two days of three symbols, with a rate for each symbol and day. */
function days(rate: readonly number[] = [NaN, NaN, NaN, NaN, NaN, NaN]): Panel {
  return {
    times: Float64Array.of(Date.UTC(2024, 0, 5), Date.UTC(2024, 0, 8)),
    symbols: ["A", "B", "C"],
    fields: {close: new Float64Array(6).fill(7), rate: Float64Array.from(rate)}
  };
}

const book = (cash: number, ...position: number[]) =>
  bookOf({cash, position: Float64Array.from(position), price: Float64Array.of(10, 20, 40)});

const charged = (financing: Financing, account: ReturnType<typeof book>, passed = 3, panel = days()) =>
  financing.charges(account, view(panel, 1), passed);

describe("a borrow fee", () => {
  it("is charged on the value of each short position, for each calendar day of a year of 360", () => {
    expect(charged(borrowFee({rate: 0.36}), book(0, -100, 50, -5))).toEqual([
      {what: "borrow", amount: -3, symbol: 0},
      {what: "borrow", amount: -0.6, symbol: 2}
    ]);
    expect(charged(borrowFee({rate: 0.365, days: 365}), book(0, -100, 0, 0), 1)[0].amount).toBeCloseTo(-1, 12);
    expect(charged(borrowFee(), book(5000, 100, 50, 5))).toEqual([]);
  });

  it("is each symbol's own, as it was on the bar before, and the rate where a symbol has none", () => {
    const own = borrowFee({rate: 0.036, field: "rate"});
    expect(own.needs).toEqual(["rate"]);
    expect(borrowFee().needs).toEqual([]);
    const panel = days([0.36, NaN, -0.36, 9, 9, 9]);
    expect(charged(own, book(0, -100, -50, -25), 1, panel)).toEqual([
      {what: "borrow", amount: -1, symbol: 0},
      {what: "borrow", amount: -0.1, symbol: 1},
      {what: "borrow", amount: 1, symbol: 2}
    ]);
  });
});

describe("interest", () => {
  it("is earned on cash, without what short sales brought unless it says so", () => {
    const account = book(5000, -100, -50, 10);
    expect(charged(cashInterest({rate: 0.365}), account)).toEqual([{what: "cash-interest", amount: 9}]);
    expect(charged(cashInterest({rate: 0.365, proceeds: true}), account)).toEqual([
      {what: "cash-interest", amount: 15}
    ]);
    expect(charged(cashInterest(), book(1500, -100, -50, 0))).toEqual([]);
    expect(charged(cashInterest({proceeds: true}), book(-1, 0, 0, 0))).toEqual([]);
    expect(charged(cashInterest({rate: 0.36, days: 360}), book(1000, 0, 0, 0), 0.25)[0].amount).toBeCloseTo(0.25, 12);
  });

  it("is paid on debt, and on what short sales brought where that is not at hand", () => {
    expect(charged(marginInterest({rate: 0.36}), book(-5000, 0, 300, 0))).toEqual([
      {what: "margin-interest", amount: -15}
    ]);
    expect(charged(marginInterest({rate: 0.36}), book(0, -100, 300, 0))).toEqual([]);
    expect(charged(marginInterest({rate: 0.36, proceeds: false}), book(0, -100, 300, 0))).toEqual([
      {what: "margin-interest", amount: -3}
    ]);
    expect(() => marginInterest({rate: -0.01})).toThrow("invalid rate: -0.01; expected a number from 0");
  });

  it("comes from two parts of cash that do not meet", () => {
    for (const cash of [-700, 0, 300, 1500, 4000])
      for (const proceeds of [true, false]) {
        const account = book(cash, -100, 0, 20);
        const both = [cashInterest({proceeds}), marginInterest({proceeds})].flatMap((each) => charged(each, account));
        expect(both.length, `${cash}`).toBeLessThanOrEqual(1);
      }
  });
});

describe("funding", () => {
  it("is paid by longs and got by shorts at the rate that falls due, whatever the days; none where there is no rate", () => {
    const panel = days([9, 9, 9, 0.001, 0.001, NaN]);
    const plugin = funding({field: "rate"});
    expect(plugin.needs).toEqual(["rate"]);
    for (const passed of [1 / 3, 1, 3])
      expect(charged(plugin, book(0, 100, -50, 30), passed, panel)).toEqual([
        {what: "funding", amount: -1, symbol: 0},
        {what: "funding", amount: 1, symbol: 1}
      ]);
    expect(charged(plugin, book(0, 100, 0, 0), 1, days([0, 0, 0, -0.002, 0, 0]))).toEqual([
      {what: "funding", amount: 2, symbol: 0}
    ]);
    expect(() => funding({field: ""})).toThrow("invalid funding field: none");
  });
});

it.each(
  [
    borrowFee({rate: 0.5, field: "fee"}),
    cashInterest({rate: 0.2, proceeds: true}),
    marginInterest({rate: 0.2, proceeds: false}),
    funding({field: "rate"})
  ].map((plugin) => [`${plugin.name} ${JSON.stringify(plugin.params)}`, plugin] as const)
)("%s passes the audit", async (_, plugin) => {
  expect((await auditFinancing(plugin)).findings).toEqual([]);
});
