import {describe, expect, it} from "vitest";
import {auditCommission, auditSlippage} from "../../core/audit/trading/costs.js";
import {auditFinancing} from "../../core/audit/trading/financing.js";
import type {Audit} from "../../core/audit/verdict.js";
import type {Commission, Financing, Slippage} from "../../core/plugin.js";
import {perShare} from "../../plugins/commissions/per-share.js";
import {borrowFee} from "../../plugins/financing/borrow-fee.js";
import {basisPoints} from "../../plugins/slippage/basis-points.js";

const told = ({findings}: Audit) => findings.map(({rule, message}) => `${rule}: ${message}`).join("\n");

describe("of slippage says", () => {
  const honest: Slippage = basisPoints();
  const fill = (order: Parameters<Slippage["fill"]>[0], ...rest: [number, Parameters<Slippage["fill"]>[2], number]) =>
    honest.fill(order, ...rest);

  it("how much more than the bar has an order gets after another, in whole units and in parts", async () => {
    const whole: Slippage = {
      fill: (order, price, now, taken) => fill(order, price, now, Number.isInteger(order.quantity) ? 0 : taken)
    };
    expect(told(await auditSlippage(whole))).toMatch(
      /^generous-costs: (\d+) filled after \d+ were taken of a bar that fills \1; take it off$/
    );
    const parts: Slippage = {
      fill: (order, price, now, taken) => fill(order, price, now, Number.isInteger(order.quantity) ? taken : 0)
    };
    expect(told(await auditSlippage(parts))).toMatch(/^generous-costs: [\d.]+ filled after [\d.]+ were taken/);
    const half: Slippage = {fill: (order, price, now, taken) => fill(order, price, now, taken / 2)};
    expect(told(await auditSlippage(half))).toMatch(/^generous-costs: /);
    const small: Slippage = {
      fill(order, price, now, taken) {
        const got = fill(order, price, now, 0);
        return got?.quantity === order.quantity ? got : fill(order, price, now, taken);
      }
    };
    expect(told(await auditSlippage(small))).toMatch(
      /^generous-costs: \d+ filled by two orders of a bar that fills \d+; count what was taken$/
    );
  });

  it("which fill differs from what it states as linear", async () => {
    const stated = (linear: NonNullable<Slippage["linear"]>) => auditSlippage({fill: honest.fill, linear});
    expect(told(await stated({rate: 0.0005, share: 0.1}))).toBe("");
    expect(told(await stated({rate: 0.0004, share: 0.1}))).toMatch(
      /^false-shortcut: 1 at [\d.]+ for 1 on row 0 with 0 taken, 1 at [\d.]+ by what it states$/
    );
    expect(told(await stated({rate: 0.0005, share: 0.2}))).toMatch(
      /^false-shortcut: no fill for 1 on row 0 with \d+ taken, 1 at [\d.]+ by what it states$/
    );
    expect(told(await stated({rate: -1, share: 0.2}))).toBe(
      "false-shortcut: linear with a rate of -1 and a share of 0.2"
    );
    const rounded: Slippage = {
      fill: (order, price, now, taken) => {
        const got = fill(order, price, now, taken);
        return got && {price: price + Math.sign(order.quantity) * (price * 0.0005), quantity: got.quantity};
      },
      linear: {rate: 0.0005, share: 0.1}
    };
    expect(told(await auditSlippage(rounded)), "the last bit").toMatch(/^false-shortcut: /);
  });

  it("that a price is none, even of a stock worth next to nothing", async () => {
    const negative: Slippage = {
      fill: (order, price, now, taken) => {
        const got = fill(order, price, now, taken);
        return got && {price: price + 0.01 * Math.sign(order.quantity), quantity: got.quantity};
      }
    };
    expect(told(await auditSlippage(negative))).toMatch(/^generous-costs: a price of -0\.0\d+ against /);
  });
});

