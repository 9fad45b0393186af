import type {ExperimentVerdict} from "../../audit/made/experiment.js";
import type {Audit, Finding} from "../../audit/verdict.js";
import {judge} from "../../audit/verdict.js";
import {head} from "../../base/panel.js";
import type {Hashes} from "../../pipeline/hashes.js";
import {addFeatures, pipeline} from "../../pipeline/pipeline.js";
import {revivePlan} from "../../pipeline/plan.js";
import type {Effects} from "../context.js";
import {context} from "../context.js";
import type {Experiment, ExperimentSpec} from "../experiment.js";
import {findOrigins, loadMarket} from "../market.js";
import type {RunRecord} from "../record.js";
import {codeOf} from "../lineage.js";
import {lookupFor} from "../registry.js";
import {run} from "../run.js";
import {keepAudit} from "../kept/audits.js";
import {auditMade, auditRecord} from "./made.js";

/**
 * Runs an experiment, or finds its run, makes it once more, and audits it deeply; the verdict is kept in the run's folder
 * as `audit.json`. What is made once more must be what the run made, bit for bit, though its features have seen the first
 * half of the panel before.
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
  addFeatures(head(panel, Math.ceil(panel.times.length / 2)), plan);
  const outcome = await pipeline(panel, plan, beside, context(effects, plan.seed, home));
  const anew = revivePlan(spec, await lookupFor(spec));
  const made = {market: panel, beside, plan, outcome, synthetic: record.synthetic, anew};
  const audit = await auditMade(made, spec.data, origins, {home, effects, code: await codeOf(spec), deep: true});
  const verdict = {...judge(audit, auditHashes(record.hashes, outcome.hashes)), plugins: audit.plugins};
  await keepAudit(home, record, auditRecord(verdict, true));
  return {record, verdict};
}

/** Stages in the order in which they are made; the first that differs makes the others differ. */
const stages = ["panel", "features", "samples", "signal", "paths", "contest", "explanation", "backtest"] as const;

function auditHashes(before: RunRecord["hashes"], now: Hashes): Audit {
  const stage = stages.find((each) => before[each] !== now[each]);
  const findings: Finding[] = [];
  if (stage !== undefined)
    findings.push({
      rule: "hidden-state",
      message: `made once more, the hash of its ${stage} is ${now[stage]?.slice(0, 12)}, not ${before[stage]?.slice(0, 12)} as in the run: something is drawn without the seed, or kept from what was computed before`
    });
  return {checked: ["hidden-state"], findings};
}
