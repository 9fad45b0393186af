import {between, oneOf, whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {lookbackOf, trueRange, wilder} from "../../../core/indicators/means.js";
import {supertrend as trend} from "../../../core/indicators/stops.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["stop", "side"] as const;

/**
 * Seban's supertrend, from row window + 1 of a run on (TA-Lib's SUPERTREND): `stop`, in units of price, is the lower
 * band while the trend is up and the upper while it is down; `side` is 1 while it is up and −1 while down. The bands
 * lie `width` times the average true range over `window` about the middle of the bar; each only comes nearer to the
 * price until a close passes it, and the trend turns where a close passes the stop.
 *
 * TA-Lib's path begins with the series, up. So does this one until row `memory`; from there on it begins with the
 * lowest bar of those `memory` to `memory` / 2 rows before: from where the two meet, a few turns later, they are one.
 * Only the range remembers more, less than 1e-10 of it: a close that hits a band to that many places may turn here and
 * not there. It starts again after a gap.
 */
export const supertrend = defineFeature(
  "supertrend",
  {window: 10, width: 3, output: "stop", memory: 250},
  ({window, width, output, memory}) => {
    whole("supertrend window", window);
    between("supertrend width", width, 0);
    whole("supertrend memory", memory);
    const chosen = outputs.indexOf(oneOf("supertrend output", output, outputs));
    return {
      needs: ["high", "low", "close"],
      lookback: memory + 1 + lookbackOf(window, 1 / window),
      tolerance: 1e-9,
      compute: (panel) =>
        eachRun(panel, ["high", "low", "close"], (high, low, close) => {
          const range = wilder(trueRange(high, low, close), window);
          return trend(high, low, close, range, width, memory)[chosen];
        })
    };
  }
);
