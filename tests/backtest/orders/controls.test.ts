import {describe, expect, it} from "vitest";
import type {Controls} from "../../../core/backtest/orders/controls.js";
import type {Desk} from "../../../core/plugin.js";
import {day, flat, holding, many, plan, run} from "../markets.js";

const prices = many({A: [flat(10), flat(10), flat(10), flat(10)], B: [flat(20), flat(20), flat(20), flat(20)]});
const panel = {
  ...prices,
  fields: {...prices.fields, lendable: Float64Array.of(30, NaN, 30, NaN, 30, NaN, 30, NaN)}
};

/** What was filled and what was refused, symbol by symbol, of orders given at the close of rows 0 and 1. */
function controlled(controls: Controls, first: (desk: Desk) => void, second: (desk: Desk) => void = () => undefined) {
  const {fills, rejections = []} = run(panel, plan({0: first, 1: second}), {cash: 1000, controls});
  return {
    fills: fills.map(({symbol, quantity}) => [symbol, quantity]),
    refused: rejections.map(({t, symbol, quantity, rule}) => [t / day, symbol, quantity, rule]),
    reasons: rejections.map(({reason}) => reason)
  };
}

describe("controls cut orders", () => {
  it("to so many units", () => {
    expect(controlled({maxOrderUnits: 7}, (desk) => desk.order(0, -10))).toEqual({
      fills: [[0, -7]],
      refused: [[0, 0, -3, "maxOrderUnits"]],
      reasons: ["an order has at most 7 units"]
    });
  });

  it("to such a value", () => {
    expect(controlled({maxOrderValue: 115}, (desk) => desk.order(1, 10))).toEqual({
      fills: [[1, 5]],
      refused: [[0, 1, 5, "maxOrderValue"]],
      reasons: ["an order is worth at most 115"]
    });
  });

  it("to so many a day", () => {
    const three = (desk: Desk) => {
      desk.order(0, 1);
      desk.order(0, 2);
      desk.order(0, 3);
    };
    expect(controlled({maxOrders: 2}, three, three)).toEqual({
      fills: [1, 2, 1, 2].map((quantity) => [0, quantity]),
      refused: [
        [0, 0, 3, "maxOrders"],
        [1, 0, 3, "maxOrders"]
      ],
      reasons: ["at most 2 orders are given on a day", "at most 2 orders are given on a day"]
    });
  });

  it("to a position's part of equity, long and short, orders that wait included", () => {
    const {fills, refused, reasons} = controlled({maxPosition: 0.5}, (desk) => {
      desk.order(0, 30);
      desk.order(0, 30);
      desk.order(1, -40);
    });
    expect(fills).toEqual([
      [0, 30],
      [0, 20],
      [1, -25]
    ]);
    expect(refused).toEqual([
      [0, 0, 10, "maxPosition"],
      [0, 1, -15, "maxPosition"]
    ]);
    expect(reasons[0]).toBe("a position is at most 0.5 of equity");
    const flipped = controlled(
      {maxPosition: 0.5},
      (desk) => desk.order(0, 40),
      (desk) => desk.order(0, -100)
    );
    expect(flipped.fills).toEqual([
      [0, 40],
      [0, -90]
    ]);
  });

  it("to the account's leverage, and never what makes it smaller", () => {
    const {fills, refused, reasons} = controlled({maxLeverage: 1}, (desk) => {
      desk.order(0, 60);
      desk.order(1, -40);
      desk.order(0, 10);
      desk.order(0, -60);
    });
    expect(fills).toEqual([
      [0, 60],
      [1, -20],
      [0, -60]
    ]);
    expect(refused).toEqual([
      [0, 1, -20, "maxLeverage"],
      [0, 0, 10, "maxLeverage"]
    ]);
    expect(reasons[0]).toBe("leverage is at most 1");
  });

  it("to what closes a position where there is no room for another", () => {
    // The fall leaves 600 + 100 of exposure over 700 − 500 of equity: more than 1.5 times of it is in A alone.
    const fallen = many({A: [10, 10, 6, 6].map((p) => flat(p)), B: [20, 20, 4, 4].map((p) => flat(p))});
    const strategy = plan({
      0: (desk) => {
        desk.order(0, 100);
        desk.order(1, 25);
      },
      2: (desk) => desk.order(1, -60)
    });
    const {fills, rejections} = run(fallen, strategy, {cash: 1000, controls: {maxLeverage: 1.5}});
    expect(fills.map(({symbol, quantity}) => [symbol, quantity])).toEqual([
      [0, 100],
      [1, 25],
      [1, -25]
    ]);
    expect(rejections!.map(({quantity, rule}) => [quantity, rule])).toEqual([[-35, "maxLeverage"]]);
  });

  it("to long positions", () => {
    const {fills, refused, reasons} = controlled(
      {longOnly: true},
      (desk) => {
        desk.order(0, 10);
        desk.order(1, -5);
      },
      (desk) => desk.order(0, -15)
    );
    expect(fills).toEqual([
      [0, 10],
      [0, -10]
    ]);
    expect(refused).toEqual([
      [0, 1, -5, "longOnly"],
      [1, 0, -5, "longOnly"]
    ]);
    expect(reasons[1]).toBe("a position of 10 may not become less than 0");
  });

  it("to what can be borrowed", () => {
    const {fills, refused, reasons} = controlled(
      {shortable: "lendable"},
      (desk) => {
        desk.order(0, -40);
        desk.order(1, -5);
      },
      (desk) => desk.order(0, -1)
    );
    expect(fills).toEqual([[0, -30]]);
    expect(refused).toEqual([
      [0, 0, -10, "shortable"],
      [0, 1, -5, "shortable"],
      [1, 0, -1, "shortable"]
    ]);
    expect(reasons[0]).toBe("30 units can be borrowed");
  });

  it("of symbols that are not to be ordered", () => {
    expect(
      controlled({doNotOrder: ["B"]}, (desk) => {
        desk.order(1, 5);
        desk.order(0, 5);
      })
    ).toEqual({fills: [[0, 5]], refused: [[0, 1, 5, "doNotOrder"]], reasons: ["B is not to be ordered"]});
  });
});

