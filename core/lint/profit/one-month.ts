import {defineRule} from "../rule.js";
import {percent} from "../text.js";

/** A profit that hangs on one month. */
export const oneMonth = defineRule("one-month", {
  severities: ["warning"],
  measures:
    "the best calendar month's returns as a part of the sum of all, where there are at least `least` months: a warning from `share` on, and from `parts` equal parts on",
  meaning: "In all other months together it earned little: who had begun a month later would show another number.",
  advice: "Look at what happened in that month, and whether it can come again.",
  thresholds: {share: 0.5, parts: 4, least: 6},
  look({months, profitable}, {share, parts, least}) {
    const total = months.reduce((sum, {earned}) => sum + earned, 0);
    if (!profitable || months.length < least) return null;
    const best = months.reduce((most, month) => (month.earned > most.earned ? month : most));
    if (!(best.earned >= Math.max(share, parts / months.length) * total)) return null;
    return `${best.name}, one of ${months.length} months, earned ${percent(best.earned / total)} of the sum of all returns`;
  }
});
