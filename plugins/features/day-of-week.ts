import {defineFeature} from "../../core/plugin.js";

/** The day of the week in UTC: 0 for Sunday to 6 for Saturday. */
export const dayOfWeek = defineFeature("day-of-week", {}, () => ({
  needs: [],
  lookback: 0,
  compute({times, symbols}) {
    const n = symbols.length;
    return Float64Array.from({length: times.length * n}, (_, i) => new Date(times[Math.floor(i / n)]).getUTCDay());
  }
}));
