import type {ExperimentVerdict} from "../../audit/experiment.js";
import {pipeline} from "../../pipeline/pipeline.js";
import {revivePlan} from "../../pipeline/plan.js";
import type {Effects} from "../context.js";
import {context} from "../context.js";
import type {Experiment, ExperimentSpec} from "../experiment.js";
import {findOrigins, loadMarket} from "../market.js";
import type {RunRecord} from "../record.js";
import {lookupFor} from "../registry.js";
import {run} from "../run.js";
import {keepAudit} from "../kept/audits.js";
import {auditMade, auditRecord} from "./made.js";

/**
 * Runs an experiment, or finds its run, makes it once more, and audits it deeply; the verdict is kept in the run's folder
 * as `audit.json`.
 */
export async function auditRun(
  experiment: Experiment | ExperimentSpec,
  home: string,
  effects: Effects
): Promise<{readonly record: RunRecord; readonly verdict: ExperimentVerdict}> {
  const {record} = await run(experiment, home, effects);
  const {spec} = record;
  const plan = revivePlan(spec, await lookupFor(spec));
  const origins = await findOrigins(home, spec.data, record.lineage);
  const {panel, beside} = await loadMarket(home, spec.data, origins, {log: () => {}, code: record.lineage.code});
  const outcome = await pipeline(panel, plan, beside, context(effects, plan.seed));
  const made = {market: panel, beside, plan, outcome, synthetic: record.synthetic};
  const verdict = await auditMade(made, spec.data, origins, {home, effects, deep: true});
  await keepAudit(home, record, auditRecord(verdict, true));
  return {record, verdict};
}
