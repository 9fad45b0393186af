import type {Random} from "../base/random.js";
import {random} from "../base/random.js";

/** What the market does while a regime lasts. */
export interface Regime {
  readonly name: string;
  /** The market's expected return a year, beside that of the stocks. */
  readonly drift: number;
  /** What the market's usual deviation is multiplied by. */
  readonly volatility: number;
  /** The correlation of one day's market return with the next one's. */
  readonly momentum: number;
  /** How many sessions it lasts on average. */
  readonly sessions: number;
}

const regime = (name: string, drift: number, volatility: number, momentum: number, sessions: number): Regime => {
  return {name, drift, volatility, momentum, sessions};
};

/** The sets of regimes that a made-up market can go through; the first one of a set is where it begins. */
export const regimeSets = {
  none: [],
  "bull-bear": [regime("bull", 0.2, 0.8, 0, 250), regime("bear", -0.35, 1.7, 0, 80)],
  six: [
    regime("trend up", 0.5, 0.8, 0.15, 50),
    regime("trend down", -0.5, 1.2, 0.15, 40),
    regime("mean reversion", 0, 1, -0.4, 50),
    regime("high volatility", 0, 2.5, 0, 30),
    regime("low volatility", 0.05, 0.4, 0, 50),
    regime("sideways", 0, 0.75, -0.1, 50)
  ]
} as const satisfies Readonly<Record<string, readonly Regime[]>>;

export type RegimeSet = keyof typeof regimeSets;

/**
 * The place in its set of each session's regime: a Markov chain that leaves a regime with probability 1 / `sessions`
 * a session, for any of the others alike. It is the chain behind the source `synthetic` of the same seed; empty where
 * there are no regimes.
 */
export function regimePath({seed, rows, regimes}: {seed: number; rows: number; regimes: RegimeSet}): Uint8Array {
  return walk(regimeSets[regimes], rows, random(seed).fork("regimes"));
}

function walk(set: readonly Regime[], rows: number, r: Random): Uint8Array {
  if (set.length === 0) return new Uint8Array(0);
  let now = 0;
  return Uint8Array.from({length: rows}, (_, i) => {
    if (i > 0 && r.uniform() < 1 / set[now].sessions) now = (now + 1 + r.integer(set.length - 1)) % set.length;
    return now;
  });
}
