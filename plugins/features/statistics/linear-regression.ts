import * as elementary from "../../../core/base/elementary.js";
import {oneOf, whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {line} from "../../../core/indicators/moments.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["value", "slope", "angle", "intercept", "forecast"] as const;

/**
 * The straight line of least squares through the last `window` values of `field`, the oldest at 0 and the latest at
 * window − 1: its `value` at the latest, its `slope` a row, the slope's `angle` in degrees, the `intercept` at the
 * oldest, and the `forecast` for the row to come (TA-Lib's LINEARREG, LINEARREG_SLOPE, LINEARREG_ANGLE,
 * LINEARREG_INTERCEPT and TSF). It starts again after a gap.
 */
export const linearRegression = defineFeature(
  "linear-regression",
  {window: 14, output: "value", field: "close"},
  ({window, output, field}) => {
    whole("linear-regression window", window, 2);
    const chosen = oneOf("linear-regression output", output, outputs);

    function figure(slope: number, value: number): number {
      switch (chosen) {
        case "value":
          return value;
        case "slope":
          return slope;
        case "angle":
          return (elementary.atan(slope) * 180) / Math.PI;
        case "intercept":
          return value - (window - 1) * slope;
        case "forecast":
          return value + slope;
      }
    }

    return {
      needs: [field],
      lookback: window - 1,
      tolerance: 1e-9,
      compute: (panel) =>
        eachRun(panel, [field], (x) => {
          const [slopes, values] = line(x, window);
          for (let i = 0; i < values.length; ++i) values[i] = figure(slopes[i], values[i]);
          return values;
        })
    };
  }
);
