import {defineMetric} from "../../core/plugin.js";

/**
 * The compound return of a year: (last equity / first equity)^(periods / bars) − 1 (empyrical's annual_return, the
 * CAGR), −1 where nothing is left. The power is rounded as the platform does it, so its last digit may differ between engines.
 */
export const annualReturn = defineMetric("annual-return", {}, () => ({
  unit: "percent",
  measure({equity, periods}) {
    const bars = equity.length - 1;
    const growth = equity[bars] / equity[0];
    if (!(bars > 0)) return NaN;
    return growth > 0 ? growth ** (periods / bars) - 1 : -1;
  }
}));
