import type {Market, Trading} from "../backtest/backtest.js";
import {backtest} from "../backtest/backtest.js";
import {digest} from "../base/digest.js";
import {whole} from "../base/options.js";
import type {Panel} from "../base/panel.js";
import {pause} from "../base/pause.js";
import {random} from "../base/random.js";
import type {Context, Scenario, ScenarioMark} from "../plugin.js";
import type {Feasibility} from "./feasibility.js";
import {feasibility, totalFeasibility} from "./feasibility.js";
import type {Recoveries, Recovery} from "./recovery.js";
import {recoveries, recoveryTime} from "./recovery.js";
import type {Survival} from "./survival.js";
import {survival, survives} from "./survival.js";

/** The fewest runs that a stress test may be reported over. */
export const fewestRuns = 100;

/** How a stress test is run. */
export interface StressOptions {
  /** What the market is, beside its prices. */
  readonly market: Market;
  /** The share of its first equity below which an account is ruined; 0.5 unless said otherwise. */
  readonly ruin?: number;
  /** The row from which it trades; 0 unless said otherwise. */
  readonly start?: number;
  /**
   * Computes what the strategy reads from the changed bars, where that is more than bars: fields that a panel has beside
   * them are left by scenarios as they were.
   */
  readonly prepare?: (panel: Panel) => Panel | Promise<Panel>;
}

/** One run: the scenario drawn with a seed, and traded through. */
export interface StressRun {
  readonly seed: number;
  /** Rows of the panel. */
  readonly marks: readonly ScenarioMark[];
  /** The account's equity on each row from `start` on. */
  readonly equity: Float64Array;
  readonly survived: boolean;
  /** From the first marked row to the last; of a shock over before it trades there is nothing to recover from. */
  readonly recovery: Recovery;
  readonly feasibility: Feasibility;
}

/** What a stress test found. */
export interface StressReport {
  readonly runs: readonly StressRun[];
  /** How many different equity curves there were: of a scenario that draws nothing it is 1, and the intervals say little. */
  readonly distinct: number;
  readonly survival: Survival;
  readonly recoveries: Recoveries;
  /** Of all runs together, and of the market as it was. */
  readonly feasibility: Feasibility;
  readonly calm: Feasibility;
}

/** Draws the scenario with one seed and trades through it. */
export async function stressRun(
  panel: Panel,
  trading: Trading,
  scenario: Scenario,
  seed: number,
  {market, ruin = 0.5, start = 0, prepare = (given) => given}: StressOptions
): Promise<StressRun> {
  const {panel: changed, marks} = scenario.apply(panel, random(seed));
  const result = backtest(await prepare(changed), trading, market, start);
  const from = Math.min(...marks.map((mark) => mark.from)) - start;
  const to = Math.max(...marks.map((mark) => mark.to)) - start;
  const recovery =
    to >= 1 && from < result.equity.length && result.equity.length > 1
      ? recoveryTime(result.equity, Math.max(1, from), to)
      : {depth: 0, trough: null, bars: 0, censored: false};
  return {
    seed,
    marks,
    equity: result.equity,
    survived: survives(result.equity, ruin),
    recovery,
    feasibility: feasibility(result, changed)
  };
}

/**
 * Trades through a scenario once for each seed, and reports who survived, how long the recovery took and what could be
 * traded. The same seeds give the same report. Tells its progress after each run, and throws when the signal is aborted.
 * Throws where there are fewer than `fewestRuns` seeds or one twice.
 */
export async function stress(
  panel: Panel,
  trading: Trading,
  scenario: Scenario,
  seeds: readonly number[],
  options: StressOptions,
  context: Pick<Context, "signal" | "progress">
): Promise<StressReport> {
  whole("number of seeds", seeds.length, fewestRuns);
  if (new Set(seeds).size < seeds.length) throw new Error("invalid seeds: one is there twice; give each once");
  const {market, start = 0, prepare = (given: Panel) => given} = options;
  const runs: StressRun[] = [];
  for (const seed of seeds) {
    context.signal.throwIfAborted();
    runs.push(await stressRun(panel, trading, scenario, seed, options));
    context.progress(runs.length, seeds.length);
    await pause();
  }
  const curves = await Promise.all(runs.map(({equity}) => digest({equity})));
  return {
    runs,
    distinct: new Set(curves).size,
    survival: survival(runs.map(({survived}) => survived)),
    recoveries: recoveries(runs.map(({recovery}) => recovery)),
    feasibility: totalFeasibility(runs.map((run) => run.feasibility)),
    calm: feasibility(backtest(await prepare(panel), trading, market, start), panel)
  };
}
