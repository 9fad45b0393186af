import {rowsOf} from "../../base/samples.js";
import type {Fold, Samples} from "../../plugin.js";

/**
 * Holds out the last `share` of the samples' rows, which are their distinct t: they are tested, and trained is on those
 * before whose label is known before the first of them. Throws where either side has none.
 */
export function lastSpan({t, until}: Pick<Samples, "t" | "until">, share: number): Fold {
  const {row, times} = rowsOf(t);
  const first = times.length - Math.max(1, Math.round(share * times.length));
  const places = Uint32Array.from(t.keys());
  const test = places.filter((i) => row[i] >= first);
  const train = places.filter((i) => row[i] < first && knownAt(t, until, i) < times[first]);
  if (train.length === 0)
    throw new Error(
      `missing training samples: none is known before the last ${times.length - first} of ${times.length} rows; give more rows, or hold out a smaller share`
    );
  return {train, test};
}

/**
 * Divides the rows into `count` groups that follow one another and differ by a row at most, and tests each once with the
 * others to train on, but for the samples whose span from t to the knowledge of their label meets that of any tested one.
 * Throws where a group or its training samples would be empty.
 */
export function timeFolds({t, until}: Pick<Samples, "t" | "until">, count: number): readonly Fold[] {
  const {row, times} = rowsOf(t);
  if (times.length < 2 * count)
    throw new Error(`missing rows: ${times.length} of ${2 * count} for ${count} folds; give more, or fewer folds`);
  const places = Uint32Array.from(t.keys());
  return Array.from({length: count}, (_, tested) => {
    const of = (i: number) => Math.floor((row[i] * count) / times.length);
    const test = places.filter((i) => of(i) === tested);
    let last = -Infinity;
    for (const i of test) last = Math.max(last, knownAt(t, until, i));
    const train = places.filter((i) => of(i) !== tested && (knownAt(t, until, i) < t[test[0]] || t[i] > last));
    if (train.length === 0)
      throw new Error(
        `missing training samples: the labels of fold ${tested + 1} of ${count} span all others; give more rows, or fewer folds`
      );
    return {train, test};
  });
}

/** When a sample's label is known; one that never is spans its own row alone. */
function knownAt(t: Float64Array, until: Float64Array, i: number): number {
  return until[i] < Infinity ? until[i] : t[i];
}
