import {random} from "../../base/random.js";
import {correlation, deviation, mean} from "../../base/stats.js";
import {drawdowns} from "../drawdown.js";
import {compounded, rounding} from "../returns.js";
import type {Levels} from "./common-rows.js";
import {commonRows} from "./common-rows.js";
import {sharpeSet} from "./confidence-set.js";
import {holm} from "./holm.js";
import type {Difference, ReturnsDifference, Studentised} from "./returns-difference.js";
import {fewestReturns, returnsDifference} from "./returns-difference.js";

/** One of those that are compared. */
export interface Candidate extends Levels {
  /** What tells it from the others. */
  readonly id: string;
  /** Bars a year. */
  readonly periods: number;
}

/** A chance, and the same corrected for how many differences were looked at; see `holm`. */
export type Corrected<T extends {readonly p: number}> = T & {readonly corrected: number};

/** Two candidates beside one another, over the rows that both have. */
export interface Pair {
  readonly a: string;
  readonly b: string;
  /** How many returns they share. */
  readonly returns: number;
  /** The first and the last row that they share; null where they share none. */
  readonly from: number | null;
  readonly to: number | null;
  readonly difference: {
    readonly sharpe: Corrected<Difference>;
    readonly sharpeByTheory: Corrected<Studentised>;
    readonly mean: Corrected<Difference>;
    readonly block: number;
  } | null;
  /** Why there is no difference to tell. */
  readonly reason?: string;
}

/** One candidate's figures over the rows that all of them have; null where a figure is not determined. */
export interface CommonFigures {
  readonly id: string;
  readonly sharpe: number | null;
  /** Compound, a year. */
  readonly annualReturn: number | null;
  readonly volatility: number | null;
  readonly maxDrawdown: number | null;
}

/** What candidates amount to beside one another. */
export interface ReturnsComparison {
  /** The rows that all of them have. */
  readonly common: {
    readonly rows: number;
    readonly from: number | null;
    readonly to: number | null;
    readonly figures: readonly CommonFigures[];
    /** The correlation of each one's returns with each other's, in the candidates' order; null where one does not move. */
    readonly correlation: readonly (readonly (number | null)[])[];
  };
  readonly pairs: readonly Pair[];
  /** Those among whom the best is, by their Sharpe ratios, see `sharpeSet`; null where it cannot be told. */
  readonly set: {
    readonly confidence: number;
    readonly chances: readonly {readonly id: string; readonly p: number}[];
  } | null;
  readonly setReason?: string;
}

/** How often the rows are drawn anew, and how sure one wants to be. */
export interface Comparing {
  readonly draws?: number;
  readonly confidence?: number;
  /** Called before each pair, with how many there are; a page hands the screen back here. */
  readonly between?: (done: number, total: number) => void | Promise<void>;
}

/** What is asked where nothing else is. */
export const usualComparing = {draws: 1999, confidence: 0.95} as const;

/**
 * Compares candidates with one another: each with each over the rows that the two have in common, and all over those that
 * all have. The chances of all pairs are corrected together, for each question by itself. The same candidates give the same
 * answer: the dice are those of the number of rows, the same for each pair of as many.
 */
export async function compareReturns(
  candidates: readonly Candidate[],
  {draws = usualComparing.draws, confidence = usualComparing.confidence, between}: Comparing = {}
): Promise<ReturnsComparison> {
  const places = candidates.flatMap((_, i) => candidates.slice(i + 1).map((_, k) => [i, i + 1 + k] as const));
  const raw: RawPair[] = [];
  for (const [i, j] of places) {
    await between?.(raw.length, places.length);
    raw.push(comparePair(candidates[i], candidates[j], draws, confidence));
  }
  const common = commonRows(candidates);
  const set = setOf(common.returns, draws);
  return {
    common: {
      ...spanOf(common.times),
      rows: common.times.length,
      figures: candidates.map(({id, periods}, i) => ({
        id,
        ...figuresOf(common.equity[i], common.returns[i], Math.min(periods, ...candidates.map((each) => each.periods)))
      })),
      correlation: common.returns.map((a, i) =>
        common.returns.map((b, j) => (i === j ? 1 : a.length < 2 ? null : known(correlation(a, b))))
      )
    },
    pairs: corrected(raw),
    ...(typeof set === "string"
      ? {set: null, setReason: set}
      : {set: {confidence, chances: candidates.map(({id}, i) => ({id, p: set[i]}))}})
  };
}

interface RawPair {
  readonly pair: Omit<Pair, "difference" | "reason">;
  readonly found: ReturnsDifference | string;
}

function comparePair(a: Candidate, b: Candidate, draws: number, confidence: number): RawPair {
  const {times, returns} = commonRows([a, b]);
  const n = returns[0].length;
  const asked = {periods: Math.min(a.periods, b.periods), draws, confidence, random: random(`comparison/${n}`)};
  const found = times.length === 0 ? "they have no row in common" : returnsDifference(returns[0], returns[1], asked);
  return {pair: {a: a.id, b: b.id, returns: n, ...spanOf(times)}, found};
}

function corrected(raw: readonly RawPair[]): readonly Pair[] {
  const column = (p: (found: ReturnsDifference) => number) =>
    holm(raw.map(({found}) => (typeof found === "string" ? null : p(found))));
  const [sharpe, theory, means] = [
    column((found) => found.sharpe.p),
    column((found) => found.sharpeByTheory.p),
    column((found) => found.mean.p)
  ];
  return raw.map(({pair, found}, i): Pair => {
    if (typeof found === "string") return {...pair, difference: null, reason: found};
    return {
      ...pair,
      difference: {
        sharpe: {...found.sharpe, corrected: sharpe[i]!},
        sharpeByTheory: {...found.sharpeByTheory, corrected: theory[i]!},
        mean: {...found.mean, corrected: means[i]!},
        block: found.block
      }
    };
  });
}

function setOf(returns: readonly Float64Array[], draws: number): readonly number[] | string {
  if (returns.length < 2) return "there is one alone";
  const n = returns[0].length;
  if (n < fewestReturns) return `all of them share ${n} returns; ${fewestReturns} are needed`;
  return sharpeSet(returns, draws, random(`comparison/set/${n}`));
}

function spanOf(times: Float64Array): {readonly from: number | null; readonly to: number | null} {
  return {from: times[0] ?? null, to: times.at(-1) ?? null};
}

function figuresOf(equity: Float64Array, returns: Float64Array, periods: number): Omit<CommonFigures, "id"> {
  if (returns.length < 2) return {sharpe: null, annualReturn: null, volatility: null, maxDrawdown: null};
  const spread = deviation(returns);
  return {
    sharpe: spread > rounding ? known((mean(returns) / spread) * Math.sqrt(periods)) : null,
    annualReturn: known(compounded(returns, periods)),
    volatility: known(spread * Math.sqrt(periods)),
    maxDrawdown: known(drawdowns(equity).reduce((least, value) => Math.min(least, value), 0))
  };
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
