import * as elementary from "../base/elementary.js";
/**
 * How far distributions over the same states agree, 1 where all are the same and 0 where no two have a state in common:
 * 1 − J / ln min(n, k) for n distributions over k states, with J = H(mean) − mean H their Jensen–Shannon divergence
 * (Lin, 1991) and H Shannon's entropy. 1 for a single one; `NaN` where any value is. Each distribution must sum to 1.
 */
export function agreement(distributions: readonly (readonly number[])[]): number {
  const n = distributions.length;
  const states = distributions[0].length;
  const middle = Array.from({length: states}, (_, k) => distributions.reduce((sum, each) => sum + each[k], 0) / n);
  const inner = distributions.reduce((sum, each) => sum + entropy(each), 0) / n;
  const most = elementary.log(Math.min(n, states));
  const apart = entropy(middle) - inner;
  if (Number.isNaN(apart)) return NaN;
  return most > 0 ? Math.max(0, Math.min(1, 1 - apart / most)) : 1;
}

/** −Σ p ln p. */
function entropy(chances: readonly number[]): number {
  return chances.reduce((sum, p) => sum - (p === 0 ? 0 : p * elementary.log(p)), 0);
}
