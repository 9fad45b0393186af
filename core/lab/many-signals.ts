import {field} from "../base/panel.js";
import {pause} from "../base/pause.js";
import type {Correction} from "../evaluate/overfitting/discoveries.js";
import type {ManySignals, SignalTest} from "../evaluate/signals/many.js";
import {correctedFor, outcomesFor} from "../evaluate/signals/many.js";
import type {SignalOptions} from "../evaluate/signals/signal-data.js";
import {addFeatures} from "../pipeline/pipeline.js";
import {revivePlan} from "../pipeline/plan.js";
import type {Effects} from "./context.js";
import type {Evaluated} from "./evaluation.js";
import {aboutOf, looked, recordOf} from "./evaluation.js";
import {toSpec} from "./experiment.js";
import {findExperiments} from "./experiments.js";
import {findOrigins, loadMarket, versionsOf} from "./market.js";
import {lookupFor} from "./registry.js";

export {corrections} from "../evaluate/overfitting/discoveries.js";
export type {Correction} from "../evaluate/overfitting/discoveries.js";
export type {CorrectedTest} from "../evaluate/signals/many.js";

/** Which features are to be tested, and how their number is allowed for. */
export interface ManyRequest {
  /** A run's id or its start, or an experiment. */
  readonly of: string;
  readonly correction: Correction;
  /** The largest corrected p-value that counts as found. */
  readonly level: number;
  readonly options: Pick<SignalOptions, "horizons" | "delay">;
}

/** Every feature of an experiment as if it were a signal, and what their number leaves of them. */
export interface EvaluatedMany
  extends Pick<Evaluated, "title" | "run" | "dataset" | "synthetic" | "symbols">, ManySignals {
  readonly features: number;
  readonly rows: number;
  readonly across: boolean;
  readonly delay: number;
  readonly horizons: readonly number[];
  /** How often signals of the experiment were looked at, these counted. */
  readonly trials: number;
}

/**
 * Tests every feature of a run's experiment at every horizon, and corrects for how many tests that are. Each feature counts
 * as a trial, once. Throws, and counts nothing, where run or experiment is unknown or has no features, or an option is
 * invalid.
 */
export async function evaluateFeatures(request: ManyRequest, home: string, effects: Effects): Promise<EvaluatedMany> {
  const {of, correction, level, options} = request;
  if (/\.(csv|csv\.gz|parquet)$/i.test(of))
    throw new Error(`invalid features: ${of} has its signal alone; name a run or an experiment`);
  const record = await recordOf(of, home, true);
  const spec = record?.spec ?? toSpec((await findExperiments(of))[0]);
  const names = Object.keys(spec.features);
  if (names.length === 0) throw new Error(`missing features: ${spec.name} has none to test`);
  const origins = await findOrigins(home, spec.data, record?.lineage);
  const market = await loadMarket(home, spec.data, origins, {log: effects.log});
  const {times, symbols} = market.panel;
  const outcomes = outcomesFor({times, symbols, price: field(market.panel, "close")}, options);
  const step = async (done: number) => {
    effects.progress(done, names.length + 1);
    await pause();
    effects.signal.throwIfAborted();
  };
  await step(0);
  const panel = addFeatures(market.panel, revivePlan(spec, await lookupFor(spec)));
  const work = async () => {
    const tests: SignalTest[] = [];
    for (const [i, name] of names.entries()) {
      await step(1 + i);
      tests.push(...outcomes.test(name, field(panel, name)));
    }
    return correctedFor(tests, correction, level);
  };
  const {horizons, delay, across} = outcomes;
  const what = [spec, "features", {horizons, delay}, versionsOf(spec.data, origins)];
  const look = {experiment: spec.name, what, variants: names.length};
  const [found, trials] = await looked(home, effects, look, work);
  return {
    title: `features of ${spec.name}`,
    ...aboutOf(record, spec.data, origins, market),
    features: names.length,
    rows: times.length,
    across,
    delay,
    horizons,
    ...found,
    trials
  };
}
