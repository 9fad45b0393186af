import {backtest} from "../../core/backtest/backtest.js";
import type {Trading} from "../../core/backtest/backtest.js";
import {backtestByEvents} from "../../core/backtest/backtest.js";
import type {Panel} from "../../core/base/panel.js";
import {withField} from "../../core/base/panel.js";
import type {Benchmark} from "../../core/cli/verbs/bench.js";
import type {Effects} from "../../core/lab/context.js";
import {perDollar} from "../../plugins/commissions/per-dollar.js";
import {perShare} from "../../plugins/commissions/per-share.js";
import {basisPoints} from "../../plugins/slippage/basis-points.js";
import {threshold} from "../../plugins/strategies/threshold.js";
import {weights} from "../../plugins/strategies/weights.js";
import type {Decide} from "./bare-loop.js";
import {bareLoop, longFlat} from "./bare-loop.js";
import {inChromium} from "./in-browser.js";
import {against, machineFacts, seconds} from "./measure.js";
import {peer, withPanelFiles} from "./peers.js";
import {madeUp} from "./prices.js";
import {longShortDaily, topKMonthly, walkWithWeights} from "./weights.js";

const part = 0.95;
const cash = 10_000_000;
const points = 5;
const cost = 0.001;

/**
 * How fast the engine trades: one symbol in and out of the market over 100,000 bars through the event loop; the weights
 * of a long-short book on each of 1,259 days and of the best fifty on the first of each month, over 500 symbols, with the
 * engines in Python that are there; and the first of these over 5,000 symbols and 20 years, where the time a symbol and
 * bar must stay what it was.
 */
export async function bench({log, progress, signal}: Effects): Promise<Benchmark> {
  const figures: Record<string, number> = {};
  const peers: Record<string, number | string> = {};
  const scripts = {
    bars: ["backtrader_long_flat", "backtesting_long_flat"],
    whole: ["zipline_weights", "backtrader_weights"],
    compiled: ["vectorbt_weights"]
  };
  const steps = 5 + scripts.bars.length + 2 * (scripts.whole.length + scripts.compiled.length);
  let done = 0;
  const step = () => progress(++done, steps);
  progress(0, steps);

  const one = madeUp(100_000, 1, false);
  const flat = await singleSymbol(one);
  figures.barsPerSecond = one.times.length / flat.engine;
  peers["barsPerSecond (bare loop)"] = one.times.length / flat.bare;
  step();

  const compare = async (panel: Panel, figure: string, scripts: readonly string[], fee: number) => {
    const cells = panel.times.length * panel.symbols.length;
    await withPanelFiles(panel, async (folder) => {
      for (const script of scripts) {
        signal.throwIfAborted();
        const found = await peer(script, [folder, part, cash, points / 10_000, fee].map(String), signal);
        const name = script.split("_")[0];
        peers[`${figure} (${name})`] = typeof found === "string" ? found : cells / found.seconds;
        if (typeof found !== "string" && found.panelSeconds !== undefined)
          peers[`${figure} (${name}, with the account's value)`] = cells / found.panelSeconds;
        if (typeof found !== "string")
          log(
            `${figure}, ${name} ${found.version}: ${found.seconds.toFixed(3)} s, ends with ${found.equity?.toFixed(0)}`
          );
        step();
      }
    });
  };
  await compare(one, "barsPerSecond", scripts.bars, cost);

  const many = madeUp(1259, 500, true);
  for (const [name, weight] of [
    ["longShortDaily", longShortDaily(many, 50)],
    ["topKMonthly", topKMonthly(many, 50)]
  ] as const) {
    const panel = withField(many, "weight", weight);
    const cells = panel.times.length * panel.symbols.length;
    for (const [way, trading] of [
      ["WholeShares", wholeShares],
      ["Fractions", fractions]
    ] as const) {
      const figure = `${name}${way}`;
      const taken = await seconds(() => backtest(panel, trading, {periods: 252}).equity);
      const end = backtest(panel, trading, {periods: 252}).equity.at(-1)!;
      log(`${figure}, tapebook: ${taken.toFixed(4)} s, ends with ${end.toFixed(0)}`);
      figures[figure] = cells / taken;
      figures[`${figure}ByEvents`] =
        cells / (await seconds(() => backtestByEvents(panel, trading, {periods: 252}).equity, {repeat: 3}));
      const wanted = way === "WholeShares" ? scripts.whole : scripts.compiled;
      await compare(panel, figure, wanted, way === "WholeShares" ? cost : value);
    }
    step();
  }

  const page = await inChromium();
  peers["longShortDailyFractions (this engine in Chromium)"] =
    typeof page === "string" ? page : (many.times.length * many.symbols.length) / page.seconds;
  step();
  const small = walkWithWeights(1259, 500);
  const large = walkWithWeights(5040, 5000);
  const cellsPerSecond = async (panel: Panel, repeat: number) => {
    const taken = await seconds(() => backtest(panel, fractions, {periods: 252}).equity, {repeat});
    return (panel.times.length * panel.symbols.length) / taken;
  };
  const before = await cellsPerSecond(small, 5);
  figures.twentyYearsOfFiveThousand = await cellsPerSecond(large, 1);
  peers["twentyYearsOfFiveThousand (five years of 500)"] = before;
  step();
  return {name: "backtest", figures, peers, ratios: against(figures, peers), machine: machineFacts()};
}

const value = 0.0005;

const common = {strategy: weights({missing: "zero"}), fill: "next-close", delay: 0, cash} as const;
const slippage = basisPoints({points, limit: 1});
const wholeShares: Trading = {...common, slippage, commission: perShare({cost}), shares: "whole"};
const fractions: Trading = {...common, slippage, commission: perDollar({rate: value}), shares: "fractional"};

/** Seconds of the engine and of the bare loop; throws where they do not come to the same equity on every bar. */
async function singleSymbol(panel: Panel) {
  const trading = {...wholeShares, strategy: threshold({weight: part})};
  const costs = {cash, slippage: points / 10_000, perShare: cost};
  const decide: Decide = longFlat(panel, part);
  const result = backtest(panel, trading, {periods: 252});
  const bare = bareLoop(panel, decide, costs);
  const differs = bare.findIndex((worth, i) => Math.abs(worth - result.equity[i]) > 1e-6 * worth);
  if (differs >= 0)
    throw new Error(`invalid bare loop: bar ${differs} is ${bare[differs]}, not ${result.equity[differs]}`);
  return {
    engine: await seconds(() => backtest(panel, trading, {periods: 252})),
    bare: await seconds(() => bareLoop(panel, decide, costs), {repeat: 11})
  };
}
