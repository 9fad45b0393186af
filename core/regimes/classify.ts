import * as elementary from "../base/elementary.js";
import type {EvidenceOptions} from "./evidence.js";
import {evidenceBars, evidenceOf} from "./evidence.js";
import {regimes} from "./states.js";

/** One figure a bar. */
type Series = Float64Array;

/** How six regimes are told apart. */
export interface ClassifierOptions extends EvidenceOptions {
  /** How far the pure form of a regime lies from sideways, in units of the evidence. */
  readonly strength: number;
  /** For how many bars running a regime must lead to be the state. */
  readonly confirm: number;
}

/** What is known of the regime on each bar; `NaN` where bars are missing before it. */
export interface Classified {
  /** The chance of each regime, in the order of `regimes`; they sum to 1. */
  readonly chances: readonly Series[];
  /** The number of the regime. */
  readonly state: Series;
}

/** How many bars back a confirmed regime is looked for. */
const reach = 20;

/** How many bars there must be for the last one to be classified. */
export function classifierBars(options: ClassifierOptions): number {
  return evidenceBars(options) + (options.confirm > 1 ? options.confirm - 1 + reach : 0);
}

/**
 * Classifies each bar of an unbroken run of closes. The evidence x = (trend, reversion, volatility) is compared with a
 * pure form of each regime: (s, 0, 0) and (−s, 0, 0) of the trends up and down, (0, s, 0) of mean reversion, (0, 0, ±s)
 * of high and low volatility, (0, 0, 0) of sideways, s = `strength`. The chance of a regime is the softmax of −d² / 2,
 * d being the distance from x to its form: what Bayes' rule says where the evidence of each has unit variance about its
 * form and none is likelier beforehand. Sideways leads where no evidence is beyond s / 2.
 *
 * The state is the regime that leads, once it has for `confirm` bars running; else the last one that had within the 20
 * bars before; else the one that leads now.
 */
export function classify(close: Series, options: ClassifierOptions): Classified {
  const {strength, confirm} = options;
  const {trend, reversion, volatility} = evidenceOf(close, options);
  const chances = regimes.map(() => new Float64Array(close.length).fill(NaN));
  const leader = new Int8Array(close.length).fill(-1);
  for (let i = evidenceBars(options) - 1; i < close.length; ++i) {
    const along = [trend[i], -trend[i], reversion[i], volatility[i], -volatility[i], strength / 2];
    // −d² / 2 but for the part −|x|² / 2 that all have.
    const scores = along.map((x) => strength * (x - strength / 2));
    const top = Math.max(...scores);
    const weights = scores.map((score) => elementary.exp(score - top));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, k) => (chances[k][i] = weight / total));
    leader[i] = scores.indexOf(top);
  }
  return {chances, state: Float64Array.from(leader, (_, i) => stateAt(leader, i, confirm))};
}

function stateAt(leader: Int8Array, i: number, confirm: number): number {
  if (leader[i] < 0) return NaN;
  let running = 0;
  for (let j = i; j > i - reach - confirm && j >= 0 && leader[j] >= 0; --j) {
    running = j < i && leader[j] === leader[j + 1] ? running + 1 : 1;
    if (running === confirm) return leader[j];
  }
  return leader[i];
}
