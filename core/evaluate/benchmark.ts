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
export function captureOf({account, benchmark}: Pair, side: "up" | "down", periods: number): number {
  const chosen = (_: number, i: number) => (side === "up" ? benchmark[i] > 0 : benchmark[i] < 0);
  const ratio = compounded(account.filter(chosen), periods) / compounded(benchmark.filter(chosen), periods);
  return Number.isFinite(ratio) ? ratio : NaN;
}
