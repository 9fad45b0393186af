import {oneOf, whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {swings} from "../../../core/indicators/oscillators/smoothed-momentum.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["high", "low"] as const;

/**
 * Whether the row confirms a swing, 100 or 0: of the `high`, if the high of `right` rows before is above those of the
 * `left` rows before it and of all rows since; of the `low`, if the low of `right` rows before is below them. TA-Lib's
 * FRACTAL, and Williams' fractals with 2 rows on each side. It tells of the past: the swing itself was not known on
 * its own row. It starts again after a gap.
 */
export const swing = defineFeature("swing", {left: 2, right: 2, output: "high"}, ({left, right, output}) => {
  whole("swing left", left);
  whole("swing right", right);
  const chosen = oneOf("swing output", output, outputs);
  return {
    needs: [chosen],
    lookback: left + right,
    compute: (panel) =>
      eachRun(panel, [chosen], (price) => swings(chosen === "high" ? price : price.map((value) => -value), left, right))
  };
});
