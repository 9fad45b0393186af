import {between, oneOf} from "../../../core/base/options.js";
import {mesaAverages} from "../../../core/indicators/cycle/dominant.js";
import {hilbertMemory} from "../../../core/indicators/cycle/hilbert.js";
import {eachRunShared} from "../../../core/indicators/each-run.js";
import {memoryOf} from "../../../core/indicators/means.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["mama", "fama"] as const;

/**
 * Ehlers' MESA adaptive moving average (2001), in units of price: `mama` = a · close + (1 − a) · mama_{t−1} with a =
 * `fastLimit` / the degrees by which the phase of the dominant cycle fell since the row before, at least `slowLimit`
 * and at most `fastLimit`; `fama`, which follows it, is the same of mama with a / 2. Both begin with 0 on row 12 and
 * are shown from row 32 on, as TA-Lib's MAMA: the first values are still on their way up from 0. It starts again after
 * a gap.
 */
export const mesaAdaptiveAverage = defineFeature(
  "mesa-adaptive-average",
  {fastLimit: 0.5, slowLimit: 0.05, output: "mama"},
  ({fastLimit, slowLimit, output}) => {
    between("mesa-adaptive-average fastLimit", fastLimit, 0.01, 0.99);
    between("mesa-adaptive-average slowLimit", slowLimit, 0.01, fastLimit);
    const chosen = outputs.indexOf(oneOf("mesa-adaptive-average output", output, outputs));
    const memory = memoryOf(1 - (output === "fama" ? slowLimit / 2 : slowLimit), 1e-10);
    const first = {
      key: `mesa-adaptive-average ${fastLimit} ${slowLimit}`,
      count: 2,
      kernel: (close: Float64Array) =>
        mesaAverages(close, fastLimit, slowLimit).map((average) => average.fill(NaN, 0, 32))
    };
    return {
      needs: ["close"],
      lookback: Math.max(hilbertMemory, 200 + memory),
      tolerance: 1e-9,
      compute: (panel) => eachRunShared(panel, ["close"], first, (averages) => averages[chosen])
    };
  }
);
