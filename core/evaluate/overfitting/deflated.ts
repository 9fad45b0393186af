import {normalQuantile} from "../../base/normal.js";
import {probabilisticSharpe} from "./sharpe.js";
import type {TrackRecord} from "./sharpe.js";

const euler = 0.57721566490153286;

/**
 * The highest of so many independent standard normal numbers, as it is to be expected: (1 − γ) Φ⁻¹(1 − 1 / K) +
 * γ Φ⁻¹(1 − 1 / (K e)), γ Euler's constant (Bailey and López de Prado, "The Deflated Sharpe Ratio", 2014). K need not be
 * whole; 0 of one.
 */
export function expectedMaximum(trials: number): number {
  if (!(trials > 1)) return 0;
  const first = normalQuantile(1 - 1 / trials);
  const second = normalQuantile(1 - 1 / (trials * Math.E));
  return Math.max(0, (1 - euler) * first + euler * second);
}

/** A search: how many trials there were, and how their Sharpe ratios of a bar are spread. */
export interface Search {
  /** All trials, and how many independent ones they amount to; as many where left out. */
  readonly trials: number;
  readonly effective?: number;
  /** The deviation (ddof 1) of their Sharpe ratios of a bar; `NaN` where it is not known. */
  readonly deviation: number;
}

/**
 * The Sharpe ratio of a bar that the best trial of a search is expected to show if none has any skill. It is the higher of
 * two answers, each of which is right where the other may be too low: all trials at the spread that their Sharpe ratios
 * show (the paper's), which is a small one where they are alike; and the effective trials at the spread that luck alone
 * gives over so many bars, 1 / √(n − 1).
 *
 *     max(deviation · m(trials), m(effective) / √(n − 1)),  m = `expectedMaximum`
 */
export function luckySharpe({trials, effective = trials, deviation}: Search, bars: number): number {
  const spread = deviation * expectedMaximum(trials);
  const luck = expectedMaximum(effective) / Math.sqrt(bars - 1);
  return Number.isNaN(spread) ? luck : Math.max(spread, luck);
}

/**
 * The deflated Sharpe ratio: how sure it is that the true Sharpe ratio is above what the best of the search would show by
 * luck (Bailey and López de Prado, 2014). Above 0.95 is taken for evidence of skill. `NaN` where it is not determined.
 */
export function deflatedSharpe(record: TrackRecord, search: Search): number {
  return probabilisticSharpe(record, luckySharpe(search, record.bars));
}

/**
 * The minimum backtest length in years: over fewer, the best of so many independent strategies without skill is expected
 * to show at least `sharpe` a year, (m(K) / SR)² (Bailey, Borwein, López de Prado and Zhu, "Pseudo-Mathematics and
 * Financial Charlatanism", 2014). `NaN` unless the Sharpe ratio is above 0.
 */
export function minimumBacktestLength(trials: number, sharpe: number): number {
  if (!(sharpe > 0)) return NaN;
  const years = expectedMaximum(trials) / sharpe;
  return years * years;
}
