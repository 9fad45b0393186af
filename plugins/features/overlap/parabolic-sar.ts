import {between, oneOf, whole} from "../../../core/base/options.js";
import {eachRunShared} from "../../../core/indicators/each-run.js";
import {parabolicStop, signs, sizes} from "../../../core/indicators/stops.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["stop", "side"] as const;

/**
 * Wilder's parabolic stop and reverse, in units of price, from the second row of a run on (TA-Lib's SAR): the `stop`
 * moves each row towards the trend's extreme by a part that begins with `acceleration`, grows by as much with each new
 * extreme, and stays below `maximum`; it never enters the last two bars. Where a bar reaches it, the position turns.
 * `side` is 1 while it is long and −1 while short.
 *
 * TA-Lib's path begins with the series. So does this one until row `memory`; from there on it begins with the lowest
 * bar of those `memory` to `memory` / 2 rows before, so that no more than those are read: from where the two meet, a
 * few turns later, they are one. It starts again after a gap.
 */
export const parabolicSar = defineFeature(
  "parabolic-sar",
  {acceleration: 0.02, maximum: 0.2, output: "stop", memory: 250},
  ({acceleration, maximum, output, memory}) => {
    between("parabolic-sar acceleration", acceleration, 0);
    between("parabolic-sar maximum", maximum, 0);
    whole("parabolic-sar memory", memory);
    const figure = oneOf("parabolic-sar output", output, outputs) === "stop" ? sizes : signs;
    const each = {initial: acceleration, step: acceleration, maximum};
    const first = {
      key: `parabolic-sar ${acceleration} ${maximum} ${memory}`,
      count: 1,
      kernel: (high: Float64Array, low: Float64Array) => [
        parabolicStop(high, low, {long: each, short: each, start: 0, offset: 0, memory})
      ]
    };
    return {
      needs: ["high", "low"],
      lookback: memory,
      compute: (panel) => eachRunShared(panel, ["high", "low"], first, ([stop]) => figure(stop))
    };
  }
);
