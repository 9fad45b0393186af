import type {Experiment} from "../core/lab/experiment.js";
import {perShare} from "../plugins/commissions/per-share.js";
import {annualReturn} from "../plugins/metrics/annual-return.js";
import {costs} from "../plugins/metrics/costs.js";
import {hitRate} from "../plugins/metrics/hit-rate.js";
import {maxDrawdown} from "../plugins/metrics/max-drawdown.js";
import {sharpe} from "../plugins/metrics/sharpe.js";
import {sortino} from "../plugins/metrics/sortino.js";
import {totalReturn} from "../plugins/metrics/total-return.js";
import {turnover} from "../plugins/metrics/turnover.js";
import {volatility} from "../plugins/metrics/volatility.js";
import {basisPoints} from "../plugins/slippage/basis-points.js";
import {threshold} from "../plugins/strategies/threshold.js";
import {evaluateSignals} from "./05-evaluate-signals.js";

/** Long Apple while the signal is positive, else in cash; Zipline's default fills and costs. */
export const backtest: Experiment = {
  ...evaluateSignals,
  name: "06-backtest",
  title: "Backtest",
  question: "Would trading Apple on the signal have beaten the S&P 500 after costs, dividends left out on both sides?",
  data: {...evaluateSignals.data, benchmark: "SPX"},
  backtest: {
    strategy: threshold(),
    slippage: basisPoints({points: 5, limit: 0.1}),
    commission: perShare({cost: 0.001}),
    fill: "next-close"
  },
  metrics: [
    sharpe(),
    sortino(),
    maxDrawdown(),
    annualReturn(),
    totalReturn(),
    volatility(),
    turnover(),
    hitRate(),
    costs()
  ]
};
