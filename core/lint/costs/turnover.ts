import {mean} from "../../base/stats.js";
import {dayNumber} from "../days.js";
import {defineRule} from "../rule.js";
import {percent, ratio} from "../text.js";

/** More trading than an account can do. */
export const turnover = defineRule("turnover", {
  severities: ["warning", "serious"],
  measures:
    "the value traded on a day over equity, by the mean of all days: a warning above `most` (to sell all and buy anew is 2), serious above `grave`",
  meaning: "At any real cost of trading there is nothing left; what it costs here cannot be what it would cost.",
  advice: "Hold longer, trade in bands, and look at whether orders undo one another.",
  thresholds: {most: 2, grave: 10},
  look({result: {fills, equity, times}, rowOf, start}, {most, grave}) {
    if (fills.length === 0) return null;
    const days = new Set(Array.from(times, dayNumber)).size;
    const shares = fills.map(({t, price, quantity}) => Math.abs(price * quantity) / equity[rowOf(t) - start]);
    const daily = (mean(shares.filter(Number.isFinite)) * shares.length) / days;
    if (!(daily > most)) return null;
    const yearly = daily * (days / ((times[times.length - 1] - times[0]) / 31_557_600_000 || 1));
    const message = `${ratio(daily)} times equity is bought and sold on a day by the mean, ${ratio(yearly)} times in a year; every hundredth of a per cent of cost takes ${percent(yearly / 10_000)} a year`;
    return {severity: daily > grave ? "serious" : "warning", message};
  }
});
