import {join} from "node:path";
import {deviation} from "../../base/stats.js";
import type {EffectiveTrials} from "../../evaluate/overfitting/effective-trials.js";
import {effectiveTrials, evenly, mostCompared} from "../../evaluate/overfitting/effective-trials.js";
import {sharpeOfBar} from "../../evaluate/overfitting/sharpe.js";
import type {Counts} from "../../evaluate/overfitting/weigh.js";
import {dailyCoefficients, weigh, weighSharpe} from "../../evaluate/overfitting/weigh.js";
import {accountReturns} from "../../evaluate/returns.js";
import type {Outcome} from "../../pipeline/pipeline.js";
import type {Result} from "../../plugin.js";
import {readColumns} from "../../store/disk/columns.js";
import type {Trial} from "../ledger.js";
import {countTrials, readTrials} from "../ledger.js";
import type {Evidence, RunRecord} from "../record.js";
import {runFolder} from "../run-folder.js";
import {attemptsAt} from "./attempts.js";
import {comparable} from "./comparable.js";
import type {KnownTrial} from "./kept.js";
import {knownTrials} from "./kept.js";

/** What the search that led to a run leaves of its Sharpe ratio, and where its figures lie. */
export interface Asked {
  readonly home: string;
  readonly experiment: string;
  /** The run's id: what is kept of it from another attempt is not looked at. */
  readonly run: string;
  readonly result: Result;
  /** The ledger when the run started, its own start included. */
  readonly trials: readonly Trial[];
  readonly seed: number;
  /** The information coefficients of days; none where nothing foretold several names. */
  readonly coefficients?: ArrayLike<number> | undefined;
}

/**
 * Weighs a run against all that was tried before it. The trials are those of the ledger; the ones whose returns are kept over
 * this run's rows say how many independent ones they amount to and how their Sharpe ratios are spread, and every other counts as
 * one of its own. The same ledger, kept returns and result give the same evidence, bit for bit.
 */
export async function evidenceOf({
  home,
  experiment,
  run,
  result,
  trials,
  seed,
  coefficients
}: Asked): Promise<Evidence> {
  const {equity, times, periods} = result;
  const counts = await countSearch({home, experiment, run, times, equity, trials});
  return weigh({equity, periods, seed, ...(coefficients && {coefficients})}, counts);
}

/** The account of a run, with the search that it is weighed against. */
interface Weighing extends Pick<Asked, "home" | "experiment" | "run" | "trials"> {
  readonly times: Float64Array;
  readonly equity: Float64Array;
}

async function countSearch({home, experiment, run, times, equity, trials}: Weighing): Promise<Counts> {
  const returns = accountReturns(equity);
  const sharpe = sharpeOfBar(returns);
  const attempts = attemptsAt(trials, experiment);
  const {distinct, known} = await knownTrials(home, attempts, returns.length);
  const own: KnownTrial = {
    run,
    sharpe: Number.isFinite(sharpe) ? sharpe : null,
    times: times.subarray(1, 1 + returns.length),
    returns
  };
  const others = known.filter((trial) => trial.run !== run);
  const search = searchOf([own, ...others], own.times!, Math.max(distinct, 1 + others.length));
  return {
    counted: attempts.counted,
    distinct: search.distinct,
    kept: search.kept,
    effective: search.effective,
    clusters: search.compared?.clusters ?? null,
    rank: search.compared?.rank ?? null,
    sharpeDeviation: Number.isFinite(search.deviation) ? search.deviation : null
  };
}

/**
 * What all that was tried until now leaves of a run's Sharpe ratio: its evidence as the ledger of today has it, whether
 * the trials came before the run or after it. Null where nothing was tried since, or where there is no evidence.
 */
export async function evidenceNow(home: string, record: RunRecord): Promise<Evidence | null> {
  const {id: run, experiment, evidence} = record;
  if (!evidence) return null;
  const trials = await readTrials(home);
  if (countTrials(trials, experiment) <= evidence.trials.counted) return null;
  const {t: times, equity} = await readColumns(join(runFolder(home, run), "equity.parquet"), ["t", "equity"]);
  const counts = await countSearch({home, experiment, run, times, equity, trials});
  const {sharpe, reasons} = weighSharpe(equity, counts);
  const kept = Object.entries(evidence.reasons).filter(([path]) => !/^(trials|sharpe)\./.test(path));
  return {...evidence, trials: counts, sharpe, reasons: {...reasons, ...Object.fromEntries(kept)}};
}

/** The information coefficients of the days of what was learned; none where it was about few names. */
export function coefficientsOf({panel, learned}: Outcome): Float64Array | undefined {
  return learned?.prediction && dailyCoefficients(panel.times, learned.prediction.signal, learned.label);
}

/** A search as it can be judged from what is kept of it. */
export interface KnownSearch {
  readonly distinct: number;
  /** How many are kept over the same rows. */
  readonly kept: number;
  readonly effective: number;
  /** The deviation of the Sharpe ratios of a bar of these, and of those whose Sharpe ratio alone is kept; `NaN` of fewer than two. */
  readonly deviation: number;
  /** How the kept ones were counted; null where there are none. */
  readonly compared: Pick<EffectiveTrials, "clusters" | "rank"> | null;
}

/**
 * How many trials are laid over one another, and how many of these have their correlations looked at, for so many rows; of
 * more, so many that are evenly spaced stand for all.
 */
export function limitsFor(rows: number): {readonly laid: number; readonly compared: number} {
  const within = (least: number, most: number, value: number) => Math.max(least, Math.min(most, Math.floor(value)));
  const length = Math.max(1, rows);
  return {laid: within(50, 1500, 8e6 / length), compared: within(20, mostCompared, Math.sqrt(2e8 / length))};
}

/** Judges a search over a row of instants. */
export function searchOf(known: readonly KnownTrial[], instants: Float64Array, distinct: number): KnownSearch {
  const {laid, compared: most} = limitsFor(instants.length);
  const some = evenly(known, laid);
  const {trials} = comparable(some, instants);
  const scale = known.length / Math.max(1, some.length);
  const kept = Math.round(trials.length * scale);
  const compared =
    trials.length > 0
      ? effectiveTrials(
          trials.map(({returns}) => returns),
          most
        )
      : null;
  const scaled = compared && {clusters: compared.clusters * scale, rank: compared.rank * scale};
  const unknown = some.filter(({times}) => times === null);
  const sharpes = [...trials, ...unknown].flatMap(({sharpe}) => (sharpe === null ? [] : [sharpe]));
  return {
    distinct,
    kept,
    effective: Math.min(kept, (compared?.effective ?? 0) * scale) + (distinct - kept),
    deviation: sharpes.length < 2 ? NaN : deviation(sharpes),
    compared: scaled
  };
}
