import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {auditCommission} from "../../../core/audit/trading/costs.js";
import type {Commission, Order, Plugin} from "../../../core/plugin.js";
import {makerTaker} from "../../../plugins/commissions/maker-taker.js";
import {perContract} from "../../../plugins/commissions/per-contract.js";
import {perDollar} from "../../../plugins/commissions/per-dollar.js";
import {perShare} from "../../../plugins/commissions/per-share.js";
import {perTrade} from "../../../plugins/commissions/per-trade.js";

const order: Order = {symbol: 0, quantity: -400};
const fill = {price: 50, quantity: -400};

/** What each part of an order is charged, one after another. */
function charges(commission: Commission, parts: readonly number[], price = 50): number[] {
  let [filled, paid] = [0, 0];
  return parts.map((quantity) => {
    const cost = commission.cost({price, quantity}, {symbol: 0, quantity, filled, paid});
    filled += Math.abs(quantity);
    paid += cost;
    return cost;
  });
}

it("count units or value, whatever the side, and have a floor", () => {
  expect(perShare({cost: 0.01}).cost(fill, order)).toBe(4);
  expect(perShare({cost: 0.01, minimum: 7}).cost(fill, order)).toBe(7);
  expect(perDollar({rate: 0.001}).cost(fill, order)).toBe(20);
  expect(perDollar({rate: 0.001, minimum: 25}).cost(fill, order)).toBe(25);
  expect(perTrade({cost: 5}).cost(fill, order)).toBe(5);
  expect(perContract({cost: 0.5, fee: 2}).cost(fill, order)).toBe(202);
  expect(() => perShare({cost: -1})).toThrow("invalid cost: -1; expected a number from 0");
  expect(() => perContract({fee: Infinity})).toThrow("invalid fee: Infinity; expected a number from 0");
});

it("charge a minimum once for an order, with its first part, and more when its parts have cost as much", () => {
  expect(charges(perShare({cost: 0.25, minimum: 10}), [10, 20, 20, 8])).toEqual([10, 0, 2.5, 2]);
  expect(charges(perContract({cost: 0.5, fee: 2, minimum: 6}), [-2, -2, -10])).toEqual([6, 0, 3]);
  expect(charges(perContract({cost: 0.5, fee: 2}), [4, 4])).toEqual([4, 2]);
  expect(charges(perTrade({cost: 5}), [1, 1, 1])).toEqual([5, 0, 0]);
  expect(charges(perDollar({rate: 0.01, minimum: 10}), [-4, -10, -10, -6])).toEqual([10, 0, 2, 3]);
});

it("of value charge what comes after the minimum at its own price", () => {
  const commission = perDollar({rate: 0.01, minimum: 10});
  const later: Order = {symbol: 0, quantity: 10, filled: 40, paid: 20};
  expect(commission.cost({price: 80, quantity: 10}, later)).toBe(8);
  expect(commission.cost({price: 20, quantity: 1}, {...later, paid: 10}), "40 units before at 20").toBe(0);
  expect(commission.cost({price: 25, quantity: 10}, {...later, paid: 10})).toBe(2.5);
});

describe("maker and taker", () => {
  const commission = makerTaker({maker: -0.001, taker: 0.002});
  const cost = (terms: Partial<Order>) => commission.cost(fill, {...order, ...terms});

  it("are told apart by the order's terms, and the maker may be paid", () => {
    expect(cost({})).toBe(40);
    expect(cost({limit: 50})).toBe(-20);
    expect(cost({limit: 50, stop: 51})).toBe(40);
    expect(cost({limit: 50, trail: 1})).toBe(40);
    expect(cost({at: "close"})).toBe(40);
    expect(() => makerTaker({taker: -0.001})).toThrow("invalid taker: -0.001; expected a number from 0 to 1");
    expect(() => makerTaker({maker: 2})).toThrow("invalid maker: 2; expected a number from -1 to 1");
  });

  it("state that they are linear only where they are one", () => {
    expect(commission.linear).toBeUndefined();
    expect(makerTaker({maker: 0.001, taker: 0.001}).linear).toEqual({unit: 0, value: 0.001});
  });
});

it("state as linear what they charge, and nothing where they have a minimum or a fee", () => {
  expect(perShare().linear).toEqual({unit: 0.001, value: 0});
  expect(perDollar().linear).toEqual({unit: 0, value: 0.0015});
  expect(perContract().linear).toEqual({unit: 0.85, value: 0});
  const others = [perShare({minimum: 1}), perDollar({minimum: 1}), perContract({fee: 1}), perContract({minimum: 1})];
  for (const plugin of [...others, perTrade()]) expect(plugin.linear, plugin.name).toBeUndefined();
});

it("cost an order the same however it is divided, at one price", () => {
  const plugins: readonly Plugin<"commission">[] = [
    perShare({cost: 0.01, minimum: 3}),
    perDollar({rate: 0.0004, minimum: 2}),
    perContract({cost: 0.3, fee: 1.6, minimum: 4}),
    perTrade({cost: 5}),
    makerTaker()
  ];
  const parts = fc.array(fc.integer({min: 1, max: 300}), {minLength: 1, maxLength: 9});
  fc.assert(
    fc.property(parts, fc.constantFrom(1, -1), fc.double({min: 0.01, max: 500, noNaN: true}), (sizes, side, price) => {
      for (const plugin of plugins) {
        const units = sizes.map((size) => side * size);
        const each = charges(plugin, units, price);
        const [whole] = charges(plugin, [units.reduce((sum, size) => sum + size, 0)], price);
        expect(each.reduce((sum, cost) => sum + cost, 0) / whole, plugin.name).toBeCloseTo(1, 10);
        expect(Math.min(...each), plugin.name).toBeGreaterThanOrEqual(0);
      }
    }),
    {seed: 5, numRuns: 300}
  );
});

it.each(
  [
    perShare({cost: 0.013, minimum: 1}),
    perDollar({rate: 0.0004, minimum: 2}),
    perContract({cost: 0.3, fee: 1.6, minimum: 4}),
    perTrade({cost: 0}),
    makerTaker({maker: -0.0001}),
    makerTaker({maker: 0.0005})
  ].map((plugin) => [`${plugin.name} ${JSON.stringify(plugin.params)}`, plugin] as const)
)("%s passes the audit", async (_, plugin) => {
  expect((await auditCommission(plugin)).findings).toEqual([]);
});
