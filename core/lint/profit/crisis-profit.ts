import {worstDrawdowns} from "../../evaluate/drawdown.js";
import {defineRule} from "../rule.js";
import {percent} from "../text.js";

/** A profit that was made in crises alone. */
export const crisisProfit = defineRule("crisis-profit", {
  severities: ["warning"],
  measures:
    "the part of the sum of all returns that was earned while the market fell, from a high to a low at least `fall` below it: a warning from `share` on, where those are at most the part `time` of all bars",
  meaning: "In other times it earned next to nothing: the number holds if such a crisis comes again in the same way.",
  advice: "Show both times apart, and try other crises: `npx tapebook stress`.",
  thresholds: {fall: 0.2, share: 0.75, time: 0.4},
  look({market, returns, profitable}, {fall, share, time}) {
    if (!market) return {unchecked: "there is no market to compare with"};
    if (!profitable) return null;
    const falls = worstDrawdowns(market.levels, Infinity).filter(({depth}) => depth <= -fall);
    let [earned, bars] = [0, 0];
    for (const {peak, trough} of falls)
      for (let i = peak; i < Math.min(trough, returns.length); ++i) {
        earned += returns[i];
        ++bars;
      }
    const total = returns.reduce((sum, value) => sum + value, 0);
    if (bars === 0 || bars > time * returns.length || !(earned >= share * total)) return null;
    return `${percent(earned / total)} of the sum of all returns was earned on the ${percent(bars / returns.length)} of bars on which ${market.name} fell by ${percent(-falls[0].depth)}${falls.length > 1 ? ` and by at least ${percent(fall)} ${falls.length - 1} more times` : ""}`;
  }
});
