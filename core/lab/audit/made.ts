import type {ExperimentVerdict, Kept, Made} from "../../audit/made/experiment.js";
import {auditExperiment} from "../../audit/made/experiment.js";
import {firstDifference} from "../../audit/columns.js";
import type {Audit, Finding} from "../../audit/verdict.js";
import {judge} from "../../audit/verdict.js";
import {joinObservations} from "../../base/as-of.js";
import {calendar} from "../../base/calendar.js";
import {loadObservations} from "../../store/reading/load.js";
import type {Effects} from "../context.js";
import {context} from "../context.js";
import type {Data} from "../experiment.js";
import {keptVerdict} from "../kept/verdicts.js";
import type {Code} from "../lineage.js";
import type {Origins} from "../market.js";
import type {AuditRecord} from "../record.js";
import {auditAdjustment} from "./adjustment.js";
import {lagFinding, periodFinding} from "./sources.js";

/** An experiment's audit as it is kept with its run. */
export function auditRecord(
  {judgement, checked, findings, skipped, plugins}: ExperimentVerdict,
  deep: boolean
): AuditRecord {
  return {
    judgement,
    deep,
    checked: [...checked],
    findings: findings.map(({causes, ...each}) => ({...each, ...(causes && {causes: [...causes]})})),
    skipped: [...(skipped ?? [])],
    plugins: plugins.map(({kind, name, judgement}) => ({kind, name, judgement}))
  };
}

/** Where an audit keeps what it finds of plugins, of what code they are, and how far it goes. */
export interface Auditing {
  readonly home: string;
  readonly effects: Effects;
  readonly code: Code;
  readonly deep?: boolean;
}

/** Audits what an experiment made of the market, and where its data came from. */
export async function auditMade(
  made: Made,
  data: Data,
  origins: Origins,
  {home, effects, code, deep = false}: Auditing
): Promise<ExperimentVerdict> {
  const kept: Kept = (plugin, audit) => keptVerdict(home, code, plugin, audit);
  const verdict = await auditExperiment(made, context(effects, made.plan.seed, home), {deep, kept});
  const series = await auditSeries(made, data, origins, home);
  const adjusted = await auditAdjustment(made, data, origins, home);
  return {...judge(verdict, auditUniverse(origins), series, adjusted), plugins: verdict.plugins};
}

function auditUniverse({universe}: Origins): Audit {
  if (!universe) return {checked: [], findings: []};
  const message = `${universe.name} is a plain list without dates: its names are those that somebody knew at the end`;
  const findings: Finding[] = universe.biased ? [{rule: "survivorship", message, suspicion: true}] : [];
  return {checked: ["survivorship"], findings};
}

/**
 * Audits the series that stand beside the prices: none is published before its day is over, and on no row does a value
 * stand that changes when what was published later is taken away.
 */
async function auditSeries({market}: Made, data: Data, {series, manifest}: Origins, home: string): Promise<Audit> {
  if (series.length === 0) return {checked: [], findings: []};
  const findings: Finding[] = [];
  const days = calendar(manifest.calendar ?? "XNYS");
  const timeframe = data.timeframe ?? manifest.timeframe;
  for (const {dataset, names, manifest: own} of series) {
    const observations = await loadObservations(home, {dataset, version: own.version}, names);
    const early = lagFinding(observations) ?? periodFinding(observations);
    if (early) findings.push({...early, message: `${dataset}: ${early.message}`});
    const middle = market.times.length >> 1;
    const until = days.closeOf(timeframe, market.times[middle]);
    const known = observations.filter(({published}) => published <= until);
    const bare = {...market, fields: {close: market.fields.close}};
    const given = names ? {series: names} : {};
    const [whole, part] = [observations, known].map((list) => joinObservations(bare, timeframe, days, list, given));
    const cells = (middle + 1) * market.symbols.length;
    for (const name of Object.keys(part.fields)) {
      const cell = firstDifference(part.fields[name].subarray(0, cells), whole.fields[name].subarray(0, cells));
      if (cell < 0) continue;
      const row = Math.floor(cell / market.symbols.length);
      findings.push({
        rule: "publication-lag",
        message: `${dataset}: ${name} of row ${row} changes with what was published later`
      });
    }
  }
  return {checked: ["publication-lag"], findings};
}
