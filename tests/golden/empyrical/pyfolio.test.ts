import {readFileSync} from "node:fs";
import {expect, it} from "vitest";
import {gathered} from "../../../core/evaluate/trade-figures.js";
import {roundTrips} from "../../../core/evaluate/trades.js";
import type {Fill, Metric, Result} from "../../../core/plugin.js";
import {averageLoss} from "../../../plugins/metrics/trades/average-loss.js";
import {averageWin} from "../../../plugins/metrics/trades/average-win.js";
import {bestTrade} from "../../../plugins/metrics/trades/best-trade.js";
import {expectancy} from "../../../plugins/metrics/trades/expectancy.js";
import {holdingDays} from "../../../plugins/metrics/trades/holding-days.js";
import {profitFactor} from "../../../plugins/metrics/trades/profit-factor.js";
import {tradeCount} from "../../../plugins/metrics/trades/trade-count.js";
import {winRate} from "../../../plugins/metrics/trades/win-rate.js";
import {worstTrade} from "../../../plugins/metrics/trades/worst-trade.js";

const {times, trips, figures, ...given} = JSON.parse(readFileSync(new URL("trades.json", import.meta.url), "utf8")) as {
  times: number[];
  fills: [t: number, symbol: number, quantity: number, price: number][];
  trips: [symbol: number, opened: number, closed: number, long: boolean, profit: number, part: number][];
  figures: Record<string, number>;
};
const fills = given.fills.map(([t, symbol, quantity, price]): Fill => ({
  t,
  symbol,
  quantity,
  price,
  commission: 0,
  slippage: 0
}));

it("closes what pyfolio closes, for the same profit", () => {
  const own = gathered(roundTrips(fills, [1, 1, 1, 1]), "exit").filter(({closed}) => closed !== null);
  const order = [...own].sort((a, b) => a.symbol - b.symbol || a.closed! - b.closed!);
  expect(order.length).toBe(trips.length);
  trips.forEach(([symbol, opened, closed, long, profit, part], i) => {
    const trade = order[i];
    expect([trade.symbol, trade.opened, trade.closed, trade.side === "long"]).toEqual([symbol, opened, closed, long]);
    expect(trade.profit).toBeCloseTo(profit, 9);
    expect(trade.return).toBeCloseTo(part, 12);
  });
});

it("has pyfolio's figures of them", () => {
  const none = new Float64Array(times.length);
  const account = {equity: none, cash: none, gross: none, net: none, unfilled: 0, periods: 252};
  const result: Result = {...account, times: Float64Array.from(times), symbols: ["A", "B", "C", "D"], fills};
  const per = "exit";
  const metrics: Record<string, Metric> = {
    "Total number of round_trips": tradeCount({per}),
    "Percent profitable": winRate({per}),
    "Profit factor": profitFactor({per}),
    "Avg return": expectancy({per}),
    "Avg winning return": averageWin({per}),
    "Avg losing return": averageLoss({per}),
    "Best return": bestTrade({per}),
    "Worst return": worstTrade({per}),
    "Avg duration in days": holdingDays({per})
  };
  for (const [name, metric] of Object.entries(metrics))
    expect(Math.abs(metric.measure(result) / figures[name] - 1), name).toBeLessThan(1e-9);
});