describe("of a commission says", () => {
  const per: Commission = perShare();

  it("that it is negative, but for an order that rested, and then up to the value traded", async () => {
    const rebate = (part: number): Commission => ({
      cost: ({quantity, price}, {limit, stop, trail}) =>
        Math.abs(quantity) * price * (limit !== undefined && stop === undefined && trail === undefined ? part : 0.01)
    });
    expect(told(await auditCommission(rebate(-0.5)))).toBe("");
    expect(told(await auditCommission(rebate(-1.5)))).toBe(
      "generous-costs: a commission of -0.03 for 1 at 0.02 with a limit"
    );
    const stopped: Commission = {cost: ({quantity}, {limit}) => (limit === undefined ? 1 : -1) * Math.abs(quantity)};
    expect(told(await auditCommission(stopped))).toMatch(/^generous-costs: a commission of -1 for 1 at 0.02/);
  });

  it("which order is charged twice in parts, or less than as a whole", async () => {
    const floor: Commission = {cost: ({quantity}) => Math.max(2, Math.abs(quantity) / 100)};
    expect(told(await auditCommission(floor))).toBe(
      "stray-charge: 4 at 0.5 cost 4 in 2 parts, 2 as a whole; count what the order has filled and paid"
    );
    const forgiven: Commission = {cost: ({quantity}, {filled = 0}) => (filled > 0 ? 0 : Math.abs(quantity) / 100)};
    expect(told(await auditCommission(forgiven))).toBe(
      "generous-costs: 4 at 0.5 cost 0.02 in 2 parts, 0.04 as a whole; count what the order has filled and paid"
    );
    const returned: Commission = {
      cost: ({quantity}, {filled = 0, paid = 0}) => 0.01 * (filled + Math.abs(quantity)) + (filled > 0 ? -paid : 5)
    };
    expect(told(await auditCommission(returned))).toBe("generous-costs: a part of an order of 4 at 0.5 costs -4.98");
  });

  it("what differs from what it states as linear", async () => {
    const stated = (linear: NonNullable<Commission["linear"]>) => auditCommission({cost: per.cost, linear});
    expect(told(await stated({unit: 0.001, value: 0}))).toBe("");
    expect(told(await stated({unit: 0.002, value: 0}))).toBe(
      "false-shortcut: 0.001 for 1 at 0.02, 0.002 by what it states"
    );
    expect(told(await stated({unit: 0.001, value: NaN}))).toBe(
      "false-shortcut: linear with 0.001 a unit and NaN of the value"
    );
  });
});

describe("of financing says", () => {
  const made = (charges: Financing["charges"], needs?: readonly string[]) =>
    auditFinancing({charges, ...(needs && {needs})});
  const fee: Financing = borrowFee();

  it("what has the wrong form", async () => {
    expect(
      told(await made((book, now, days) => fee.charges(book, now, days).map((each) => ({...each, what: ""}))))
    ).toMatch(/^broken-form: row 1, a short account: a charge of -\d.* without a name; say what it is$/);
    expect(told(await made(({cash}, _, days) => [{what: "x", amount: (cash / 0) * days}]))).toMatch(
      /broken-form: row 1, a long account: x of Infinity; expected an amount/
    );
    expect(told(await made(({cash}, _, days) => [{what: "x", amount: cash * days, symbol: 9}]))).toMatch(
      /^broken-form: row 1, a long account: x for symbol 9 of 5$/m
    );
    expect(told(await made((() => null) as never))).toMatch(/^broken-form: row 1, .*expected a list of charges$/m);
    expect(told(await made(fee.charges, [""]))).toMatch(/^broken-form: its needs are \[""\]; expected a list/);
    const missing = made(
      ({position, price}, now, days) =>
        [0, 1].map((s) => ({what: "x", amount: position[s] * price[s] * now.at("rate", s) * days, symbol: s})),
      ["rate"]
    );
    expect(told(await missing), "a rate that is missing").toMatch(/^broken-form: row 3, a long account: x of NaN/);
  });

  it("what is not owed", async () => {
    expect(told(await made((_, __, days) => [{what: "x", amount: days}]))).toBe(
      "stray-charge: row 42: x of 1 of an account that has nothing"
    );
    expect(told(await made(({equity}, _, days) => [{what: "x", amount: equity * days, symbol: 2}]))).toBe(
      "stray-charge: row 1, a long account: x of 1000000 for symbol 2, which is not held"
    );
    expect(told(await made(({cash}) => [{what: "x", amount: cash}]))).toMatch(
      /^stray-charge: row 1, a long account: x: (\S+) for one day and \1 for 0.25$/
    );
    expect(told(await made(({cash}) => [{what: "x", amount: cash}], ["rate"])), "a rate of each bar").toBe("");
    expect(told(await made(({cash}, _, days) => [{what: "x", amount: cash * days * days}], ["rate"]))).toMatch(
      /^stray-charge: /
    );
  });

  it("that it reads what it does not name, writes over the book, or remembers", async () => {
    expect(told(await made(({cash}, now, days) => [{what: "x", amount: cash * days * now.at("rate", 0)}]))).toBe(
      "undeclared-field: it reads rate; its needs are none"
    );
    const writing = await made(({position}) => {
      position.fill(0);
      return [];
    });
    expect(told(writing)).toBe(
      "hidden-state: row 1, a long account: it writes over the book's position; change a copy"
    );
    let most = 0;
    const remembering = await made(({cash}, now, days) => {
      most = Math.max(most, now.at("close", 0));
      return [{what: "x", amount: cash * days * most}];
    });
    expect(told(remembering)).toMatch(/^hidden-state: row 1, .* after other prices were asked about/m);
  });
});
