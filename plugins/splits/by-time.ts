import {parseDate} from "../../core/base/timeframe.js";
import type {Fold} from "../../core/plugin.js";
import {defineSplit} from "../../core/plugin.js";

/**
 * Cuts time once or twice, to train, to choose and to test:
 *
 *     ├──────── train ────────┤─ validation ─┤─── test ───┤
 *     first row           validation       test          end
 *
 * Each cut is a date, `2016-01-01` with or without a time of day, that begins a span, or a share of the rows, which are
 * the samples' distinct t, such as `60%`, to the nearest row. A row that lies on a cut belongs to what follows. Without
 * a `validation` there is none, and without an `end` the test goes to the last row. The first fold tests the validation
 * span, the second the test span, by a model that learned from the train span alone or, with `refit`, from validation
 * too; choose by the first fold, and look at the second once.
 *
 * Train samples whose label is not known before the first test row are left out. Samples are in order of t; throws
 * where they are not, and where a span is empty.
 */
export const byTime = defineSplit(
  "by-time",
  {validation: "60%", test: "80%", end: "", refit: false},
  ({validation, test, end, refit}) => {
    for (const [name, cut] of Object.entries({validation, test, end}))
      if (cut !== "" && shareOf(cut) === null) readDate(name, cut);
    if (test === "") throw new Error("missing by-time test: a date or a share of the rows such as 80%");
    return {
      causal: true,
      folds({t, until}) {
        const starts: number[] = [];
        for (let i = 0; i < t.length; ++i) {
          if (i > 0 && !(t[i] >= t[i - 1])) throw new Error(`invalid samples: number ${i} is not in order of t`);
          if (i === 0 || t[i] > t[i - 1]) starts.push(i);
        }
        starts.push(t.length);

        /** The first sample that a cut does not leave before it. */
        function sampleAt(name: string, cut: string): number {
          const share = shareOf(cut);
          if (share !== null) return starts[Math.round(share * (starts.length - 1))];
          const date = readDate(name, cut);
          const first = t.findIndex((time) => time >= date);
          return first < 0 ? t.length : first;
        }

        const last = end === "" ? t.length : sampleAt("end", end);
        const tested = sampleAt("test", test);
        const chosen = validation === "" ? tested : sampleAt("validation", validation);
        const spans = [
          {name: "train", first: 0, end: chosen},
          ...(validation === "" ? [] : [{name: "validation", first: chosen, end: tested}]),
          {name: "test", first: tested, end: last}
        ];
        for (const span of spans)
          if (span.first >= span.end)
            throw new Error(
              `invalid by-time: of ${starts.length - 1} rows none is in the ${span.name} span; move a cut`
            );
        const fold = (trainEnd: number, first: number, stop: number): Fold => ({
          train: places(0, trainEnd).filter((i) => until[i] < t[first]),
          test: places(first, stop)
        });
        return [
          ...(validation === "" ? [] : [fold(chosen, chosen, tested)]),
          fold(refit ? tested : chosen, tested, last)
        ];
      }
    };
  }
);

function places(first: number, end: number): Uint32Array {
  return Uint32Array.from({length: end - first}, (_, i) => first + i);
}

/** A share such as `60%` as a fraction; null for what is none. */
function shareOf(cut: string): number | null {
  const match = /^(\d+(?:\.\d+)?)%$/.exec(cut);
  if (!match) return null;
  const share = Number(match[1]) / 100;
  if (share > 1) throw new Error(`invalid by-time cut: ${cut}; expected 0% to 100%`);
  return share;
}

function readDate(name: string, cut: string): number {
  try {
    return parseDate(cut);
  } catch {
    throw new Error(`invalid by-time ${name}: ${cut}; write a date such as 2020-01-31 or a share such as 60%`);
  }
}
