import {oneOf} from "../../../core/base/options.js";
import {cyclePhase, sineOf} from "../../../core/indicators/cycle/dominant.js";
import {hilbertMemory} from "../../../core/indicators/cycle/hilbert.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["sine", "lead"] as const;

/**
 * Ehlers' sine wave indicator (2001), −1 … 1: the `sine` of the phase of the close's dominant cycle, and `lead`, that
 * of the phase 45° ahead. They cross where the cycle turns. From row 63 on, as TA-Lib's HT_SINE. It starts again after
 * a gap.
 */
export const sineWave = defineFeature("sine-wave", {output: "sine"}, ({output}) => {
  const chosen = oneOf("sine-wave output", output, outputs);
  return {
    needs: ["close"],
    lookback: hilbertMemory,
    tolerance: 1e-9,
    compute: (panel) =>
      eachRun(panel, ["close"], (close) => sineOf(cyclePhase(close), chosen === "lead" ? 45 : 0).fill(NaN, 0, 63))
  };
});