describe("controls refuse orders", () => {
  it.each<[string, Controls, (desk: Desk) => void, number]>([
    ["maxOrderUnits", {maxOrderUnits: 7}, (desk) => desk.order(0, -10), -10],
    ["maxOrderValue", {maxOrderValue: 99}, (desk) => desk.order(0, 10), 10],
    ["maxPosition", {maxPosition: 0.05}, (desk) => desk.order(0, 10), 10],
    ["maxLeverage", {maxLeverage: 0.05}, (desk) => desk.order(0, 10), 10],
    ["longOnly", {longOnly: true}, (desk) => desk.order(0, -10), -10],
    ["shortable", {shortable: "lendable"}, (desk) => desk.order(0, -31), -31],
    ["doNotOrder", {doNotOrder: ["A"]}, (desk) => desk.order(0, 10), 10],
    ["maxOrders", {maxOrders: 0}, (desk) => desk.order(0, 10), 10]
  ])("whole that break %s, once", (rule, controls, give, quantity) => {
    const {fills, refused} = controlled({...controls, breach: "reject"}, give);
    expect(fills).toEqual([]);
    expect(refused).toEqual([[0, 0, quantity, rule]]);
  });

  it("and answer with no number, and leave a bracket no exits", () => {
    const answers: unknown[] = [];
    controlled({maxOrderUnits: 5, breach: "reject"}, (desk) => {
      answers.push(desk.order(0, 10), desk.orderBracket(0, 10, {stop: 5, target: 15}), desk.order(0, 5));
      answers.push(desk.openOrders().length);
    });
    expect(answers).toEqual([null, null, 1, 1]);
  });

  it("but take what keeps within them", () => {
    const all: Controls = {
      maxLeverage: 1,
      maxOrderUnits: 10,
      maxOrderValue: 100,
      maxOrders: 1,
      maxPosition: 0.1,
      longOnly: true,
      doNotOrder: ["B"],
      breach: "reject"
    };
    expect(controlled(all, (desk) => desk.order(0, 10))).toEqual({fills: [[0, 10]], refused: [], reasons: []});
  });
});

describe("controls", () => {
  it("hold for an order that waits for another of its own side, and not for one that closes it", () => {
    const limits = {maxPosition: 0.01};
    const {fills} = run(
      panel,
      plan({
        0: (desk) => {
          const parent = desk.order(0, 1)!;
          desk.order(0, 50, {parent});
          desk.order(0, -1, {parent});
        }
      }),
      {cash: 10_000, controls: limits}
    );
    expect(fills.map(({quantity}) => quantity).toSorted((a, b) => a - b)).not.toContain(50);
    expect(fills.map(({quantity}) => quantity)).toContain(-1);
  });

  it("count what waits on the order's own side alone: of two quotes one may be filled without the other", () => {
    const quotes = plan({
      0: (desk) => {
        desk.order(0, 10, {limit: 1});
        desk.order(0, -10, {limit: 1000});
        desk.order(0, 10);
      }
    });
    const {fills, rejections} = run(panel, quotes, {cash: 1000, controls: {maxPosition: 0.1}});
    expect(fills).toEqual([]);
    expect(rejections!.map(({quantity, rule}) => [quantity, rule])).toEqual([[10, "maxPosition"]]);
  });

  it("hold for target weights too", () => {
    const {fills, rejections} = run(panel, holding(0.5, 0.5), {cash: 1000, controls: {maxLeverage: 0.6}});
    expect(fills.map(({symbol, quantity}) => [symbol, quantity])).toEqual([
      [0, 50],
      [1, 5]
    ]);
    expect(rejections!.map(({t, quantity}) => [t / day, quantity])).toEqual([0, 1, 2, 3].map((row) => [row, 20]));
  });

  it.each<[unknown, string]>([
    [{maxLevrage: 1}, "unknown control: maxLevrage; controls are maxLeverage"],
    [{maxLeverage: -1}, "invalid maxLeverage: -1"],
    [{maxOrders: NaN}, "invalid maxOrders: NaN"],
    [{doNotOrder: ["Z"]}, "unknown symbol: Z"]
  ])("%o are refused", (controls, message) => {
    expect(() => controlled(controls as Controls, () => undefined)).toThrow(message);
  });

  it("of a field that is not there are refused", () => {
    expect(() => controlled({shortable: "none"}, (desk) => desk.order(0, -1))).toThrow("unknown field: none");
  });
});
