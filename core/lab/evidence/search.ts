import {join} from "node:path";
import {random} from "../../base/random.js";
import {deviation} from "../../base/stats.js";
import {deflatedSharpe, luckySharpe} from "../../evaluate/overfitting/deflated.js";
import {crossValidation} from "../../evaluate/overfitting/cross-validation.js";
import {evenly} from "../../evaluate/overfitting/effective-trials.js";
import {blocksOf} from "../../evaluate/overfitting/intervals.js";
import {drawsOf, superiority, superiorTrials} from "../../evaluate/overfitting/reality-check.js";
import {probabilisticSharpe, trackRecord} from "../../evaluate/overfitting/sharpe.js";
import {rounding} from "../../evaluate/returns.js";
import {readColumns} from "../../store/disk/columns.js";
import {readTrials} from "../ledger.js";
import {readRecord, runFolder} from "../run-folder.js";
import type {Attempts} from "./attempts.js";
import {attemptsAt} from "./attempts.js";
import type {Comparable} from "./comparable.js";
import {comparable} from "./comparable.js";
import {limitsFor, searchOf} from "./evidence.js";
import type {KnownTrial} from "./kept.js";
import {knownTrials} from "./kept.js";

/** The best trial of a search. Sharpe ratios are of a year. */
export interface BestTrial {
  readonly run: string;
  readonly bars: number;
  readonly sharpe: number;
  /** What the best of so many without skill is expected to show. */
  readonly expectedMaximum: number;
  readonly probabilistic: number;
  readonly deflated: number;
}

/** What choosing among the trials is worth: see `crossValidation`. */
export interface Overfitting {
  readonly probability: number;
  readonly lossProbability: number;
  readonly slope: number | null;
  readonly dominance: {readonly first: boolean; readonly second: boolean};
  readonly trials: number;
  readonly blocks: number;
  readonly halvings: number;
}

/** How sure it is that the best of the trials is better than something: see `superiority`. */
export interface Superior {
  readonly lower: number;
  readonly consistent: number;
  readonly upper: number;
  /** How many trials are better, at 5 % for all of them together. */
  readonly better: number;
  /** How many were put to the test: those that vary, of many evenly spaced ones. */
  readonly trials: number;
}

/** All that can be said of the trials of an experiment. */
export interface SearchReport {
  readonly experiment: string;
  readonly attempts: Omit<Attempts, "list">;
  readonly distinct: number;
  /** Those whose returns are kept over the same rows, and these rows. */
  readonly kept: number;
  readonly rows: number;
  readonly effective: number;
  readonly clusters: number | null;
  readonly rank: number | null;
  readonly best: BestTrial | null;
  readonly overfitting: Overfitting | null;
  /** The best against an account that does nothing, and against the runs' benchmark. */
  readonly superiority: {readonly nothing: Superior | null; readonly benchmark: Superior | null};
  /** Why something is null, by its name. */
  readonly reasons: Readonly<Record<string, string>>;
}

const seed = "search";
/** The most draws of the test of superiority, and the most trials that are put to it, the best of them among these. */
const mostDraws = 1000;
const mostTested = 300;

/** The experiments that the ledger has attempts at, in the order of their names. */
export async function triedExperiments(home: string): Promise<readonly string[]> {
  return [...new Set((await readTrials(home)).map(({experiment}) => experiment))].sort();
}

/** Judges the search at an experiment by the ledger and by what is kept of it. */
export async function reportSearch(home: string, experiment: string): Promise<SearchReport> {
  const {list, ...attempts} = attemptsAt(await readTrials(home), experiment);
  const rows = await rowsOf(home, list);
  const {distinct, known: unordered} = await knownTrials(home, {...attempts, list}, rows);
  const instants = commonest(unordered);
  const known = bestFirst(unordered, instants);
  const search = searchOf(known, instants, distinct);
  const found = comparable(evenly(known, limitsFor(instants.length).laid), instants);
  const reasons: Record<string, string> = {};
  const tested = withBest(found);
  return {
    experiment,
    attempts,
    distinct,
    kept: search.kept,
    rows: found.times.length,
    effective: search.effective,
    clusters: search.compared?.clusters ?? null,
    rank: search.compared?.rank ?? null,
    best: await bestOf(home, found, search, reasons),
    overfitting: overfittingOf(found, reasons),
    superiority: {
      nothing: superiorOf(
        tested.map(({returns}) => returns),
        "superiority.nothing",
        reasons
      ),
      benchmark: await againstBenchmark(home, found.times, tested, reasons)
    },
    reasons
  };
}

type Trials = Comparable["trials"];

/** The instants that most of the trials share; of equally many, those of the latest. */
function commonest(known: readonly KnownTrial[]): Float64Array {
  const clocks = new Map<string, {times: Float64Array; count: number}>();
  for (const {times} of known) {
    if (!times || times.length === 0) continue;
    const key = `${times[0]} ${times[times.length - 1]} ${times.length}`;
    const clock = clocks.get(key) ?? {times, count: 0};
    ++clock.count;
    clocks.set(key, clock);
  }
  const ordered = [...clocks.values()].reverse().sort((a, b) => b.count - a.count);
  return ordered[0]?.times ?? new Float64Array(0);
}

/** The trials over about these instants with the best of them first, so that it is among those that are looked at. */
function bestFirst(known: readonly KnownTrial[], instants: Float64Array): readonly KnownTrial[] {
  const best = known.reduce<KnownTrial | null>((found, trial) => {
    const alike = trial.times && trial.times.length >= 0.8 * instants.length && trial.sharpe !== null;
    return alike && (!found || trial.sharpe! > found.sharpe!) ? trial : found;
  }, null);
  return best ? [best, ...known.filter((trial) => trial !== best)] : known;
}

