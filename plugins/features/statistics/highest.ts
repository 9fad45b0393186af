import {oneOf, whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {highest as extreme, sinceHighest} from "../../../core/indicators/windows.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["value", "age"] as const;

/**
 * The highest of the last `window` values of `field`, or, `age`, how many rows ago it was, 0 … window − 1, the latest
 * of equal ones (TA-Lib's MAX and MAXINDEX; the latter counts rows from the series' beginning instead, and which of
 * equal ones it names depends on the rows before the window). It starts again after a gap.
 */
export const highest = defineFeature(
  "highest",
  {window: 30, output: "value", field: "close"},
  ({window, output, field}) => {
    whole("highest window", window);
    const kernel = oneOf("highest output", output, outputs) === "value" ? extreme : sinceHighest;
    return {
      needs: [field],
      lookback: window - 1,
      compute: (panel) => eachRun(panel, [field], (x) => kernel(x, window))
    };
  }
);
