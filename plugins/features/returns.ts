import {eachSymbol} from "../../core/base/panel.js";
import {whole} from "../../core/base/options.js";
import {defineFeature} from "../../core/plugin.js";

/** The simple return over `window` bars: close_t / close_{t−window} − 1. */
export const returns = defineFeature("returns", {window: 1}, ({window}) => {
  whole("returns window", window);
  return {
    needs: ["close"],
    lookback: window,
    compute: (panel) => eachSymbol(panel, ["close"], (close) => close.map((c, i) => c / close[i - window] - 1))
  };
});
