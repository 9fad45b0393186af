import {digest} from "../../core/base/digest.js";
import {dailyCoefficients, isTrueTo} from "../../core/evaluate/overfitting/weigh.js";
import type {Hashes} from "../../core/pipeline/hashes.js";
import type {Contender} from "../../core/pipeline/contest.js";
import {backtestHash, contestHash, explanationHash, panelHash, withResult} from "../../core/pipeline/hashes.js";
import {firstRow} from "../../core/pipeline/pipeline.js";
import {codeHash, identity} from "./identity.js";
import type {LoadedRun} from "./loaded-run.js";
import type {Replay} from "./replay.js";
import {metricsOf} from "./replay.js";

/** One thing that was recorded, against what this page found for itself. */
export interface Check {
  /** What was compared: `metric sharpe`. */
  readonly subject: string;
  readonly group: "identity" | "hash" | "array" | "metric" | "record";
  /** `unknown` where this page could not find it for itself. */
  readonly state: "same" | "different" | "unknown";
  readonly recorded: string;
  readonly found: string;
}

/** How far two figures may be apart, relative to the greater, and count as the same. */
export const tolerance = 1e-9;

/**
 * Compares a record with what this page finds for itself: the run's id and code from what they are made of; the digests
 * of the arrays as they were shipped; the stages' hashes, the metrics and the record's shape from the run made again.
 */
export async function verify(run: LoadedRun, made: Replay | null): Promise<readonly Check[]> {
  const groups = await Promise.all([identityChecks(run), arrayChecks(run), labelChecks(run, made)]);
  return [
    ...groups.flat(),
    ...hashChecks(run, made),
    ...metricChecks(run, made),
    ...recordChecks(run, made),
    ...evidenceChecks(run, made)
  ];
}

/** The label, where it was made again for a signal that was not. */
async function labelChecks({signals}: LoadedRun, made: Replay | null): Promise<Check[]> {
  if (!signals || made?.recorded !== true || !made.label) return [];
  const [recorded, found] = [await digest({label: signals.label}), await digest({label: made.label})];
  return [check("label made again", "hash", recorded, found)];
}

async function identityChecks({page: {run}}: LoadedRun): Promise<Check[]> {
  const {lineage} = run;
  return [
    check("run id", "identity", run.id, await identity(run)),
    check("code", "identity", lineage.code, await codeHash(run))
  ];
}

/** The digests of what was shipped, whether or not the run can be made again. */
async function arrayChecks({page, panel, beside, signals, spared, result}: LoadedRun): Promise<Check[]> {
  const {run, explanation} = page;
  const {result: whole, ...stages} = run.hashes;
  const checks = [check("shipped prices", "array", stages.panel, await panelHash(panel, beside))];
  if (!spared && (stages.signal !== undefined || signals))
    checks.push(check("shipped signal", "array", stages.signal, signals && (await digest({...signals}))));
  if (stages.backtest !== undefined || result)
    checks.push(check("shipped equity and fills", "array", stages.backtest, result && (await backtestHash(result))));
  if (stages.contest !== undefined || run.contest)
    checks.push(check("shipped contest", "array", stages.contest, run.contest && (await contestHash(contenders(run)))));
  if (stages.explanation !== undefined || explanation) {
    const found = explanation ? await explanationHash(explanation) : undefined;
    checks.push(check("shipped explanation", "array", stages.explanation, found));
  }
  checks.push(check("hash of hashes", "array", whole, (await withResult(stages)).result));
  return checks;
}

/** The contenders as they were before their figures were written as a record has them: null for what is no number. */
function contenders({contest = [], units}: LoadedRun["page"]["run"]): Contender[] {
  return contest.map(({metrics, folds, ...rest}) => ({
    ...rest,
    figures: Object.fromEntries(
      Object.entries(metrics).map(([name, value]) => [name, {value: value ?? NaN, unit: units[name]}])
    ),
    folds: folds.map(({from, to, ic}) => ({from, to, ic: ic ?? NaN}))
  }));
}

