import {firstRow, pipeline} from "../pipeline/pipeline.js";
import {revivePlan, withoutRivals} from "../pipeline/plan.js";
import type {Json, Plugin} from "../plugin.js";
import {stress as stressRuns} from "../scenarios/stress.js";
import type {StressReport} from "../scenarios/stress.js";
import type {Effects} from "./context.js";
import {context} from "./context.js";
import type {Data, ExperimentSpec} from "./experiment.js";
import type {MarketData} from "./market.js";
import {findOrigins, loadMarket} from "./market.js";
import {lookupFor, makePlugin} from "./registry.js";

/** What is asked of a stress test. */
export interface StressQuestion {
  /** The scenario's name and options. */
  readonly scenario: string;
  readonly params?: Readonly<Record<string, Json>>;
  /** How many runs, each with its own seed from `seed` on. */
  readonly seeds: number;
  readonly seed: number;
  /** The share of its first equity below which an account is ruined. */
  readonly ruin: number;
}

/** A stress test of an experiment, and the scenario with its defaults written out. */
export interface Stressed {
  readonly experiment: string;
  readonly scenario: Plugin<"scenario">;
  readonly report: StressReport;
}

/**
 * Puts an experiment through a scenario, seed by seed. Features are computed, and models learn, anew from each changed
 * market, as they would have. Counts no trials: nothing is chosen by it.
 *
 * Prices that the splits and dividends of the panel are still to be applied to are adjusted for all of them first, and it is
 * said: a scenario makes returns anew of those before, in which a split would be a fall, and pays of what it makes no
 * dividends of the past.
 */
export async function stress(
  spec: ExperimentSpec,
  {scenario, params = {}, seeds, seed, ruin}: StressQuestion,
  home: string,
  effects: Effects
): Promise<Stressed> {
  const plugin = await makePlugin("scenario", scenario, params);
  const plan = withoutRivals(revivePlan(spec, await lookupFor(spec)));
  const {backtest, ...rest} = plan;
  if (!backtest) throw new Error(`missing backtest: ${spec.name} trades nothing that could be put under stress`);
  const {panel, beside} = await adjustedMarket(spec.data, home, effects);
  const quiet = () => context({...effects, log: () => {}, progress: () => {}}, plan.seed, home);
  const {benchmark: _, ...market} = beside;
  const prepare = async (changed: typeof panel) =>
    (await pipeline(changed, {...rest, metrics: []}, market, quiet())).panel;
  const start = firstRow(await prepare(panel), plan);
  const numbers = Array.from({length: seeds}, (_, i) => seed + i);
  const report = await stressRuns(panel, backtest, plugin, numbers, {market, ruin, start, prepare}, effects);
  return {experiment: spec.name, scenario: plugin, report};
}

async function adjustedMarket(data: Data, home: string, {log}: Effects): Promise<MarketData> {
  const origins = await findOrigins(home, data);
  const market = await loadMarket(home, data, origins);
  const isAdjusted = !market.beside.actions?.some(({action}) => action === "split" || action === "dividend");
  if (isAdjusted) return market;
  log("prices are adjusted for splits and dividends, so that the scenario does not take them for falls");
  return loadMarket(home, {...data, adjust: "all"}, origins);
}
