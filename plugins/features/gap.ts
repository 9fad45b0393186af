import {field} from "../../core/base/panel.js";
import {defineFeature} from "../../core/plugin.js";

/** The return from the last close to the open: open / last close − 1. */
export const gap = defineFeature("gap", {}, () => ({
  needs: ["open", "close"],
  lookback: 1,
  compute(panel) {
    const close = field(panel, "close");
    const n = panel.symbols.length;
    return field(panel, "open").map((open, i) => open / (close[i - n] ?? NaN) - 1);
  }
}));
