import {between, oneOf, whole} from "../../core/base/options.js";
import {eachRunShared} from "../../core/indicators/each-run.js";
import {deviation} from "../../core/indicators/moments.js";
import {blank} from "../../core/indicators/room.js";
import {kindsOfMean, lookbackOfMean, movingAverage} from "../../core/indicators/smoothed.js";
import {defineFeature} from "../../core/plugin.js";

const outputs = ["position", "width", "upper", "middle", "lower"] as const;

/**
 * Bollinger's bands: `middle` is the mean of the last `window` closes, `upper` and `lower` lie `width` population
 * deviations above and below it, as TA-Lib's BBANDS. `position` is the close's place in the band, 0 at the lower edge
 * and 1 at the upper; `width` is (upper − lower) / middle. The position is `NaN` where the band has no width.
 *
 * Beside the closes any `field` may be banded, below the middle with a `lowerWidth` of its own where that is not 0, and
 * around another `average` (one of the feature moving-average's types); the deviation stays that from the plain mean.
 * It starts again after a gap.
 */
export const bollinger = defineFeature(
  "bollinger",
  {window: 20, width: 2, output: "position", lowerWidth: 0, average: "sma", field: "close"},
  ({window, width, output, lowerWidth, average, field}) => {
    whole("bollinger window", window, 2);
    between("bollinger width", width, 0);
    between("bollinger lowerWidth", lowerWidth, 0);
    const chosen = oneOf("bollinger output", output, outputs);
    const kind = oneOf("bollinger average", average, kindsOfMean);

    const below = lowerWidth || width;
    const first = {
      key: `bollinger ${window} ${kind}`,
      count: 2,
      kernel: (x: Float64Array) => [movingAverage(x, window, kind), deviation(x, window)]
    };
    return {
      needs: [field],
      lookback: lookbackOfMean(window, kind),
      tolerance: 1e-9,
      compute: (panel) =>
        eachRunShared(panel, [field], first, ([middle, spread], x) => {
          if (chosen === "middle") return middle;
          if (chosen === "upper") return edge(middle, spread, width);
          if (chosen === "lower") return edge(middle, spread, -below);
          const [upper, lower] = [edge(middle, spread, width), edge(middle, spread, -below)];
          return chosen === "width" ? relativeWidth(upper, middle, lower) : placeBetween(lower, upper, x);
        })
    };
  }
);

/** So many deviations from the middle. */
function edge(middle: Float64Array, deviation: Float64Array, width: number): Float64Array {
  const out = blank(middle.length);
  for (let i = 0; i < out.length; ++i) out[i] = middle[i] + width * deviation[i];
  return out;
}

function relativeWidth(upper: Float64Array, middle: Float64Array, lower: Float64Array): Float64Array {
  const out = blank(middle.length);
  for (let i = 0; i < out.length; ++i) out[i] = (upper[i] - lower[i]) / middle[i];
  return out;
}

function placeBetween(lower: Float64Array, upper: Float64Array, x: Float64Array): Float64Array {
  const out = blank(x.length);
  for (let i = 0; i < out.length; ++i) out[i] = upper[i] > lower[i] ? (x[i] - lower[i]) / (upper[i] - lower[i]) : NaN;
  return out;
}
