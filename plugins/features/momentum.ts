import {checkWindow} from "../../core/base/rolling.js";
import {field} from "../../core/base/panel.js";
import {defineFeature} from "../../core/plugin.js";

/**
 * The return over the last `window` rows without the latest `skip`: close[`skip` ago] / close[`window` ago] − 1, as
 * Jegadeesh and Titman (1993) leave out the last month.
 */
export const momentum = defineFeature("momentum", {window: 252, skip: 21}, ({window, skip}) => {
  checkWindow(window);
  if (!(Number.isInteger(skip) && skip >= 0 && skip < window))
    throw new Error(`invalid skip: ${skip}; expected 0 to ${window - 1} rows`);
  return {
    needs: ["close"],
    lookback: window,
    compute(panel) {
      const close = field(panel, "close");
      const n = panel.symbols.length;
      return close.map((_, i) => (close[i - skip * n] ?? NaN) / (close[i - window * n] ?? NaN) - 1);
    }
  };
});
