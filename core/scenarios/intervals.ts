import {between, whole} from "../base/options.js";

/** The lower end and the upper. */
export type Interval = readonly [low: number, high: number];

/** Throws unless the counts are whole with successes ≤ trials ≥ 1, and the level is between 0 and 1. */
function check(successes: number, trials: number, level: number): void {
  whole("trials", trials);
  whole("successes", successes, 0);
  between("successes", successes, 0, trials);
  if (!(level > 0 && level < 1)) throw new Error(`invalid level: ${level}; expected a share between 0 and 1`);
}

/**
 * Wilson's interval of a share: the shares p for which so many successes are within z deviations of n p, with z the normal
 * quantile at (1 + level) / 2.
 */
export function wilson(successes: number, trials: number, level = 0.95): Interval {
  check(successes, trials, level);
  const z = solve((x) => normalShare(x) - (1 + level) / 2, 0, 40);
  const share = successes / trials;
  const shrink = 1 + (z * z) / trials;
  const centre = (share + (z * z) / (2 * trials)) / shrink;
  const reach = (z / shrink) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return [successes === 0 ? 0 : centre - reach, successes === trials ? 1 : centre + reach];
}

/**
 * Clopper and Pearson's interval of a share: the quantiles of the beta distributions with parameters k, n − k + 1 and
 * k + 1, n − k at (1 ∓ level) / 2. It holds the true share at least as often as it says, and mostly more often.
 */
export function clopperPearson(successes: number, trials: number, level = 0.95): Interval {
  check(successes, trials, level);
  const failures = trials - successes;
  const tail = (1 - level) / 2;
  const low = successes === 0 ? 0 : solve((p) => incompleteBeta(p, successes, failures + 1) - tail, 0, 1);
  const high = failures === 0 ? 1 : solve((p) => tail - incompleteBeta(1 - p, failures, successes + 1), 0, 1);
  return [low, high];
}

/** Where a rising function is zero, by bisection down to neighbouring numbers. */
function solve(f: (x: number) => number, low: number, high: number): number {
  for (let step = 0; step < 200; ++step) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (f(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The share of the standard normal distribution below x ≥ 0: ½ + φ(x) (x + x³/3 + x⁵/15 + …). */
function normalShare(x: number): number {
  if (x > 12) return 1;
  let sum = x;
  let term = x;
  for (let i = 3; term > 1e-18 * sum; i += 2) sum += term *= (x * x) / i;
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/**
 * The regularised incomplete beta function I_x(a, b) for whole a and b, by Lentz's method on its continued fraction, from
 * the side on which that converges fast.
 */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b)) / a;
  const kept = (value: number) => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / kept(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 10000; ++m) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / kept(1 + even * d);
    c = kept(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / kept(1 + odd * d);
    c = kept(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return front * fraction;
}

/** ln B(a, b) = ln (a − 1)! + ln (b − 1)! − ln (a + b − 1)! */
function logBeta(a: number, b: number): number {
  let sum = -Math.log(Math.max(a, b));
  const [less, more] = [Math.min(a, b), Math.max(a, b)];
  for (let i = 1; i < less; ++i) sum += Math.log(i / (more + i));
  return sum;
}
