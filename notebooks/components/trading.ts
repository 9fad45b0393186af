import type {Market, Trading} from "../../core/backtest/backtest.js";
import {backtest} from "../../core/backtest/backtest.js";
import type {Panel} from "../../core/base/panel.js";
import type {Figures} from "../../core/evaluate/signal-metrics.js";
import {backtestFigures} from "../../core/pipeline/pipeline.js";
import type {Result} from "../../core/plugin.js";
import {defineStrategy} from "../../core/plugin.js";
import {perDollar} from "../../plugins/commissions/per-dollar.js";
import {annualReturn} from "../../plugins/metrics/annual-return.js";
import {costs} from "../../plugins/metrics/costs.js";
import {maxDrawdown} from "../../plugins/metrics/max-drawdown.js";
import {calmar} from "../../plugins/metrics/returns/calmar.js";
import {sharpe} from "../../plugins/metrics/sharpe.js";
import {totalReturn} from "../../plugins/metrics/total-return.js";
import {turnover} from "../../plugins/metrics/turnover.js";
import {volatility} from "../../plugins/metrics/volatility.js";
import {basisPoints} from "../../plugins/slippage/basis-points.js";

/** What trading costs, in basis points of the value traded. */
export interface Costs {
  readonly commission: number;
  readonly slippage: number;
}

/** The metrics that the pages show. */
const metrics = [totalReturn(), annualReturn(), volatility(), sharpe(), maxDrawdown(), calmar(), turnover(), costs()];

/** A trading of the given costs; whole shares, 100,000 in cash unless it says otherwise. */
export function trading(given: Pick<Trading, "strategy"> & Partial<Trading>, {commission, slippage}: Costs): Trading {
  return {
    slippage: basisPoints({points: slippage}),
    commission: perDollar({rate: commission / 10_000}),
    fill: "next-close",
    delay: 0,
    cash: 100_000,
    shares: "whole",
    ...given
  };
}

/** A backtest and its figures. */
export interface Traded {
  readonly result: Result;
  readonly figures: Figures;
  /** How long both took, milliseconds. */
  readonly milliseconds: number;
}

/** Runs a backtest from row `start`. */
export function runBacktest(panel: Panel, given: Trading, beside: Market, start: number): Traded {
  const begin = performance.now();
  const result = backtest(panel, given, beside, start);
  const figures = figuresOf(result);
  return {result, figures, milliseconds: performance.now() - begin};
}

/** The figures that the pages show of a result. */
export function figuresOf(result: Result): Figures {
  return backtestFigures({metrics}, result);
}

/** The same figures of holding something whose level is known: a benchmark. */
export function holdingFigures(result: Result, levels: Float64Array): Figures {
  const {turnover: _, costs: __, ...figures} = backtestFigures({metrics}, {...result, equity: levels, fills: []});
  return figures;
}

/** Buys all symbols in equal parts on the first bar, and holds. */
export const holding = defineStrategy("holding", {}, () => ({
  needs: ["close"],
  lookback: 0,
  targets(now, {position}) {
    if (position.some((units) => units !== 0)) return null;
    return now.row("close").map((price) => (price > 0 ? 1 / now.symbols.length : 0));
  }
}));

/** What a function answers, or the text of what it throws. */
export function attempt<T>(
  run: () => T
): {readonly value: T; readonly error?: undefined} | {readonly value?: undefined; readonly error: string} {
  try {
    return {value: run()};
  } catch (error) {
    return {error: error instanceof Error ? error.message : String(error)};
  }
}
