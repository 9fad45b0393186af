import {eachSymbol} from "../../core/base/panel.js";
import {defineFeature} from "../../core/plugin.js";

/** The jump from the last close to this bar's open: open_t / close_{t−1} − 1. */
export const gap = defineFeature("gap", {}, () => ({
  needs: ["open", "close"],
  lookback: 1,
  compute: (panel) => eachSymbol(panel, ["open", "close"], (open, close) => open.map((o, i) => o / close[i - 1] - 1))
}));
