import type {Outcome} from "../../pipeline/pipeline.js";
import {firstRow, pipeline} from "../../pipeline/pipeline.js";
import type {PlanSpec} from "../../pipeline/plan.js";
import {revivePlan} from "../../pipeline/plan.js";
import {findManifest} from "../../store/disk/manifest.js";
import type {Effects} from "../context.js";
import {context} from "../context.js";
import type {ExperimentSpec} from "../experiment.js";
import {lintFindings, lintMade} from "../lint.js";
import type {Code} from "../lineage.js";
import {codeOf, runId} from "../lineage.js";
import type {MarketData, Origins} from "../market.js";
import {findOrigins, loadMarket, versionsOf} from "../market.js";
import type {RunRecord} from "../record.js";
import {lookupFor} from "../registry.js";
import {writtenOutcome} from "../run.js";
import {readUniverse} from "../../store/universe.js";

/** A run made again: what it was made of this time, and what came out. */
export interface Again {
  /** The experiment with every default of today written out. */
  readonly spec: ExperimentSpec;
  /** The id that a run of it would have. */
  readonly id: string;
  readonly code: Code;
  /** The version of everything its data was taken from, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly market: MarketData;
  readonly outcome: Outcome;
  /** What its record would say of what came out. */
  readonly came: Pick<
    RunRecord,
    | "hashes"
    | "metrics"
    | "units"
    | "reasons"
    | "classes"
    | "contest"
    | "symbols"
    | "fields"
    | "shape"
    | "folds"
    | "lint"
  >;
}

/**
 * Makes a recorded run again from what its record says it was made of: its experiment, its seed, and of each dataset and
 * universe the recorded version, or the one of today where a home does not have that. Nothing is written. The prices are
 * read from the store's files and not from what was kept of them before. Throws where data, a plugin or an option is not
 * there any more.
 */
export async function makeAgain(
  {spec: recorded, lineage, trials}: RunRecord,
  home: string,
  effects: Effects
): Promise<Again> {
  const plan = revivePlan(recorded, await lookupFor(recorded));
  const spec: ExperimentSpec = {...recorded, ...(JSON.parse(JSON.stringify(plan)) as PlanSpec)};
  const origins = await recordedOrigins(home, spec, lineage);
  const versions = versionsOf(spec.data, origins);
  const code = await codeOf(spec);
  const market = await loadMarket(home, spec.data, origins, {log: effects.log});
  effects.signal.throwIfAborted();
  const outcome = await pipeline(market.panel, plan, market.beside, context(effects, plan.seed, home));
  const {learned, panel} = outcome;
  const linted = lintMade({plan, beside: market.beside, outcome, origins, trials});
  return {
    spec,
    id: runId(spec, versions, code),
    code,
    versions,
    market,
    outcome,
    came: {
      hashes: outcome.hashes,
      ...writtenOutcome(outcome),
      symbols: [...market.panel.symbols],
      fields: Object.keys(market.panel.fields),
      shape: {
        rows: market.panel.times.length,
        start: plan.backtest ? firstRow(panel, plan) : 0,
        periods: market.beside.periods
      },
      folds: [...(learned?.folds ?? [])],
      ...(linted && {lint: lintFindings(linted)})
    }
  };
}

/** Where the data comes from: in the recorded versions as far as the home has them. */
async function recordedOrigins(
  home: string,
  {data}: ExperimentSpec,
  {data: datasets, universe}: RunRecord["lineage"]
): Promise<Origins> {
  const held = await Promise.all(
    datasets.map(async (each) => ((await findManifest(home, each.dataset, each.version)) ? [each] : []))
  );
  const known = universe && (await readUniverse(home, universe.name, {version: universe.version}).catch(() => null));
  return findOrigins(home, data, {data: held.flat(), ...(known && universe && {universe})});
}
