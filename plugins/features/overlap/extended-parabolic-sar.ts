import {between, whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {parabolicStop} from "../../../core/indicators/stops.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The parabolic stop and reverse with an acceleration for each side, in units of price, positive while the position is
 * long and negative while it is short, from the second row of a run on (TA-Lib's SAREXT). `start` is the first stop,
 * long where positive and short where negative; with 0 the first two bars decide. `offset` moves each new stop away
 * from the price by that part of it. Each side's acceleration is `Initial`, `Step` with each new extreme, and at most
 * `Maximum`.
 *
 * TA-Lib's path begins with the series. So does this one until row `memory`; from there on it begins, with `start`
 * again, at the lowest bar of those `memory` to `memory` / 2 rows before, so that no more than those are read: from
 * where the two meet, a few turns later, they are one. It starts again after a gap.
 */
export const extendedParabolicSar = defineFeature(
  "extended-parabolic-sar",
  {
    start: 0,
    offset: 0,
    longInitial: 0.02,
    longStep: 0.02,
    longMaximum: 0.2,
    shortInitial: 0.02,
    shortStep: 0.02,
    shortMaximum: 0.2,
    memory: 250
  },
  ({start, memory, ...rest}) => {
    for (const [name, value] of Object.entries(rest)) between(`extended-parabolic-sar ${name}`, value, 0);
    between("extended-parabolic-sar start", Math.abs(start), 0);
    whole("extended-parabolic-sar memory", memory);
    const long = {initial: rest.longInitial, step: rest.longStep, maximum: rest.longMaximum};
    const short = {initial: rest.shortInitial, step: rest.shortStep, maximum: rest.shortMaximum};
    const options = {long, short, start, offset: rest.offset, memory};
    return {
      needs: ["high", "low"],
      lookback: memory,
      compute: (panel) => eachRun(panel, ["high", "low"], (high, low) => parabolicStop(high, low, options))
    };
  }
);
