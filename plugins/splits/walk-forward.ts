import {whole} from "../../core/base/options.js";
import type {Fold} from "../../core/plugin.js";
import {defineSplit} from "../../core/plugin.js";

/**
 * Trains on the past, tests on what followed, and moves on. All lengths count rows, which are the samples' distinct t:
 *
 *     ├──── train ────┤ embargo ├─ test ─┤
 *          step ──►  ├──── train ────┤ embargo ├─ test ─┤
 *
 * With `expanding` every train span begins at the first row. Train samples whose label is not known before the first
 * test row are left out (López de Prado's purging). The last test span may be shorter, so that every later row is tested
 * where `step` is no more than `test`. Samples are in order of t; throws where they are not, and where they have fewer
 * than train + embargo + test rows.
 */
export const walkForward = defineSplit(
  "walk-forward",
  {train: 252, test: 21, step: 21, expanding: false, embargo: 0},
  ({train, test, step, expanding, embargo}) => {
    for (const [name, value] of Object.entries({train, test, step})) whole(`walk-forward ${name}`, value);
    whole("walk-forward embargo", embargo, 0);
    const before = train + embargo;

    function* windows(until: Float64Array, starts: readonly number[], times: readonly number[]): Generator<Fold> {
      const rows = times.length;
      for (let row = before; row < rows; row += step) {
        const known: number[] = [];
        const end = starts[row - embargo];
        for (let i = starts[expanding ? 0 : row - before]; i < end; ++i) if (until[i] < times[row]) known.push(i);
        const first = starts[row];
        const count = starts[Math.min(row + test, rows)] - first;
        yield {train: Uint32Array.from(known), test: Uint32Array.from({length: count}, (_, i) => first + i)};
      }
    }

    return {
      causal: true,
      folds({t, until}) {
        const starts: number[] = [];
        const times: number[] = [];
        for (let i = 0; i < t.length; ++i) {
          if (i > 0 && t[i] === t[i - 1]) continue;
          if (i > 0 && !(t[i] > t[i - 1])) throw new Error(`invalid samples: number ${i} is not in order of t`);
          starts.push(i);
          times.push(t[i]);
        }
        starts.push(t.length);
        if (times.length < before + test)
          throw new Error(
            `invalid walk-forward: ${times.length} rows give no window; train + ${embargo > 0 ? "embargo + " : ""}test needs ${before + test}`
          );
        return windows(until, starts, times);
      }
    };
  }
);
