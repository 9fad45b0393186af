import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {wma} from "../../../core/indicators/means.js";
import {rateOver} from "../../../core/indicators/oscillators/convergence.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Coppock's curve (1962): the linearly weighted mean over `window` rows of the sum of the close's changes in percent
 * over `short` and over `long` rows, as TA-Lib's COPPOCK. A change from 0 counts 0. It starts again after a gap.
 */
export const coppockCurve = defineFeature(
  "coppock-curve",
  {window: 10, short: 11, long: 14},
  ({window, short, long}) => {
    whole("coppock-curve window", window);
    whole("coppock-curve short", short);
    whole("coppock-curve long", long, short + 1);
    return {
      needs: ["close"],
      lookback: long + window - 1,
      tolerance: 1e-12,
      compute: (panel) =>
        eachRun(panel, ["close"], (close) => {
          const both = rateOver(close, short, 1, 100);
          const far = rateOver(close, long, 1, 100);
          for (let i = 0; i < both.length; ++i) both[i] += far[i];
          return wma(both, window);
        })
    };
  }
);
