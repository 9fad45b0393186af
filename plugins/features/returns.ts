import {checkWindow} from "../../core/base/rolling.js";
import {field} from "../../core/base/panel.js";
import {defineFeature} from "../../core/plugin.js";

/** The simple return over the last `window` rows: close / close[`window` rows ago] − 1. */
export const returns = defineFeature("returns", {window: 1}, ({window}) => {
  checkWindow(window);
  return {
    needs: ["close"],
    lookback: window,
    compute(panel) {
      const close = field(panel, "close");
      const back = window * panel.symbols.length;
      return close.map((price, i) => price / (close[i - back] ?? NaN) - 1);
    }
  };
});
