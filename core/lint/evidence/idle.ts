import {defineRule} from "../rule.js";
import {amount, day, percent} from "../text.js";

/** An account that does nothing for long. */
export const idle = defineRule("idle", {
  severities: ["note", "warning"],
  measures:
    "the longest run of bars without any position, from `share` of all bars and `least` bars on: a note, and a warning where it is the sample's beginning or end",
  meaning:
    "Volatility, drawdown and the annual return are those of cash for that time. At the beginning or the end it mostly means that the signal was not there.",
  advice: "Begin where the signal begins and end where it ends; show figures of the time in the market beside.",
  thresholds: {share: 0.25, least: 20},
  look({result: {gross, times, fills}}, {share, least}) {
    if (fills.length === 0) return null;
    let [from, longest, begin] = [0, 0, 0];
    for (let i = 0; i <= gross.length; ++i) {
      if (i < gross.length && gross[i] === 0) continue;
      if (i - begin > longest) [from, longest] = [begin, i - begin];
      begin = i + 1;
    }
    if (longest < least || longest < share * gross.length) return null;
    const to = from + longest - 1;
    const atEdge = from === 0 || to === gross.length - 1;
    const message = `nothing was held on ${amount(longest)} bars in a row, ${day(times[from])} to ${day(times[to])}, ${percent(longest / gross.length)} of all`;
    return {severity: atEdge ? "warning" : "note", message};
  }
});
