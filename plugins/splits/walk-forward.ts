import {checkWindow} from "../../core/base/rolling.js";
import {defineSplit} from "../../core/plugin.js";

/**
 * Trains on `train` rows of time, tests on the `test` rows that follow, moves on by `step`, and so on; where `expanding`,
 * trains on everything from the first row. A training sample whose label is not known before the test begins is left
 * out (López de Prado's purge), and `embargo` rows before the test with it. Throws where there is not one window.
 */
export const walkForward = defineSplit(
  "walk-forward",
  {train: 252, test: 21, step: 21, expanding: false, embargo: 0},
  ({train, test, step, expanding, embargo}) => {
    for (const window of [train, test, step]) checkWindow(window);
    if (!(Number.isInteger(embargo) && embargo >= 0))
      throw new Error(`invalid embargo: ${embargo}; expected 0 or more rows`);
    return {
      causal: true,
      *folds({t, until}) {
        const starts: number[] = [];
        for (let i = 0; i < t.length; ++i) if (i === 0 || t[i] !== t[i - 1]) starts.push(i);
        const rows = starts.length;
        if (rows <= train)
          throw new Error(`invalid walk-forward: ${rows} rows give no window; train and test need ${train + test}`);
        const at = (row: number) => starts[row] ?? t.length;
        for (let row = train; row < rows; row += step) {
          const from = at(expanding ? 0 : row - train);
          const stop = at(Math.max(0, row - embargo));
          const index: number[] = [];
          for (let i = from; i < stop; ++i) if (until[i] < t[at(row)]) index.push(i);
          const end = at(row + test);
          yield {
            train: Uint32Array.from(index),
            test: Uint32Array.from({length: end - at(row)}, (_, i) => at(row) + i)
          };
        }
      }
    };
  }
);