function hashChecks({page: {run}}: LoadedRun, made: Replay | null): Check[] {
  const names = new Set([...Object.keys(run.hashes), ...Object.keys(made?.hashes ?? {})]) as Set<keyof Hashes>;
  const whole = made !== null && !made.recorded;
  return [...names].map((name) => {
    const found = made?.hashes[name];
    const partial = !whole && (found === undefined || name === "result");
    return check(`${name} made again`, "hash", run.hashes[name], found, partial);
  });
}

function metricChecks({page: {run}}: LoadedRun, made: Replay | null): Check[] {
  const found = made ? metricsOf(Object.entries(made.figures)) : {};
  const whole = made !== null && !made.recorded;
  const names = [...new Set([...Object.keys(run.metrics), ...Object.keys(found)])];
  return names.flatMap((name) => {
    const recorded = run.metrics[name];
    const again = found[name];
    const subject = `metric ${name}`;
    if (again === undefined) return [check(subject, "metric", text(recorded), undefined, !whole)];
    const same = recorded === again || (typeof recorded === "number" && again !== null && close(recorded, again));
    const checks: Check[] = [
      {
        subject,
        group: "metric",
        state: same ? "same" : "different",
        recorded: text(recorded),
        found: text(again)
      }
    ];
    const unit = made?.figures[name].unit;
    if (run.units[name] !== unit) checks.push(check(`unit of ${name}`, "metric", run.units[name], unit));
    return checks;
  });
}

function recordChecks({page, panel}: LoadedRun, made: Replay | null): Check[] {
  const {run, symbols} = page;
  const {spec, lineage} = run;
  const start = made?.plan.backtest && made.plan.learn ? firstRow(made.panel, made.plan) : undefined;
  const checks = [
    check("name", "record", run.experiment, spec.name),
    check("title", "record", run.title, spec.title),
    check("question", "record", run.question, spec.question),
    check("seed", "record", text(lineage.seed), text(spec.seed)),
    check("price hash of the lineage", "record", lineage.panel, run.hashes.panel),
    check("synthetic", "record", text(run.synthetic), text(lineage.data.some(({synthetic}) => synthetic))),
    check("dataset", "record", lineage.data[0]?.dataset, spec.data.dataset),
    check("symbols", "record", run.symbols.join(), symbols.join()),
    check("rows", "record", text(run.shape.rows), text(panel.times.length))
  ];
  if (start !== undefined) checks.push(check("first row", "record", text(run.shape.start), text(start)));
  if (made && (!made.recorded || made.folds))
    checks.push(check("folds", "record", text(run.folds), text(made.folds ?? [])));
  return checks.filter(({state}) => state !== "same");
}

/** What is left of the Sharpe ratio, from the account and from how often the record says that there was a search. */
function evidenceChecks({page: {run}, panel, signals, result}: LoadedRun, made: Replay | null): Check[] {
  const {evidence, lineage, shape} = run;
  if (!evidence) return [];
  const signal = signals?.signal ?? made?.panel.fields.signal;
  const label = signals?.label ?? made?.label;
  const learned = run.hashes.signal !== undefined;
  if (!result || (learned && !(signal && label))) return [check("evidence", "record", "recorded", undefined, true)];
  const coefficients = signal && label && dailyCoefficients(panel.times, signal, label);
  const account = {equity: result.equity, periods: shape.periods, seed: lineage.seed};
  const holds = isTrueTo(evidence, {...account, ...(coefficients && {coefficients})});
  return [
    check(
      "evidence",
      "record",
      "as its account and its counts give it",
      holds ? "as its account and its counts give it" : "otherwise"
    ),
    check("trials", "record", text(run.trials), text(evidence.trials.counted))
  ];
}

function check(
  subject: string,
  group: Check["group"],
  recorded: string | undefined,
  found: string | undefined,
  unknown = false
): Check {
  const state = unknown ? "unknown" : recorded === found ? "same" : "different";
  return {subject, group, state, recorded: recorded ?? "none", found: unknown ? "not made here" : (found ?? "none")};
}

function close(a: number, b: number): boolean {
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
}

function text(value: unknown): string {
  return value === undefined ? "none" : JSON.stringify(value);
}