function placeOfBest(trials: Trials): number {
  let best = -1;
  trials.forEach(({sharpe}, i) => {
    if (sharpe !== null && (best < 0 || sharpe > trials[best].sharpe!)) best = i;
  });
  return best;
}

/** How long the account of the latest run is; 1 where there is none. */
async function rowsOf(home: string, list: Attempts["list"]): Promise<number> {
  const latest = list.findLast(({several, done}) => !several && done);
  const record = latest && (await readRecord(home, latest.id).catch(() => null));
  return record ? Math.max(1, record.shape.rows - record.shape.start) : 1;
}

function withBest({times, trials}: Comparable): Trials {
  const best = placeOfBest(trials);
  const some = evenly(trials, Math.max(10, Math.min(mostTested, Math.floor(2e6 / Math.max(1, times.length)))));
  return best < 0 || some.includes(trials[best]) ? some : [trials[best], ...some.slice(1)];
}

async function bestOf(
  home: string,
  {times, trials}: Comparable,
  search: ReturnType<typeof searchOf>,
  reasons: Record<string, string>
): Promise<BestTrial | null> {
  const place = placeOfBest(trials);
  if (place < 0) {
    reasons.best = "no trial is kept whose returns vary; run the experiment once";
    return null;
  }
  const {run, returns} = trials[place];
  const record = trackRecord(returns);
  const counted = {trials: search.distinct, effective: search.effective, deviation: search.deviation};
  const root = Math.sqrt(await periodsOf(home, trials, times));
  return {
    run,
    bars: record.bars,
    sharpe: record.sharpe * root,
    expectedMaximum: luckySharpe(counted, record.bars) * root,
    probabilistic: probabilisticSharpe(record),
    deflated: deflatedSharpe(record, counted)
  };
}

/** Bars a year: what a run's record says, or how many there are to a year where none of the trials was run alone. */
async function periodsOf(home: string, trials: Trials, times: Float64Array): Promise<number> {
  for (const {run} of trials.slice(-mostTested).reverse()) {
    const record = await readRecord(home, run).catch(() => null);
    if (record) return record.shape.periods;
  }
  const years = (times[times.length - 1] - times[0]) / (365.25 * 86_400_000);
  return (times.length - 1) / years;
}

function overfittingOf({trials}: Comparable, reasons: Record<string, string>): Overfitting | null {
  const rows = trials[0]?.returns.length ?? 0;
  const blocks = Math.min(16, 2 * Math.floor(rows / 8));
  if (trials.length < 2 || blocks < 2) {
    const kept = trials.length === 1 ? "1 trial is" : `${trials.length} trials are`;
    reasons.overfitting = `${kept} kept over the same rows; two or more can be chosen from`;
    return null;
  }
  const [first, ...others] = trials;
  if (others.every(({returns}) => returns.every((value, row) => value === first.returns[row]))) {
    reasons.overfitting = `all ${trials.length} trials that are kept have the same returns; there is nothing to choose`;
    return null;
  }
  const {probability, lossProbability, slope, dominance, logits} = crossValidation(
    trials.map(({returns}) => returns),
    blocks
  );
  return {
    probability,
    lossProbability,
    slope: Number.isFinite(slope) ? slope : null,
    dominance,
    trials: trials.length,
    blocks,
    halvings: logits.length
  };
}

/** Trials that do not vary are left out: nothing says how much of what they show is luck. */
function superiorOf(kept: readonly Float64Array[], name: string, reasons: Record<string, string>): Superior | null {
  const excess = kept.filter((series) => deviation(series) > rounding);
  if (excess.length === 0) {
    reasons[name] = kept.length === 0 ? "no trial's returns are kept" : "the returns do not vary beside it";
    return null;
  }
  const rows = excess[0].length;
  const blocks = blocksOf(meanOf(excess));
  const draws = Math.max(200, Math.min(mostDraws, Math.floor(5e8 / (rows * excess.length))));
  const comparison = {excess, blocks, draws: drawsOf(draws, rows, blocks, random(`${seed}/${name}`))};
  const {lower, consistent, upper} = superiority(comparison);
  return {lower, consistent, upper, better: superiorTrials(comparison).length, trials: excess.length};
}

function meanOf(series: readonly Float64Array[]): Float64Array {
  return series[0].map((_, row) => series.reduce((sum, each) => sum + each[row], 0) / series.length);
}

async function againstBenchmark(
  home: string,
  times: Float64Array,
  trials: Trials,
  reasons: Record<string, string>
): Promise<Superior | null> {
  const name = "superiority.benchmark";
  const benchmark = await benchmarkOver(home, times, trials);
  if (!benchmark) {
    reasons[name] = "no kept run has a benchmark over these rows";
    return null;
  }
  return superiorOf(
    trials.map(({returns}) => returns.map((value, row) => value - benchmark[row])),
    name,
    reasons
  );
}

/** The benchmark's returns at these instants, of the latest run that has them all. */
async function benchmarkOver(home: string, times: Float64Array, trials: Trials): Promise<Float64Array | null> {
  for (const {run} of trials.slice().reverse()) {
    const record = await readRecord(home, run).catch(() => null);
    if (record?.spec.data.benchmark === undefined) continue;
    const {t, benchmark} = await readColumns(join(runFolder(home, run), "equity.parquet"), ["t", "benchmark"]);
    const returns = new Map<number, number>();
    for (let i = 1; i < t.length; ++i) returns.set(t[i], benchmark[i] / benchmark[i - 1] - 1);
    const over = times.map((instant) => returns.get(instant) ?? NaN);
    if (over.length > 0 && over.every(Number.isFinite)) return over;
  }
  return null;
}
