import {deviation, mean} from "../../../core/base/stats.js";
import {shapeOf} from "../../../core/evaluate/moments.js";
import {accountReturns, rounding} from "../../../core/evaluate/returns.js";
import {conditionalValueAtRisk, valueAtRisk} from "../../../core/evaluate/tail.js";
import type {Result} from "../../../core/plugin.js";

/** How an account's returns from bar to bar are spread; null where a figure is not determined. */
export interface Spread {
  /** All returns, and those on which equity moved, both ascending. */
  readonly all: Float64Array;
  readonly moved: Float64Array;
  /** Of the bars on which equity moved. */
  readonly mean: number;
  readonly deviation: number;
  readonly skewness: number | null;
  readonly kurtosis: number | null;
  /** Of all bars, at 5 %, as returns. */
  readonly valueAtRisk: number | null;
  readonly conditional: number | null;
  /** Of all bars, a year. */
  readonly sharpe: number | null;
  readonly sortino: number | null;
}

/** Describes the returns of a result; null where fewer than two bars moved equity. */
export function spreadOf({equity, periods}: Pick<Result, "equity" | "periods">): Spread | null {
  const all = accountReturns(equity).filter(Number.isFinite).sort();
  const moved = all.filter((value) => value !== 0);
  if (moved.length < 2) return null;
  const {skewness, kurtosis} = shapeOf(moved);
  const year = Math.sqrt(periods);
  const wide = deviation(all);
  let below = 0;
  for (const value of all) if (value < 0) below += value * value;
  const downside = Math.sqrt(below / all.length);
  return {
    all,
    moved,
    mean: mean(moved),
    deviation: deviation(moved),
    skewness: orNull(skewness),
    kurtosis: orNull(kurtosis),
    valueAtRisk: orNull(valueAtRisk(all, 0.05)),
    conditional: orNull(conditionalValueAtRisk(all, 0.05)),
    sharpe: wide > rounding ? orNull((mean(all) / wide) * year) : null,
    sortino: downside > rounding ? orNull((mean(all) / downside) * year) : null
  };
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
