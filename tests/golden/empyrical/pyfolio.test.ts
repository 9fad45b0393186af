import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {gathered} from "../../../core/evaluate/trade-figures.js";
import {roundTrips} from "../../../core/evaluate/trades.js";
import type {Fill, Metric, Result} from "../../../core/plugin.js";
import {dailyTurnover} from "../../../plugins/metrics/exposures/daily-turnover.js";
import {longestHoldingDays} from "../../../plugins/metrics/holdings/longest-holding-days.js";
import {medianHoldingDays} from "../../../plugins/metrics/holdings/median-holding-days.js";
import {shortestHoldingDays} from "../../../plugins/metrics/holdings/shortest-holding-days.js";
import {grossExposure} from "../../../plugins/metrics/risk/gross-exposure.js";
import {averageProfit} from "../../../plugins/metrics/trade-profits/average-profit.js";
import {evenTrades} from "../../../plugins/metrics/trade-profits/even-trades.js";
import {grossLoss} from "../../../plugins/metrics/trade-profits/gross-loss.js";
import {grossProfit} from "../../../plugins/metrics/trade-profits/gross-profit.js";
import {largestLoss} from "../../../plugins/metrics/trade-profits/largest-loss.js";
import {largestProfit} from "../../../plugins/metrics/trade-profits/largest-profit.js";
import {losingTrades} from "../../../plugins/metrics/trade-profits/losing-trades.js";
import {medianTrade} from "../../../plugins/metrics/trade-profits/median-trade.js";
import {payoffRatio} from "../../../plugins/metrics/trade-profits/payoff-ratio.js";
import {tradeProfit} from "../../../plugins/metrics/trade-profits/trade-profit.js";
import {winningTrades} from "../../../plugins/metrics/trade-profits/winning-trades.js";
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
  equity: number[];
  gross: number[];
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

describe("figures of trades", () => {
  const none = new Float64Array(times.length);
  const account = {cash: none, net: none, gross: Float64Array.from(given.gross), unfilled: 0, periods: 252};
  const rest = {...account, times: Float64Array.from(times), symbols: ["A", "B", "C", "D"], fills};
  const cash = 10_000;
  const worth: Result = {...rest, equity: Float64Array.of(cash, ...given.equity.slice(1))};
  const per = "exit";
  const metrics: Readonly<Record<string, Metric>> = {
    "Total number of round_trips": tradeCount({per}),
    "Winning round_trips": winningTrades({per}),
    "Losing round_trips": losingTrades({per}),
    "Even round_trips": evenTrades({per}),
    "Percent profitable": winRate({per}),
    "Profit factor": profitFactor({per}),
    "Ratio Avg. Win:Avg. Loss": payoffRatio({per}),
    "Avg return": expectancy({per}),
    "Avg winning return": averageWin({per}),
    "Avg losing return": averageLoss({per}),
    "Median return": medianTrade({per}),
    "Median winning return": medianTrade({per, of: "won"}),
    "Median losing return": medianTrade({per, of: "lost"}),
    "Best return": bestTrade({per}),
    "Worst return": worstTrade({per}),
    "Avg duration in days": holdingDays({per}),
    "Median duration in days": medianHoldingDays({per}),
    "Longest duration in days": longestHoldingDays({per}),
    "Shortest duration in days": shortestHoldingDays({per}),
    "Gross leverage": grossExposure()
  };
  const amounts: Readonly<Record<string, Metric>> = {
    "Total profit": tradeProfit({per}),
    "Gross profit": grossProfit({per}),
    "Gross loss": grossLoss({per}),
    "Avg. trade net profit": averageProfit({per}),
    "Avg. winning trade": averageProfit({per, of: "won"}),
    "Avg. losing trade": averageProfit({per, of: "lost"}),
    "Largest winning trade": largestProfit({per}),
    "Largest losing trade": largestLoss({per})
  };
  const close = (own: number, name: string) =>
    expect(Math.abs(own - figures[name]), `${name}: ${own}`).toBeLessThanOrEqual(
      1e-9 * Math.max(1, Math.abs(figures[name]))
    );

  it("are pyfolio's, amounts as parts of the first equity", () => {
    for (const [name, metric] of Object.entries(metrics)) close(metric.measure(worth), name);
    for (const [name, metric] of Object.entries(amounts)) close(metric.measure(worth) * cash, name);
  });

  it("are pyfolio's of turnover, by what is held and by what the account is worth", () => {
    const after: Result = {...rest, equity: Float64Array.from(given.equity)};
    close(dailyTurnover().measure(after), "Daily turnover of AGB");
    close(dailyTurnover({of: "equity"}).measure(after), "Daily turnover of portfolio_value");
    expect(() => dailyTurnover({of: "cash"})).toThrow("unknown of: cash; ofs are held, equity");
  });

  it("leave none of pyfolio's out", () => {
    const turnover = Object.keys(figures).filter((name) => name.startsWith("Daily turnover"));
    expect([...Object.keys(metrics), ...Object.keys(amounts), ...turnover].sort()).toEqual(Object.keys(figures).sort());
  });
});
