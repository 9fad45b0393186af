import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {ultimate} from "../../../core/indicators/oscillators/pressure.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Williams' ultimate oscillator (1985), 0 … 100: 100 · (4 · s + 2 · m + l) / 7, where s, m and l are the sums over the
 * last `short`, `medium` and `long` rows of close − min(low, close_{t−1}) over the sums of the true range. From row
 * `long` on, as TA-Lib's ULTOSC, which also takes the windows in another order; a sum without range counts 0, as
 * there. It starts again after a gap.
 */
export const ultimateOscillator = defineFeature(
  "ultimate-oscillator",
  {short: 7, medium: 14, long: 28},
  ({short, medium, long}) => {
    whole("ultimate-oscillator short", short);
    whole("ultimate-oscillator medium", medium, short + 1);
    whole("ultimate-oscillator long", long, medium + 1);
    return {
      needs: ["high", "low", "close"],
      lookback: long,
      compute: (panel) =>
        eachRun(panel, ["high", "low", "close"], (high, low, close) => ultimate(high, low, close, short, medium, long))
    };
  }
);
