import {oneOf, whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {kindsOfMean, lookbackOfMean, variableAverage} from "../../../core/indicators/smoothed.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The moving average of `field` over as many rows as the field `windows` says on each row, without its fraction, and no
 * fewer than `least` and no more than `most`, of a chosen `type` as in the feature moving-average. From the row on that
 * the average over `most` starts with (TA-Lib's MAVP). It starts again after a gap.
 */
export const variableMovingAverage = defineFeature(
  "variable-moving-average",
  {windows: "close", least: 2, most: 30, type: "sma", field: "close"},
  ({windows, least, most, type, field}) => {
    whole("variable-moving-average least", least, 2);
    whole("variable-moving-average most", most, least);
    const kind = oneOf("variable-moving-average type", type, kindsOfMean);
    return {
      needs: [field, windows],
      lookback: lookbackOfMean(most, kind),
      tolerance: 1e-9,
      compute: (panel) => eachRun(panel, [field, windows], (x, each) => variableAverage(x, each, least, most, kind))
    };
  }
);
