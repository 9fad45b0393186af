import {eachSymbol} from "../../core/base/panel.js";
import {whole} from "../../core/base/options.js";
import {rollingDeviation} from "../../core/base/rolling.js";
import {defineFeature} from "../../core/plugin.js";

/** The sample deviation (divisor window − 1) of the last `window` simple returns, a bar and not annualised. */
export const volatility = defineFeature("volatility", {window: 21}, ({window}) => {
  whole("volatility window", window, 2);
  return {
    needs: ["close"],
    lookback: window,
    compute: (panel) =>
      eachSymbol(panel, ["close"], (close) =>
        rollingDeviation(
          close.map((c, i) => c / close[i - 1] - 1),
          window,
          1
        )
      )
  };
});
