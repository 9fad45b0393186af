import {between, whole} from "../../core/base/options.js";
import {rowsOf} from "../../core/base/samples.js";
import type {Fold} from "../../core/plugin.js";
import {defineSplit} from "../../core/plugin.js";

/**
 * Divides the rows, which are the samples' distinct t, into `groups` that follow one another and differ by a row at
 * most, and tests every combination of `tested` of them, in lexicographic order, with all others to train on (López de
 * Prado, Advances in Financial Machine Learning, chapter 12). Of N groups and k tested there are C(N, k) folds, and
 * every sample is tested in C(N − 1, k − 1) of them: put together, the j-th test of each group, the predictions make so
 * many whole paths through history. 6 and 2 give 15 folds and 5 paths:
 *
 *     group   0   1   2   3   4   5
 *     fold 0  test test
 *     fold 1  test     test            the paths of group 0: folds 0, 1, 2, 3 and 4
 *     fold 2  test         test        those of group 1: folds 0, 5, 6, 7 and 8
 *     …
 *
 * Train samples whose span from t to the knowledge of their label meets a test sample's are left out, and those of the
 * `embargo` rows that follow the last label of each tested group: so many rows, or where it is below 1 so large a share
 * of all rows, rounded up. A test sample whose label is never known spans its own row alone. Samples are in order
 * of t; throws where they are not, and where there are fewer than two rows a group.
 */
export const combinatorialPurged = defineSplit(
  "combinatorial-purged",
  {groups: 6, tested: 2, embargo: 0.01},
  ({groups, tested, embargo}) => {
    whole("combinatorial-purged groups", groups, 2);
    whole("combinatorial-purged tested", tested);
    if (tested >= groups)
      throw new Error(`invalid combinatorial-purged tested: ${tested} of ${groups} groups; leave one to train on`);
    if (embargo >= 1) whole("combinatorial-purged embargo", embargo);
    else between("combinatorial-purged embargo", embargo, 0, 1);
    return {
      causal: false,
      folds({t, until}) {
        const {row, times} = rowsOf(t);
        if (times.length < 2 * groups)
          throw new Error(`invalid combinatorial-purged: ${times.length} rows; ${groups} groups need ${2 * groups}`);
        const group = row.map((each) => Math.floor((each * groups) / times.length));
        const kept = embargo >= 1 ? embargo : Math.ceil(embargo * times.length);
        const samples = Uint32Array.from(t.keys());
        const spans = Array.from({length: groups}, (_, g) => {
          const inside = samples.filter((i) => group[i] === g);
          const known = inside.reduce(
            (latest, i) => Math.max(latest, until[i] < Infinity ? until[i] : t[i]),
            -Infinity
          );
          return {start: t[inside[0]], after: times.filter((time) => time <= known).length + kept};
        });
        function* folds(): Generator<Fold> {
          for (const chosen of combinations(groups, tested)) {
            const isClear = (i: number) => chosen.every((g) => until[i] < spans[g].start || row[i] >= spans[g].after);
            yield {
              train: samples.filter((i) => !chosen.includes(group[i]) && isClear(i)),
              test: samples.filter((i) => chosen.includes(group[i]))
            };
          }
        }
        return folds();
      }
    };
  }
);

/** All ways to choose so many of the numbers below n, ascending, in lexicographic order. */
function* combinations(n: number, count: number, from = 0): Generator<readonly number[]> {
  if (count === 0) yield [];
  else
    for (let first = from; first <= n - count; ++first)
      for (const rest of combinations(n, count - 1, first + 1)) yield [first, ...rest];
}
