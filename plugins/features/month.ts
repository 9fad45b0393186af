import {eachSymbol} from "../../core/base/panel.js";
import {defineFeature} from "../../core/plugin.js";

/** The month of the bar's label (UTC), 1 … 12. */
export const month = defineFeature("month", {}, () => ({
  needs: [],
  lookback: 0,
  compute: (panel) => eachSymbol(panel, [], () => panel.times.map((t) => new Date(t).getUTCMonth() + 1))
}));
