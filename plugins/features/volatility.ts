import {checkWindow, rolling} from "../../core/base/rolling.js";
import {eachSymbol} from "../../core/base/panel.js";
import {deviation} from "../../core/base/stats.js";
import {defineFeature} from "../../core/plugin.js";

/** The sample deviation (ddof 1) of the last `window` simple returns of the close, for one row, not a year. */
export const volatility = defineFeature("volatility", {window: 21}, ({window}) => {
  checkWindow(window, 2);
  return {
    needs: ["close"],
    lookback: window,
    compute: (panel) =>
      eachSymbol(panel, ["close"], (close) => {
        const change = close.map((price, i) => price / (close[i - 1] ?? NaN) - 1);
        return rolling(change, window, (values) => deviation(values));
      })
  };
});
