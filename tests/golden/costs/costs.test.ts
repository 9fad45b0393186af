import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import type {Panel} from "../../../core/base/panel.js";
import {view} from "../../../core/base/view.js";
import type {Commission, Maker, Slippage} from "../../../core/plugin.js";
import {perContract} from "../../../plugins/commissions/per-contract.js";
import {perDollar} from "../../../plugins/commissions/per-dollar.js";
import {perShare} from "../../../plugins/commissions/per-share.js";
import {perTrade} from "../../../plugins/commissions/per-trade.js";
import {basisPoints} from "../../../plugins/slippage/basis-points.js";
import {fixedSpread} from "../../../plugins/slippage/fixed-spread.js";
import {volatilityVolumeShare} from "../../../plugins/slippage/volatility-volume-share.js";
import {volumeShare} from "../../../plugins/slippage/volume-share.js";

type Options = Readonly<Record<string, number>>;

const golden = JSON.parse(readFileSync(new URL("costs.json", import.meta.url), "utf8")) as {
  bars: Record<"high" | "low" | "close" | "volume", number[]>;
  slippage: {
    name: string;
    options: Options;
    row: number;
    orders: number[];
    fills: ([price: number, units: number] | null)[];
  }[];
  commissions: {name: string; options: Options; parts: [units: number, price: number][]; costs: number[]}[];
};

const {high, low, close, volume} = golden.bars;
const panel: Panel = {
  times: Float64Array.from(close, (_, i) => Date.UTC(2024, 0, 2 + i)),
  symbols: ["A"],
  fields: {close: Float64Array.from(close), volume: Float64Array.from(volume)}
};

const models = [basisPoints, volumeShare, fixedSpread, volatilityVolumeShare] as unknown as Maker<"slippage">[];
const charges = [perShare, perTrade, perDollar, perContract] as unknown as Maker<"commission">[];

describe("slippage is Zipline's", () => {
  it.each(models.map((maker) => [maker.plugin, maker] as const))("%s, order after order of a bar", (name, maker) => {
    const cases = golden.slippage.filter((each) => each.name === name);
    expect(cases.flatMap(({fills}) => fills).filter(Boolean).length).toBeGreaterThan(30);
    for (const {row, orders, fills, options} of cases) {
      const slippage: Slippage = maker(options as never);
      const reference = name === "volatility-volume-share" ? (high[row] + low[row]) / 2 : close[row];
      let taken = 0;
      for (const [k, quantity] of orders.entries()) {
        const fill = slippage.fill({symbol: 0, quantity}, reference, view(panel, row), taken);
        const wanted = fills[k];
        expect(fill?.quantity ?? null, `row ${row}, ${quantity}`).toBe(wanted ? wanted[1] : null);
        if (fill && wanted) expect(Math.abs(fill.price / wanted[0] - 1), `row ${row}`).toBeLessThan(1e-14);
        taken += Math.abs(fill?.quantity ?? 0);
      }
    }
  });
});

describe("commissions are Zipline's", () => {
  it.each(charges.map((maker) => [maker.plugin, maker] as const))("%s, part after part of an order", (name, maker) => {
    const cases = golden.commissions.filter((each) => each.name === name);
    expect(cases.length).toBeGreaterThan(10);
    for (const {parts, costs, options} of cases) {
      const commission: Commission = maker(options as never);
      let [filled, paid] = [0, 0];
      for (const [k, [quantity, price]] of parts.entries()) {
        const left = parts.slice(k).reduce((sum, [units]) => sum + units, 0);
        const cost = commission.cost({quantity, price}, {symbol: 0, quantity: left, filled, paid});
        expect(cost, JSON.stringify({options, parts, k})).toBeCloseTo(costs[k], 12);
        filled += Math.abs(quantity);
        paid += cost;
      }
    }
  });
});
