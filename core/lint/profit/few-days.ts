import {defineRule} from "../rule.js";
import {percent, some} from "../text.js";

/** A profit that hangs on a handful of days. */
export const fewDays = defineRule("few-days", {
  severities: ["warning"],
  measures:
    "the best `days` days' returns as a part of the sum of all, where there are at least `least` days: a warning from `share` on",
  meaning: "Who had missed those days would have next to nothing: the rest is noise around zero.",
  advice: "Look at what moved on those days, and whether the fills of such days could have been had.",
  thresholds: {days: 5, share: 0.75, least: 60},
  look({days, profitable}, {days: count, share, least}) {
    const total = days.reduce((sum, {earned}) => sum + earned, 0);
    if (!profitable || days.length < least) return null;
    const best = days.toSorted((a, b) => b.earned - a.earned || (a.name < b.name ? -1 : 1)).slice(0, count);
    const earned = best.reduce((sum, day) => sum + day.earned, 0);
    if (!(earned >= share * total)) return null;
    const names = best.map(({name}) => name).sort();
    return `${count} of ${days.length} days, ${some(names, count)}, earned ${percent(earned / total)} of the sum of all returns`;
  }
});
