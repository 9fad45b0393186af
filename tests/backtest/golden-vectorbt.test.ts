import {describe, expect, it} from "vitest";
import type {Trading} from "../../core/backtest/trading.js";
import {backtest} from "../../core/backtest/backtest.js";
import type {Algorithm, Strategy} from "../../core/plugin.js";
import {realData, unlessMissing} from "../data.js";
import type {Golden} from "../golden/backtest/compare.js";
import {
  cashOf,
  commissionOf,
  expectFills,
  expectRows,
  expectSame,
  run,
  slippageOf
} from "../golden/backtest/compare.js";
import type {PriceSet} from "../golden/backtest/prices.js";
import {madePrices, panelOf, readJson, realPrices} from "../golden/backtest/prices.js";

interface Run extends Golden {
  readonly short?: boolean;
  readonly direction?: "long" | "both";
}

const made = readJson<Run[]>("vectorbt/made.json");
const real = readJson<Run[]>("vectorbt/real.json");

/** New weights every third row, as `vectorbt/runs.py` has them. */
function weights(rows: ReadonlyMap<number, number>, short: boolean): Strategy {
  return {
    needs: [],
    lookback: 0,
    bookless: true,
    targets({t, symbols}) {
      const i = rows.get(t)!;
      if (i % 3 !== 0) return null;
      const weight = (k: number) => ((1 + ((7 * i + 3 * k) % 4)) / 20) * (short && (i + k) % 2 === 1 ? -1 : 1);
      return Float64Array.from(symbols, (_, k) => weight(k));
    }
  };
}

/** A hundred units where the mean of 5 closes rises above that of 20; none, or a hundred short, where it falls below. */
function signals(both: boolean): Algorithm {
  return {
    needs: ["close"],
    lookback: 19,
    begin(desk, symbols) {
      let row = 0;
      return {
        bar() {
          if (row++ < 20) return;
          for (const [s] of symbols.entries()) {
            const cents = Array.from(desk.history("close", s, 21), (price) => Math.round(100 * price));
            const sum = (from: number, to: number) => cents.slice(from, to).reduce((a, b) => a + b, 0);
            const [before, now] = [4 * sum(15, 20) > sum(0, 20), 4 * sum(16, 21) > sum(1, 21)];
            if (now && !before) desk.orderTarget(s, 100);
            else if (before && !now) desk.orderTarget(s, both ? -100 : 0);
          }
        }
      };
    }
  };
}

function compare(golden: Run, prices: PriceSet): void {
  const panel = panelOf(prices, golden.universe);
  const rows = new Map(Array.from(panel.times, (t, i) => [t, i]));
  const trading: Omit<Trading, "strategy"> = {
    slippage: slippageOf(golden.slippage),
    commission: commissionOf(golden.commission),
    fill: golden.name.startsWith("same-close") ? "same-close" : "next-open",
    cash: golden.cash,
    shares: "fractional",
    delay: 0
  };
  if (golden.direction !== undefined)
    return expectSame(run(panel, {...trading, strategy: signals(golden.direction === "both")}), golden);
  const strategy = weights(rows, golden.short ?? false);
  expectSame(run(panel, {...trading, strategy}), golden);
  const {fills, cash, equity} = backtest(panel, {...trading, strategy}, {periods: 252});
  expectFills(
    fills.map(({t, symbol, quantity, price, commission}) => [rows.get(t)!, symbol, quantity, price, commission]),
    golden.fills
  );
  expectRows("cash", Array.from(cash), cashOf(golden));
  expectRows("equity", Array.from(equity), golden.equity);
}

describe("vectorbt on made-up prices", () => {
  const prices = madePrices();
  it.each(made.map((golden) => [golden.name, golden] as const))("%s", (_, golden) => {
    expect(golden.fills.length).toBeGreaterThan(5);
    compare(golden, prices);
  });
});

const data = realData("us-sp500-daily-2013-2018", "all_stocks_5yr.csv.gz");
describe.skipIf(data.missing)(`vectorbt on real prices ${unlessMissing}`, () => {
  const prices = data.missing ? null : realPrices(data.path, [...new Set(real.flatMap(({universe}) => universe))]);
  it.each(real.map((golden) => [golden.name, golden] as const))("%s", (_, golden) => {
    expect(golden.fills.length).toBeGreaterThan(5);
    compare(golden, prices!);
  });
});
