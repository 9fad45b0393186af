import {defineFeature} from "../../core/plugin.js";

/** The month in UTC: 1 for January to 12 for December. */
export const month = defineFeature("month", {}, () => ({
  needs: [],
  lookback: 0,
  compute({times, symbols}) {
    const n = symbols.length;
    return Float64Array.from(
      {length: times.length * n},
      (_, i) => new Date(times[Math.floor(i / n)]).getUTCMonth() + 1
    );
  }
}));
