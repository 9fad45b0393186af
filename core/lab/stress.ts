import {firstRow, pipeline} from "../pipeline/pipeline.js";
import {revivePlan} from "../pipeline/plan.js";
import type {Json, Plugin} from "../plugin.js";
import {stress as stressRuns} from "../scenarios/stress.js";
import type {StressReport} from "../scenarios/stress.js";
import type {Effects} from "./context.js";
import {context} from "./context.js";
import type {ExperimentSpec} from "./experiment.js";
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
 */
export async function stress(
  spec: ExperimentSpec,
  {scenario, params = {}, seeds, seed, ruin}: StressQuestion,
  home: string,
  effects: Effects
): Promise<Stressed> {
  const plugin = await makePlugin("scenario", scenario, params);
  const plan = revivePlan(spec, await lookupFor(spec));
  const {backtest, ...rest} = plan;
  if (!backtest) throw new Error(`missing backtest: ${spec.name} trades nothing that could be put under stress`);
  const {panel, beside} = await loadMarket(home, spec.data, await findOrigins(home, spec.data));
  const quiet = () => context({...effects, log: () => {}, progress: () => {}}, plan.seed);
  const {benchmark: _, ...market} = beside;
  const prepare = async (changed: typeof panel) =>
    (await pipeline(changed, {...rest, metrics: []}, market, quiet())).panel;
  const start = firstRow(await prepare(panel), plan);
  const numbers = Array.from({length: seeds}, (_, i) => seed + i);
  const report = await stressRuns(panel, backtest, plugin, numbers, {market, ruin, start, prepare}, effects);
  return {experiment: spec.name, scenario: plugin, report};
}
