import {power} from "../../base/elementary.js";
import {accountReturns, rounding} from "../returns.js";
import type {PairMoments, Stretch} from "./windows.js";
import {momentsOf, overWindows, pairMomentsOf} from "./windows.js";

type Levels = ArrayLike<number>;

/**
 * A figure of account and benchmark over the `window` bars that end on each bar, of those on which both returns are known:
 * one value a bar of `equity`, `NaN` on the first `window` bars and after nothing is left.
 */
function beside<S>(
  equity: Levels,
  benchmark: Levels,
  window: number,
  known: (account: Float64Array, benchmark: Float64Array) => Stretch<S>,
  figure: (stretch: S) => number
): Float64Array {
  const account = accountReturns(equity);
  const others = account.map((_, i) => benchmark[i + 1] / benchmark[i] - 1);
  const out = new Float64Array(equity.length).fill(NaN);
  out.set(overWindows(account.length, window, known(account, others), figure), 1);
  return out;
}

/** As `betaOf`: `NaN` of fewer than two bars, or where the benchmark's variance is below 1e-30. */
function beta({count, xy, yy}: PairMoments): number {
  return count < 2 || yy / count < 1e-30 ? NaN : xy / yy;
}

/** The beta over each window of bars: Σ (f − mean f) · r / Σ (f − mean f)² (empyrical's roll_beta). */
export function rollingBeta(equity: Levels, benchmark: Levels, window: number): Float64Array {
  return beside(equity, benchmark, window, pairMomentsOf, beta);
}

/**
 * The annual alpha over each window of bars: (1 + mean((r − `riskFree`) − β (f − `riskFree`)))^periods − 1, β the window's
 * (empyrical's roll_alpha), `riskFree` a bar's return.
 */
export function rollingAlpha(
  equity: Levels,
  benchmark: Levels,
  window: number,
  periods: number,
  riskFree = 0
): Float64Array {
  return beside(equity, benchmark, window, pairMomentsOf, (known) => {
    const year = power(1 + (known.x - riskFree - beta(known) * (known.y - riskFree)), periods);
    return year < Infinity ? year - 1 : NaN;
  });
}

/** Pearson's correlation with the benchmark over each window of bars; `NaN` where one of both does not vary. */
export function rollingCorrelation(equity: Levels, benchmark: Levels, window: number): Float64Array {
  return beside(equity, benchmark, window, pairMomentsOf, ({count, xx, yy, xy}) => {
    const least = rounding * rounding * count;
    return xx > least && yy > least ? Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy))) : NaN;
  });
}

/**
 * The annual information ratio over each window of bars: mean(r − f) / deviation(r − f, ddof 1) · √periods; `NaN` where
 * the account is always as far from the benchmark.
 */
export function rollingInformationRatio(
  equity: Levels,
  benchmark: Levels,
  window: number,
  periods: number
): Float64Array {
  return beside(equity, benchmark, window, activeMoments, ({count, mean, squares}) => {
    const error = Math.sqrt(squares / (count - 1));
    return error > rounding ? (mean / error) * Math.sqrt(periods) : NaN;
  });
}

/** The annual tracking error over each window of bars: deviation(r − f, ddof 1) · √periods. */
export function rollingTrackingError(equity: Levels, benchmark: Levels, window: number, periods: number): Float64Array {
  return beside(equity, benchmark, window, activeMoments, ({count, squares}) =>
    count > 1 ? Math.sqrt(squares / (count - 1)) * Math.sqrt(periods) : NaN
  );
}

function activeMoments(account: Float64Array, benchmark: Float64Array) {
  return momentsOf(account.map((r, i) => (Number.isFinite(r - benchmark[i]) ? r - benchmark[i] : NaN)));
}

interface Growth {
  readonly bars: number;
  readonly account: number;
  readonly benchmark: number;
}

/**
 * What the account earned a year on the bars of each window on which the benchmark rose, or fell, as a multiple of what
 * the benchmark did: both compounded over those bars (empyrical's roll_up_capture and roll_down_capture). `NaN` where there
 * are none.
 */
export function rollingCapture(
  equity: Levels,
  benchmark: Levels,
  window: number,
  side: "up" | "down",
  periods: number
): Float64Array {
  const grown = (account: Float64Array, others: Float64Array): Stretch<Growth> => {
    const none = {bars: 0, account: 1, benchmark: 1};
    return {
      none,
      of: (i) =>
        (side === "up" ? others[i] > 0 : others[i] < 0) && Number.isFinite(account[i]) && Number.isFinite(others[i])
          ? {bars: 1, account: 1 + account[i], benchmark: 1 + others[i]}
          : none,
      join: (a, b) => ({
        bars: a.bars + b.bars,
        account: a.account * b.account,
        benchmark: a.benchmark * b.benchmark
      })
    };
  };
  return beside(equity, benchmark, window, grown, ({bars, account, benchmark: market}) => {
    const year = (growth: number) => (growth > 0 ? power(growth, periods / bars) : 0) - 1;
    const ratio = year(account) / year(market);
    return bars > 0 && Number.isFinite(ratio) ? ratio : NaN;
  });
}
