import {normalShare} from "../../base/normal.js";

/** How the p-values of many tests are put right for their number. */
export const corrections = ["bonferroni", "holm", "benjamini-hochberg", "benjamini-yekutieli", "storey"] as const;
export type Correction = (typeof corrections)[number];

/** What is left of many tests once their number is counted. Arrays have a value a test, in the order given. */
export interface Discoveries {
  /**
   * The p-value of each as it has to be read among so many: of `benjamini-hochberg`, `benjamini-yekutieli` and `storey` the
   * share of false ones to be expected among all that are at least as good (a q-value); of `bonferroni` and `holm` the chance
   * that any at least as good is false.
   */
  readonly adjusted: Float64Array;
  /** Whether it is a discovery: `adjusted` is at most the level. */
  readonly found: readonly boolean[];
  /** The share of tests without anything to find, as it was estimated: 1 unless `storey` was asked for. */
  readonly nulls: number;
}

/**
 * Corrects p-values: Bonferroni's p · m; Holm's (1979) step down; Benjamini and Hochberg's (1995) step up, min over k ≥ i of
 * p₍ₖ₎ m / k, for tests that are independent or go together; Benjamini and Yekutieli's (2001), Σ 1/k times as much, for any;
 * Storey's (2002), the first times the share of nulls, min(1, (1 + #{p > ½}) / (½ m)). The finite-sample 1 keeps that from
 * being 0. Throws where one is no number from 0 to 1.
 */
export function discoveries(pValues: ArrayLike<number>, correction: Correction, level = 0.05): Discoveries {
  const m = pValues.length;
  for (let i = 0; i < m; ++i)
    if (!(pValues[i] >= 0 && pValues[i] <= 1))
      throw new Error(`invalid p-value: ${pValues[i]} of test ${i + 1}; expected a number from 0 to 1`);
  if (!(level > 0 && level < 1)) throw new Error(`invalid level: ${level}; expected a share between 0 and 1`);
  const order = Uint32Array.from({length: m}, (_, i) => i).sort((a, b) => pValues[a] - pValues[b] || a - b);
  const adjusted = new Float64Array(m);
  const nulls = correction === "storey" ? nullShare(pValues) : 1;
  if (correction === "bonferroni") for (let i = 0; i < m; ++i) adjusted[i] = Math.min(1, m * pValues[i]);
  else if (correction === "holm") {
    let most = 0;
    for (let k = 0; k < m; ++k) {
      most = Math.max(most, (m - k) * pValues[order[k]]);
      adjusted[order[k]] = Math.min(1, most);
    }
  } else {
    const factor = correction === "benjamini-yekutieli" ? harmonic(m) : nulls;
    let least = 1;
    for (let k = m; k >= 1; --k) {
      least = Math.min(least, (factor * m * pValues[order[k - 1]]) / k);
      adjusted[order[k - 1]] = least;
    }
  }
  return {adjusted, found: Array.from(adjusted, (value) => value <= level), nulls};
}

/** 1 + 1/2 + … + 1/m. */
function harmonic(m: number): number {
  let sum = 0;
  for (let k = 1; k <= m; ++k) sum += 1 / k;
  return sum;
}

/** p-values of tests with nothing to find are spread evenly: half of them lie above a half. */
function nullShare(pValues: ArrayLike<number>): number {
  let above = 0;
  for (let i = 0; i < pValues.length; ++i) if (pValues[i] > 0.5) ++above;
  return pValues.length === 0 ? 1 : Math.min(1, (1 + above) / (0.5 * pValues.length));
}

/** The two-sided p-value of a test statistic that is standard normal where there is nothing: 2 Φ(−|z|). */
export function twoSided(z: number): number {
  return 2 * normalShare(-Math.abs(z));
}
