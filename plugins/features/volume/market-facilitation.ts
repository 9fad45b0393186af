import {field} from "../../../core/base/panel.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Williams' market facilitation index, in units of price a unit of volume: (high − low) / volume (TA-Lib's MARKETFI).
 * `NaN` where nothing was traded.
 */
export const marketFacilitation = defineFeature("market-facilitation", {}, () => {
  const needs = ["high", "low", "volume"];
  return {
    needs,
    lookback: 0,
    compute(panel) {
      const [high, low, volume] = needs.map((name) => field(panel, name));
      return volume.map((traded, i) => (traded > 0 ? (high[i] - low[i]) / traded : NaN));
    }
  };
});
