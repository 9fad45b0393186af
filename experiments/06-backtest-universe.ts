import type {Experiment} from "../core/lab/experiment.js";
import {perDollar} from "../plugins/commissions/per-dollar.js";
import {basisPoints} from "../plugins/slippage/basis-points.js";
import {topK} from "../plugins/strategies/top-k.js";
import {evaluateSignalsUniverse} from "./05-evaluate-signals-universe.js";
import {backtest} from "./06-backtest.js";

/** Long the ten stocks with the highest signal, short the ten with the lowest. */
export const backtestUniverse: Experiment = {
  ...evaluateSignalsUniverse,
  name: "06-backtest-universe",
  title: "Backtest across a universe",
  question: "Does holding the best of a hundred synthetic stocks against the worst earn more than it costs?",
  backtest: {
    strategy: topK({k: 10, keep: 3}),
    slippage: basisPoints({points: 5, limit: 0.1}),
    commission: perDollar({rate: 0.0005}),
    cash: 1_000_000
  },
  metrics: backtest.metrics
};
