import {oneOf} from "../../../core/base/options.js";
import {hilbert, hilbertMemory} from "../../../core/indicators/cycle/hilbert.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["in-phase", "quadrature"] as const;

/**
 * The two components of the dominant cycle of the close, in units of price, by Ehlers' (2001) Hilbert transform:
 * `in-phase` and `quadrature`, a quarter of a turn apart. From row 32 on, as TA-Lib's HT_PHASOR; the first values are
 * not settled. It starts again after a gap.
 */
export const phasor = defineFeature("phasor", {output: "in-phase"}, ({output}) => {
  const chosen = oneOf("phasor output", output, outputs);
  return {
    needs: ["close"],
    lookback: hilbertMemory,
    tolerance: 1e-9,
    compute: (panel) =>
      eachRun(panel, ["close"], (close) =>
        hilbert(close, 12)[chosen === "in-phase" ? "inPhase" : "quadrature"].fill(NaN, 0, 32)
      )
  };
});
