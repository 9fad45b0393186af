import {backtest} from "../../core/backtest/backtest.js";
import type {Panel} from "../../core/base/panel.js";
import type {Benchmark} from "../../core/cli/verbs/bench.js";
import type {Effects} from "../../core/lab/context.js";
import type {Plugin} from "../../core/plugin.js";
import {perShare} from "../../plugins/commissions/per-share.js";
import {basisPoints} from "../../plugins/slippage/basis-points.js";
import {threshold} from "../../plugins/strategies/threshold.js";
import {topK} from "../../plugins/strategies/top-k.js";
import type {Decide} from "./bare-loop.js";
import {bareLoop, longFlat, topOfAll} from "./bare-loop.js";
import {against, machineFacts, seconds} from "./measure.js";
import {peer, withPanelFiles} from "./peers.js";
import {madeUp} from "./prices.js";

const weight = 0.95;
const k = 25;
const cash = 10_000_000;
const points = 5;
const cost = 0.001;

/**
 * How fast the engine trades: one symbol in and out of the market over 100,000 bars, and 500 symbols ranked on each of
 * 1,259 days. The same by a bare loop, which must come to the same equity, and by the engines in Python that are there.
 */
export async function bench({log, progress, signal}: Effects): Promise<Benchmark> {
  const figures: Record<string, number> = {};
  const peers: Record<string, number | string> = {};
  const one = madeUp(100_000, 1, false);
  const many = madeUp(1259, 500, true);
  const steps = 2 + longFlatPeers.length + topKPeers.length;
  let done = 0;
  const step = () => progress(++done, steps);
  progress(0, steps);

  const flat = await ours(one, threshold({weight}), longFlat(one, weight));
  figures.barsPerSecond = one.times.length / flat.engine;
  peers["barsPerSecond (bare loop)"] = one.times.length / flat.bare;
  step();
  const cells = many.times.length * many.symbols.length;
  const ranked = await ours(many, topK({k}), topOfAll(many, k));
  figures.symbolBarsPerSecond = cells / ranked.engine;
  figures.daysPerSecond = many.times.length / ranked.engine;
  peers["symbolBarsPerSecond (bare loop)"] = cells / ranked.bare;
  step();

  const compare = async (panel: Panel, figure: string, work: number, scripts: readonly string[], option: number) => {
    await withPanelFiles(panel, async (folder) => {
      for (const script of scripts) {
        signal.throwIfAborted();
        const given = [folder, option, cash, points / 10_000, cost].map(String);
        const found = await peer(script, given, signal);
        const name = script.split("_")[0];
        peers[`${figure} (${name})`] = typeof found === "string" ? found : work / found.seconds;
        if (typeof found !== "string") log(`${name} ${found.version}: ${found.seconds.toFixed(2)} s`);
        step();
      }
    });
  };
  await compare(one, "barsPerSecond", one.times.length, longFlatPeers, weight);
  await compare(many, "symbolBarsPerSecond", cells, topKPeers, k);
  return {name: "backtest", figures, peers, ratios: against(figures, peers), machine: machineFacts()};
}

const longFlatPeers = ["backtrader_long_flat", "backtesting_long_flat"];
const topKPeers = ["backtrader_top_k", "zipline_top_k"];

/** Seconds of the engine and of the bare loop; throws where they do not come to the same equity on every bar. */
async function ours(panel: Panel, strategy: Plugin<"strategy">, decide: Decide) {
  const trading = {
    strategy,
    slippage: basisPoints({points, limit: 1}),
    commission: perShare({cost}),
    fill: "next-close",
    delay: 0,
    cash,
    shares: "whole"
  } as const;
  const costs = {cash, slippage: points / 10_000, perShare: cost};
  const result = backtest(panel, trading, {periods: 252});
  const bare = bareLoop(panel, decide, costs);
  const differs = bare.findIndex((value, i) => Math.abs(value - result.equity[i]) > 1e-6 * value);
  if (differs >= 0)
    throw new Error(`invalid bare loop: bar ${differs} is ${bare[differs]}, not ${result.equity[differs]}`);
  return {
    engine: await seconds(() => backtest(panel, trading, {periods: 252})),
    bare: await seconds(() => bareLoop(panel, decide, costs), {repeat: 11})
  };
}
