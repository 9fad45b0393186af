import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {rules} from "../audit/rules.js";
import {writtenFigures} from "../pipeline/figures.js";
import type {Outcome} from "../pipeline/pipeline.js";
import {firstRow, pipeline} from "../pipeline/pipeline.js";
import type {PlanSpec} from "../pipeline/plan.js";
import {revivePlan} from "../pipeline/plan.js";
import type {Effects} from "./context.js";
import {context} from "./context.js";
import {coefficientsOf, evidenceOf} from "./evidence/evidence.js";
import type {Experiment, ExperimentSpec} from "./experiment.js";
import {toSpec} from "./experiment.js";
import {root} from "./home.js";
import {appendTrial, countTrials} from "./ledger.js";
import type {Code} from "./lineage.js";
import {codeOf, runId} from "./lineage.js";
import {auditMade, auditRecord} from "./audit/made.js";
import {findOrigins, loadMarket, versionsOf} from "./market.js";
import {lintFindings, lintMade} from "./lint.js";
import type {RunRecord} from "./record.js";
import {lookupFor} from "./registry.js";
import {readRecord, writeRun} from "./run-folder.js";

/** A run, and whether it was there already. */
export interface Ran {
  readonly record: RunRecord;
  readonly found: boolean;
}

/**
 * Runs an experiment, unless the same run is found by its id:
 *
 *     experiment ──► id ──► found? ──► record
 *         │                  │ no
 *         ▼                  ▼
 *     market data ──► pipeline ──► audit ──► folder, written beside and renamed
 *
 * The attempt enters the trial ledger before the pipeline starts and again when it ends, whatever its end. Throws where
 * data, a plugin or an option is missing or invalid; nothing is counted or written then.
 */
export async function run(experiment: Experiment | ExperimentSpec, home: string, effects: Effects): Promise<Ran> {
  const {id, plan, spec, origins, code} = await identify(experiment, home);
  const {dataset} = spec.data;
  const {version, synthetic} = origins.manifest;
  const before = await readRecord(home, id);
  if (before) return {record: before, found: true};
  const market = await loadMarket(home, spec.data, origins, {log: effects.log, code: code.hash});

  const start = effects.now();
  const entry = {experiment: spec.name, run: id};
  const started = await appendTrial(home, {...entry, event: "started", at: iso(start)});
  const attempt = started.at(-1)!.n;
  const lines: string[] = [];
  const log = (message: string) => {
    lines.push(message);
    effects.log(message);
  };
  try {
    const outcome = await pipeline(market.panel, plan, market.beside, context({...effects, log}, plan.seed, home));
    const end = effects.now();
    const anew = revivePlan(spec, await lookupFor(spec));
    const made = {market: market.panel, beside: market.beside, plan, outcome, synthetic, anew};
    const verdict = await auditMade(made, spec.data, origins, {home, effects: {...effects, progress: () => {}}, code});
    for (const {rule, message} of verdict.findings) log(`audit: ${rules[rule].title}: ${message}`);
    const {result} = outcome;
    const search = {home, experiment: spec.name, run: id, trials: started, seed: plan.seed};
    const evidence = result && (await evidenceOf({...search, result, coefficients: coefficientsOf(outcome)}));
    const trials = countTrials(started, spec.name);
    const linted = lintMade({plan, beside: market.beside, outcome, origins, trials});
    const lint = linted && lintFindings(linted);
    for (const {severity, rule, message} of lint ?? []) lines.push(`lint: ${severity}: ${rule}: ${message}`);
    const record: RunRecord = {
      id,
      experiment: spec.name,
      title: spec.title,
      question: spec.question,
      status: "done",
      synthetic,
      started: iso(start),
      seconds: (end - start) / 1000,
      spec,
      lineage: {
        data: [
          {dataset, version, synthetic},
          ...origins.series.map(({dataset, manifest: {version, synthetic}}) => ({dataset, version, synthetic}))
        ],
        ...(origins.universe && {universe: {name: origins.universe.name, version: origins.universe.version}}),
        panel: outcome.hashes.panel,
        ...(await environment(code)),
        seed: plan.seed
      },
      hashes: outcome.hashes,
      ...writtenOutcome(outcome),
      symbols: [...market.panel.symbols],
      fields: Object.keys(market.panel.fields),
      shape: {
        rows: market.panel.times.length,
        start: plan.backtest ? firstRow(outcome.panel, plan) : 0,
        periods: market.beside.periods
      },
      folds: [...(outcome.learned?.folds ?? [])],
      trials,
      ...(lint && {lint}),
      ...(evidence && {evidence}),
      audit: auditRecord(verdict, false)
    };
    await writeRun(home, record, outcome, market.beside, lines);
    await appendTrial(home, {...entry, event: "done", attempt, at: iso(end)});
    return {record, found: false};
  } catch (error) {
    const event = effects.signal.aborted ? "cancelled" : "failed";
    const reason = error instanceof Error ? error.message : String(error);
    await appendTrial(home, {...entry, event, attempt, at: iso(effects.now()), error: reason});
    throw error;
  }
}

/** The run of an experiment that is there already; null where it is yet to be made. Throws as `run` does. */
export async function findRun(experiment: Experiment | ExperimentSpec, home: string): Promise<RunRecord | null> {
  const {id} = await identify(experiment, home);
  return readRecord(home, id);
}

/** What a run is of, and the id that this gives it. */
async function identify(experiment: Experiment | ExperimentSpec, home: string) {
  const given = toSpec(experiment as Experiment);
  const plan = revivePlan(given, await lookupFor(given));
  const spec: ExperimentSpec = {...given, ...(JSON.parse(JSON.stringify(plan)) as PlanSpec)};
  const origins = await findOrigins(home, spec.data);
  const code = await codeOf(spec);
  return {id: runId(spec, versionsOf(spec.data, origins), code), plan, spec, origins, code};
}

function iso(t: number): string {
  return new Date(t).toISOString();
}

/** What a record says of an outcome's figures, and of all that learned in its contest. */
export function writtenOutcome({
  figures,
  learned
}: Outcome): Pick<RunRecord, "metrics" | "units" | "reasons" | "classes" | "contest"> {
  const {metrics, units, reasons} = writtenFigures(figures);
  const contest = learned?.contest?.map((each) => ({...each, figures: writtenFigures(each.figures)}));
  const others = contest?.map((each) => each.figures.units) ?? [];
  return {
    metrics,
    units: Object.assign({...units}, ...others, units) as RunRecord["units"],
    ...(Object.keys(reasons).length > 0 && {reasons}),
    ...(learned?.classes && {classes: learned.classes}),
    ...(contest && {
      contest: contest.map(({figures: {metrics}, classes, folds, ...rest}) => ({
        ...rest,
        metrics,
        ...(classes && {classes}),
        folds: folds.map(({from, to, ic}) => ({from, to, ic: Number.isFinite(ic) ? ic : null}))
      }))
    })
  };
}

async function environment({hash, files, lockfile}: Code) {
  const {version} = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {version: string};
  return {code: hash, files: {...files}, lockfile, backend: "javascript", node: process.version, tapebook: version};
}
