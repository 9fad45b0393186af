import {mean} from "../../base/stats.js";
import {defineRule} from "../rule.js";
import {percent, ratio} from "../text.js";

/** Many small gains, and losses that are rare and large, or have not come yet. */
export const smallWins = defineRule("small-wins", {
  severities: ["warning"],
  measures:
    "the part of closed positions that won, where there are at least `least`: a warning from `wins` on, where the mean loss is at least `loss` times the mean win or there was no loss at all",
  meaning:
    "Such accounts earn steadily until one loss takes it all: selling insurance, doubling down, holding losers. The sample may not hold that loss.",
  advice: "Look at what is done with losing positions, and put it through crises: `npx tapebook stress`.",
  thresholds: {wins: 0.85, loss: 3, least: 20},
  look({positions}, {wins, loss, least}) {
    const closed = positions.filter((trade) => trade.closed !== null);
    if (closed.length < least) return null;
    const won = closed.filter(({profit}) => profit > 0);
    const share = won.length / closed.length;
    if (share < wins) return null;
    const lost = closed.filter(({profit}) => profit <= 0);
    const times =
      lost.length === 0 ? Infinity : mean(lost.map((each) => -each.return)) / mean(won.map((each) => each.return));
    if (!(times >= loss)) return null;
    const losses =
      lost.length === 0
        ? "none lost"
        : `the ${lost.length} that lost lost ${ratio(times)} times as much as the others won, by the mean`;
    return `${percent(share)} of ${closed.length} closed positions won, and ${losses}`;
  }
});
