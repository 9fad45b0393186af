import {eachSymbol} from "../../core/base/panel.js";
import {defineFeature} from "../../core/plugin.js";

/** The day of the week of the bar's label (UTC) as ISO 8601 counts: 1 for Monday … 7 for Sunday. */
export const dayOfWeek = defineFeature("day-of-week", {}, () => ({
  needs: [],
  lookback: 0,
  compute: (panel) => eachSymbol(panel, [], () => panel.times.map((t) => new Date(t).getUTCDay() || 7))
}));
