import * as elementary from "../base/elementary.js";
import type {Random} from "../base/random.js";

/** A stretch of sessions in which an index changed by a return, with the deviation of its daily log returns. */
interface Stretch {
  readonly sessions: number;
  readonly change: number;
  readonly deviation: number;
}

/**
 * Two crises of the American stock market, coarsely: stretches between the S&P 500's turning points, with its published
 * closing levels there taken to a tenth of a per cent, the sessions counted, and the deviations of daily returns rounded.
 *
 * - `2008`: from the close of 29 August 2008 to 31 March 2009. Lehman Brothers falls in September and the market through
 *   10 October; a rally to 4 November, the low of 20 November, a rally to 6 January 2009, the last low on 9 March.
 * - `2020`: from the high of 19 February to 31 August 2020. The fall to 23 March, the rise to 17 April, on to 8 June,
 *   three days down, and the summer.
 */
export const crises = {
  "2008": [
    {sessions: 9, change: -0.024, deviation: 0.0175},
    {sessions: 20, change: -0.282, deviation: 0.0385},
    {sessions: 17, change: 0.118, deviation: 0.0515},
    {sessions: 12, change: -0.252, deviation: 0.0395},
    {sessions: 30, change: 0.242, deviation: 0.031},
    {sessions: 42, change: -0.276, deviation: 0.0235},
    {sessions: 16, change: 0.179, deviation: 0.029}
  ],
  "2020": [
    {sessions: 7, change: -0.128, deviation: 0.0155},
    {sessions: 16, change: -0.243, deviation: 0.059},
    {sessions: 18, change: 0.285, deviation: 0.035},
    {sessions: 35, change: 0.125, deviation: 0.016},
    {sessions: 3, change: -0.071, deviation: 0.024},
    {sessions: 56, change: 0.166, deviation: 0.0095}
  ]
} as const satisfies Record<string, readonly Stretch[]>;

export type Crisis = keyof typeof crises;

/** The names of the crises. */
export const crisisNames = Object.keys(crises) as readonly Crisis[];

/** How many sessions a crisis has. */
export function crisisLength(name: Crisis): number {
  return crises[name].reduce((sum, {sessions}) => sum + sessions, 0);
}

/**
 * Daily log returns of an index through a crisis: in each stretch normal numbers, brought to the stretch's change and
 * deviation exactly. Every stream makes other days of the same shape.
 */
export function crisisReturns(name: Crisis, random: Random): Float64Array {
  const out = new Float64Array(crisisLength(name));
  let start = 0;
  for (const {sessions, change, deviation} of crises[name]) {
    const drawn = Float64Array.from({length: sessions}, () => random.normal());
    const mean = drawn.reduce((sum, value) => sum + value, 0) / sessions;
    const spread = Math.sqrt(drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sessions);
    const drift = elementary.log(1 + change) / sessions;
    for (let i = 0; i < sessions; ++i) out[start + i] = drift + (deviation * (drawn[i] - mean)) / spread;
    start += sessions;
  }
  return out;
}
