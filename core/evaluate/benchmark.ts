import {power} from "../base/elementary.js";
import {mean} from "../base/stats.js";
import type {Pair} from "./returns.js";
import {compounded} from "./returns.js";

/**
 * How much an account moves with its benchmark: Σ (f − mean f) · r / Σ (f − mean f)² (empyrical). `NaN` of fewer than two
 * bars, or where the benchmark does not vary: its variance is below 1e-30.
 */
export function betaOf({account, benchmark}: Pair): number {
  const n = benchmark.length;
  if (n < 2) return NaN;
  const m = mean(benchmark);
  let covariance = 0;
  let spread = 0;
  for (let i = 0; i < n; ++i) {
    const residual = benchmark[i] - m;
    covariance += residual * account[i];
    spread += residual * residual;
  }
  return spread / n < 1e-30 ? NaN : covariance / spread;
}

/**
 * What an account earns a year beside what its beta explains: (1 + mean((r − `riskFree`) − β (f − `riskFree`)))^periods
 * − 1 (empyrical), `riskFree` a bar's return.
 */
export function alphaOf(pair: Pair, periods: number, riskFree = 0): number {
  const beta = betaOf(pair);
  const {account, benchmark} = pair;
  const year = power(1 + mean(account.map((r, i) => r - riskFree - beta * (benchmark[i] - riskFree))), periods);
  return year < Infinity ? year - 1 : NaN;
}

/**
 * What an account earned a year on the bars on which its benchmark rose, or fell, as a multiple of what the benchmark did:
 * both compounded over those bars alone (empyrical). `NaN` where there are none.
 */
export function captureOf(pair: Pair, side: "up" | "down", periods: number): number {
  const {account, benchmark} = onSide(pair, side);
  const ratio = compounded(account, periods) / compounded(benchmark, periods);
  return Number.isFinite(ratio) ? ratio : NaN;
}

/** The bars on which the benchmark rose, or fell, alone. */
export function onSide({account, benchmark}: Pair, side: "up" | "down"): Pair {
  const chosen = (_: number, i: number) => (side === "up" ? benchmark[i] > 0 : benchmark[i] < 0);
  return {account: account.filter(chosen), benchmark: benchmark.filter(chosen)};
}

/**
 * The beta fragility heuristic: with the bars in the order of the benchmark's return, s the first, m the one in the
 * middle (place ⌊n / 2⌋) and e the last, r_s · (f_e − f_m) / (f_e − f_s) + r_e · (f_m − f_s) / (f_e − f_s) − r_m, and half
 * and half where the benchmark does not vary (empyrical). Bars of one benchmark return keep their order. `NaN` of fewer
 * than three bars.
 */
export function fragilityOf({account, benchmark}: Pair): number {
  const n = account.length;
  if (n < 3) return NaN;
  const order = Array.from(benchmark.keys()).sort((i, j) => benchmark[i] - benchmark[j]);
  const [start, middle, end] = [order[0], order[Math.floor(n / 2)], order[n - 1]];
  const range = benchmark[end] - benchmark[start];
  const first = range === 0 ? 0.5 : (benchmark[end] - benchmark[middle]) / range;
  const last = range === 0 ? 0.5 : (benchmark[middle] - benchmark[start]) / range;
  return first * account[start] + last * account[end] - account[middle];
}
