/**
 * The fast learner of histograms. Everything that it computes is defined here, to the last bit; `tests/boosting/oracle`
 * has the same in plain loops.
 *
 * **Sums.** A gradient g counts as the integer q = ⌊g · s + ½⌋ (in float64), where s is the largest power of two with
 * s · Σ m·|g| + n / 2 < 2³¹; m is how often a sample counts (`times`, or 1), n = Σ m over the samples learned from, and s
 * is 1 where all gradients are 0. A hessian h likewise, with s the largest power of two with s · Σ m·h + n / 2 < 2⁵⁰. A
 * sample adds m to counts, m·q and m·qₕ to sums. G = Σ q / s; H = Σ qₕ / s, or count · `constantHessian`.
 *
 * **Gain.** T(G) = sign(G) · max(|G| − l1, 0). A leaf answers w = −T(G) / (H + l2), cut to ± `maxDelta` where that is
 * above 0, then to the bounds that monotone features set; 0 where H + l2 is not above 0. Its score is T(G)·T(G) / (H + l2);
 * where `maxDelta` is above 0 or any feature is monotone, −(2·T(G)·w + (H + l2)·w·w), products from the left. A split's
 * gain is (score(left) + score(right)) − score(node); it is taken where that is > `minGain`, both sides have count ≥
 * `minData`, count ≥ 1, H ≥ `minHessian` and H + l2 > 0. In sorted categorical splits l2 + catL2 is in the place of l2 in
 * the scores of both sides, not in that of the node, nor in w as a leaf's value.
 *
 * **Order.** Of candidates a later one replaces only where its gain is greater: features ascending; of a number first the
 * thresholds ascending with missing values left, then, where samples of the node lack the value, thresholds ascending with
 * missing values right, the last of which is all that have a value against those that lack it (threshold 1e300). A
 * threshold is the `upper` of its bin. Where `missing` is false decision is 0, otherwise `nanMissing`, and `defaultLeft`
 * where they go left.
 *
 * **Categories.** Bin 0 goes right always. Of up to `maxCatToOnehot` bins, bin 0 counted, each bin from 1 on alone goes
 * left, ascending; so too, whatever the number of bins, in symmetric trees. Otherwise the bins from 1 on with count ≥
 * max(catSmooth, 1) are sorted by G / (H + catSmooth), ties by bin; the first k go left, k = 1, 2 … up to
 * min(maxCatThreshold, ⌊(their number + 1) / 2⌋), then the last k. The scan goes on to the next k while the left has too
 * little data or hessian, ends where the right has count < max(minData, minDataPerGroup) or too little hessian, and skips
 * k while the bins since the last k that was tried have count < minDataPerGroup. Monotone bounds hold, directions do not.
 *
 * **Monotone features** (LightGBM's basic method): a split that has its sides' w in the wrong order is none; below a split
 * of a monotone feature the bounds of the sides meet halfway between their w: (left + right) / 2.
 *
 * **Growth.** Leaf-wise: the leaf of greatest gain, ties by its number. Depth-wise: of the leaves of least depth the one
 * of greatest gain, ties by number. The left child keeps the leaf's number, the right has the next; nodes are numbered in
 * order. Symmetric: of each condition the gains of all leaves are summed in order of their numbers, 0 where a leaf may not
 * be split so or its gain is not above 0... see below; all leaves are split, those of no samples too (value 0); the left
 * child of leaf i keeps i, the right is i + 2^depth.
 */
export {};
