import type {Candidate, ReturnsComparison} from "../../evaluate/comparison/compare.js";
import {compareReturns, usualComparing} from "../../evaluate/comparison/compare.js";
import type {Test} from "../../evaluate/comparison/contrasts.js";
import {contrastsOf, testOf} from "../../evaluate/comparison/contrasts.js";
import {correctForecasts} from "../../evaluate/comparison/forecast-pairs.js";
import type {Choice} from "../../evaluate/comparison/recommend.js";
import {recommend} from "../../evaluate/comparison/recommend.js";
import {evidenceNow} from "../evidence/evidence.js";
import {readAudit} from "../kept/audits.js";
import type {RunRecord} from "../record.js";
import type {Account} from "./account.js";
import {readAccountOf} from "./account.js";
import {benchmarksOf} from "./benchmarks.js";
import {namesOf} from "./choose.js";
import {forecastPairs} from "./forecasts.js";
import type {ComparedRun, Comparison} from "./shape.js";

/** How runs are to be compared. */
export interface Comparing {
  /** The figure to rank by; `sharpe` where left out or, where no run has one, `ic` or `r2`. */
  readonly by?: string;
  /** Whether the lowest comes first. */
  readonly lowest?: boolean;
  /** Whether what the runs are measured against stands among them. */
  readonly benchmark?: boolean;
  readonly draws?: number;
}

/**
 * Compares runs: their figures, ranked; whether the differences of their returns and of their forecasts are beyond luck, over
 * the rows that each two have in common; and what to take of them, in words. Throws where none has the figure that is asked
 * for.
 */
export async function compareRuns(
  home: string,
  records: readonly RunRecord[],
  {by: asked, lowest = false, benchmark = false, draws = usualComparing.draws}: Comparing = {}
): Promise<Comparison> {
  const by = asked ?? ["sharpe", "ic", "r2"].find((name) => has(records, name)) ?? "sharpe";
  if (asked !== undefined) hasFigure(records, asked);
  const names = namesOf(records);
  const accounts: Account[] = [];
  for (const record of records) if (record.hashes.backtest) accounts.push(await readAccountOf(home, record));
  const compared = await Promise.all(
    records.map((record) => describeRun(home, record, names.get(record.id)!, accounts))
  );
  const measured = benchmark ? benchmarksOf(records, accounts) : [];
  const runs = ranked([...compared, ...measured.map(({run}) => run)], by, lowest);
  const order = new Map(runs.map(({id}, place) => [id, place]));
  const candidates: Candidate[] = [...accounts, ...measured.map(({candidate}) => candidate)];
  candidates.sort((a, b) => order.get(a.id)! - order.get(b.id)!);
  const returns = await compareReturns(candidates, {draws});
  const inOrder = records.toSorted((a, b) => order.get(a.id)! - order.get(b.id)!);
  const forecasts = correctForecasts(await forecastPairs(home, inOrder));
  const test = testOf(by);
  const choices = ranked(runs, test.metric, false).map((run) => choiceOf(run, test.metric));
  return {
    by,
    lowest,
    runs,
    common: mutable(returns.common),
    pairs: mutable(returns.pairs),
    forecasts: mutable(forecasts),
    set: mutable(returns.set),
    ...(returns.setReason !== undefined && {setReason: returns.setReason}),
    recommendation: mutable(recommend(choices, contrastsOf(test, returns.pairs, forecasts), test)),
    warnings: warningsOf(runs, by, test, returns),
    draws
  };
}

function has(records: readonly RunRecord[], name: string): boolean {
  return records.some(({metrics}) => (metrics[name] ?? null) !== null);
}

/** Throws, listing what they have, where none of the runs has a figure of that name. */
export function hasFigure(records: readonly RunRecord[], name: string): void {
  if (has(records, name)) return;
  const names = [...new Set(records.flatMap(({metrics}) => Object.keys(metrics)))];
  throw new Error(`unknown metric: ${name}; metrics of these runs are ${names.join(", ")}`);
}

