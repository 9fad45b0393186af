import {oneOf, whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {lowest as extreme, sinceLowest} from "../../../core/indicators/windows.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["value", "age"] as const;

/**
 * The lowest of the last `window` values of `field`, or, `age`, how many rows ago it was, 0 … window − 1, the latest of
 * equal ones (TA-Lib's MIN and MININDEX; the latter counts rows from the series' beginning instead, and which of equal
 * ones it names depends on the rows before the window). It starts again after a gap.
 */
export const lowest = defineFeature(
  "lowest",
  {window: 30, output: "value", field: "close"},
  ({window, output, field}) => {
    whole("lowest window", window);
    const kernel = oneOf("lowest output", output, outputs) === "value" ? extreme : sinceLowest;
    return {
      needs: [field],
      lookback: window - 1,
      compute: (panel) => eachRun(panel, [field], (x) => kernel(x, window))
    };
  }
);
