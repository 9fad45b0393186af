import {rolling} from "../../core/base/rolling.js";
import {eachSymbol} from "../../core/base/panel.js";
import {deviation, mean} from "../../core/base/stats.js";
import {checkWindow} from "../../core/base/rolling.js";
import {defineFeature} from "../../core/plugin.js";

const outputs = ["position", "width", "upper", "middle", "lower"];

/**
 * Bollinger's bands: `middle` the mean of the last `window` closes, `upper` and `lower` `width` population deviations
 * above and below (TA-Lib's BBANDS); `position` is (close − middle) / (upper − middle), 0 where the close did not move;
 * `width` is (upper − lower) / middle.
 */
export const bollinger = defineFeature(
  "bollinger",
  {window: 20, width: 2, output: "position"},
  ({window, width, output}) => {
    checkWindow(window, 2);
    if (!outputs.includes(output))
      throw new Error(`unknown bollinger output: ${output}; outputs are ${outputs.join(", ")}`);
    return {
      needs: ["close"],
      lookback: window - 1,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) =>
          rolling(close, window, (values, i) => {
            const middle = mean(values);
            const reach = width * deviation(values, 0);
            if (output === "position") return reach === 0 ? 0 : (close[i] - middle) / reach;
            if (output === "width") return (2 * reach) / middle;
            return output === "upper" ? middle + reach : output === "lower" ? middle - reach : middle;
          })
        )
    };
  }
);