/** What a comparison says of one run. */
export async function describeRun(
  home: string,
  record: RunRecord,
  name: string,
  accounts: readonly Account[]
): Promise<Omit<ComparedRun, "rank">> {
  const {id, experiment, title, synthetic, metrics, units, seconds, lint, spec, lineage} = record;
  const evidence = (await evidenceNow(home, record)) ?? record.evidence;
  const account = accounts.find((each) => each.id === id);
  const of = (severity: "serious" | "warning" | "note") => lint!.filter((each) => each.severity === severity).length;
  return {
    id,
    name,
    experiment,
    title,
    model: spec.learn?.model?.name ?? null,
    synthetic,
    data: Object.fromEntries(lineage.data.map(({dataset, version}) => [dataset, version])),
    metrics,
    units,
    accuracy: metrics.accuracy ?? metrics["sign-hits"] ?? null,
    seconds,
    trials: evidence?.trials.counted ?? record.trials,
    probabilisticSharpe: evidence?.sharpe.probabilistic ?? null,
    deflatedSharpe: evidence?.sharpe.deflated ?? null,
    lint: lint ? {serious: of("serious"), warning: of("warning"), note: of("note")} : null,
    audit: (await readAudit(home, record))?.judgement ?? null,
    span: account
      ? {
          from: account.times[0] ?? null,
          to: account.times[account.times.length - 1] ?? null,
          rows: account.times.length
        }
      : null
  };
}

/** Highest first, or lowest; without the figure last, in the order given. */
function ranked<R extends Omit<ComparedRun, "rank">>(
  runs: readonly R[],
  by: string,
  lowest: boolean
): (R & {rank: number})[] {
  const value = ({metrics}: R) => {
    const own = metrics[by] ?? null;
    return own === null ? -Infinity : lowest ? -own : own;
  };
  const sorted = runs.toSorted((a, b) => (value(a) === value(b) ? 0 : value(b) - value(a)));
  return sorted.map((run, place) => ({...run, rank: place + 1}));
}

function choiceOf(
  {id, name, metrics, audit, lint, trials, deflatedSharpe, synthetic}: ComparedRun,
  by: string
): Choice {
  const serious = lint?.serious ?? null;
  return {id, name, value: metrics[by] ?? null, audit, serious, trials, deflated: deflatedSharpe, synthetic};
}

function warningsOf(
  runs: readonly ComparedRun[],
  by: string,
  {kind, figure}: Test,
  {common}: ReturnsComparison
): string[] {
  const out: string[] = [];
  const spans = runs.flatMap(({span}) => (span ? [span] : []));
  if (by !== "sharpe" && kind === "sharpe")
    out.push(`There is no test of differences in ${by}: the recommendation goes by the ${figure}.`);
  if (spans.some(({from, to, rows}) => from !== spans[0].from || to !== spans[0].to || rows !== spans[0].rows))
    out.push(
      common.rows > 0
        ? `The runs do not cover the same days: the ranking goes by each one's own figures, the tests by the rows that two have in common, and ${common.rows} rows are common to all.`
        : "The runs do not cover the same days, and no day is common to all: the ranking compares what happened at different times."
    );
  const made = runs.filter(({synthetic}) => synthetic).length;
  if (made > 0 && made < runs.length) out.push("Some of these runs are of prices that are made up, others are not.");
  if (runs.filter(({span}) => span !== null).length < runs.length && spans.length > 0)
    out.push("Some of these runs trade nothing: they have no returns to compare.");
  const datasets = new Set(runs.filter(({experiment}) => experiment !== null).map(({data}) => Object.keys(data)[0]));
  if (datasets.size > 1) out.push(`The runs are of different markets: ${[...datasets].join(", ")}.`);
  return out;
}

/** The same value for a shape that is not readonly. */
function mutable<T>(value: T): Mutable<T> {
  return value as Mutable<T>;
}

type Mutable<T> = T extends readonly (infer E)[]
  ? Mutable<E>[]
  : T extends object
    ? {-readonly [K in keyof T]: Mutable<T[K]>}
    : T;
