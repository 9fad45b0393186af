import {between, whole} from "../../core/base/options.js";
import {rowsOf} from "../../core/base/samples.js";
import type {Fold} from "../../core/plugin.js";
import {defineSplit} from "../../core/plugin.js";

/**
 * Divides the rows, which are the samples' distinct t, into `folds` groups that follow one another and differ by a row
 * at most, and tests each once with all others to train on (López de Prado, Advances in Financial Machine Learning,
 * chapter 7):
 *
 *     ├── train ──┤ purged ├─ test ─┤ its labels ┤ embargo ├── train ──┤
 *
 * Train samples whose span from t to the knowledge of their label meets a test sample's are left out, and those of the
 * `embargo` rows that follow the last of the test's labels: so many rows, or where it is below 1 so large a share of
 * all rows, rounded up. A test sample whose label is never known spans its own row alone. Samples are in order of t;
 * throws where they are not, and where there are fewer than two rows a fold.
 */
export const purgedKFold = defineSplit("purged-k-fold", {folds: 5, embargo: 0.01}, ({folds: count, embargo}) => {
  whole("purged-k-fold folds", count, 2);
  if (embargo >= 1) whole("purged-k-fold embargo", embargo);
  else between("purged-k-fold embargo", embargo, 0, 1);
  return {
    causal: false,
    folds({t, until}) {
      const {row, times} = rowsOf(t);
      if (times.length < 2 * count)
        throw new Error(`invalid purged-k-fold: ${times.length} rows; ${count} folds need ${2 * count}`);
      const group = row.map((each) => Math.floor((each * count) / times.length));
      const kept = embargo >= 1 ? embargo : Math.ceil(embargo * times.length);
      const samples = Uint32Array.from(t.keys());
      function* folds(): Generator<Fold> {
        for (let tested = 0; tested < count; ++tested) {
          const test = samples.filter((i) => group[i] === tested);
          const known = test.reduce((latest, i) => Math.max(latest, until[i] < Infinity ? until[i] : t[i]), -Infinity);
          const after = times.filter((time) => time <= known).length + kept;
          const train = samples.filter((i) => group[i] !== tested && (until[i] < t[test[0]] || row[i] >= after));
          yield {train, test};
        }
      }
      return folds();
    }
  };
});
