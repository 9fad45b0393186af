import {eachSymbol} from "../../core/base/panel.js";
import {whole} from "../../core/base/options.js";
import {defineFeature} from "../../core/plugin.js";

/**
 * Momentum that leaves out the latest bars, in which returns tend to reverse: close_{t−skip} / close_{t−window} − 1. The
 * defaults are Jegadeesh and Titman's (1993) year without its last month, in daily bars.
 */
export const momentum = defineFeature("momentum", {window: 252, skip: 21}, ({window, skip}) => {
  whole("momentum window", window);
  whole("momentum skip", skip, 0);
  if (skip >= window) throw new Error(`invalid momentum skip: ${skip}; expected fewer than the window's ${window}`);
  return {
    needs: ["close"],
    lookback: window,
    compute: (panel) =>
      eachSymbol(panel, ["close"], (close) => close.map((_, i) => close[i - skip] / close[i - window] - 1))
  };
});
