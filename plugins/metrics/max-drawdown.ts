import {defineMetric} from "../../core/plugin.js";

/** The deepest fall of equity from its highest so far, as a negative fraction: min(equity / running max − 1). */
export const maxDrawdown = defineMetric("max-drawdown", {}, () => ({
  unit: "percent",
  measure({equity}) {
    let high = -Infinity;
    let worst = 0;
    for (const value of equity) {
      high = Math.max(high, value);
      worst = Math.min(worst, value / high - 1);
    }
    return worst;
  }
}));
