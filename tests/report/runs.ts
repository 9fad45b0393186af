import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {effects} from "../../core/lab/context.js";
import type {Experiment} from "../../core/lab/experiment.js";
import type {RunRecord} from "../../core/lab/record.js";
import {makePlugin} from "../../core/lab/registry.js";
import {run} from "../../core/lab/run.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {perShare} from "../../plugins/commissions/per-share.js";
import {annualReturn} from "../../plugins/metrics/annual-return.js";
import {beta} from "../../plugins/metrics/benchmark/beta.js";
import {maxDrawdown} from "../../plugins/metrics/max-drawdown.js";
import {profitFactor} from "../../plugins/metrics/trades/profit-factor.js";
import {sharpe} from "../../plugins/metrics/sharpe.js";
import {sortino} from "../../plugins/metrics/sortino.js";
import {winRate} from "../../plugins/metrics/trades/win-rate.js";
import {basisPoints} from "../../plugins/slippage/basis-points.js";
import {smaCross} from "../../plugins/strategies/sma-cross.js";

/** Runs to be reported on: one that trades, and some of which little or nothing can be said. */
export const experiments = {
  trades: trend("trades", {from: "2015-01-01"}, {fast: 5, slow: 20}),
  never: trend("never", {from: "2016-01-01", to: "2016-07-01"}, {fast: 2, slow: 120}),
  short: trend("short", {from: "2016-03-01", to: "2016-03-12"}, {fast: 1, slow: 2})
} as const;

function trend(name: string, span: {from: string; to?: string}, windows: {fast: number; slow: number}): Experiment {
  return {
    name,
    title: `A trend that ${name}`,
    question: "Would <following> it have paid & what for?",
    data: {dataset: "samples/1d", symbols: ["AAPL"], benchmark: "SPX", ...span},
    backtest: {
      strategy: smaCross(windows),
      slippage: basisPoints({points: 5, limit: 0.1}),
      commission: perShare({cost: 0.001})
    },
    metrics: [sharpe(), sortino(), maxDrawdown(), annualReturn(), beta(), winRate(), profitFactor()]
  };
}

/** A folder of state with the samples and those runs, by their names. */
export async function reportHome() {
  const home = await mkdtemp(join(tmpdir(), "tapebook-report-"));
  const all = {from: -Infinity, to: Infinity, timeframe: "1d"} as const;
  await ingest(home, await makePlugin("source", "samples"), all, effects());
  const records: Record<string, RunRecord> = {};
  for (const [name, experiment] of Object.entries(experiments))
    records[name] = (await run(experiment, home, effects())).record;
  return {
    home,
    records: records as Record<keyof typeof experiments, RunRecord>,
    remove: () => rm(home, {recursive: true, force: true})
  };
}
