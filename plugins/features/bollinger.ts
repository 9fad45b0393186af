import {eachSymbol} from "../../core/base/panel.js";
import {between, oneOf, whole} from "../../core/base/options.js";
import {rollingDeviation, rollingMean} from "../../core/base/rolling.js";
import {defineFeature} from "../../core/plugin.js";

const outputs = ["position", "width", "upper", "middle", "lower"] as const;

/**
 * Bollinger's bands: `middle` is the mean of the last `window` closes, `upper` and `lower` lie `width` population
 * deviations above and below it, as TA-Lib's. `position` is the close's place in the band, 0 at the lower edge and 1 at
 * the upper; `width` is (upper − lower) / middle. The position is `NaN` where the band has no width.
 */
export const bollinger = defineFeature(
  "bollinger",
  {window: 20, width: 2, output: "position"},
  ({window, width, output}) => {
    whole("bollinger window", window, 2);
    between("bollinger width", width, 0);
    const chosen = oneOf("bollinger output", output, outputs);

    function value(close: number, middle: number, half: number): number {
      switch (chosen) {
        case "position":
          return (close - (middle - half)) / (2 * half);
        case "width":
          return (2 * half) / middle;
        case "upper":
          return middle + half;
        case "middle":
          return middle;
        case "lower":
          return middle - half;
      }
    }

    return {
      needs: ["close"],
      lookback: window - 1,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          const middle = rollingMean(close, window);
          const deviation = rollingDeviation(close, window, 0);
          return close.map((c, i) => value(c, middle[i], width * deviation[i]));
        })
    };
  }
);
