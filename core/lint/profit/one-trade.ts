import {defineRule} from "../rule.js";
import {day, percent} from "../text.js";

/** A profit that hangs on one position. */
export const oneTrade = defineRule("one-trade", {
  severities: ["warning"],
  measures:
    "the best position's profit as a part of the whole profit, where there are at least `least` positions: a warning from `share` on, and from `parts` equal parts on",
  meaning: "Without that trade little is left: the number tells of one event, and not of a rule that works.",
  advice: "Look at what happened there, leave it out, and look at what remains; wait for more of its kind.",
  thresholds: {share: 0.5, parts: 3, least: 5},
  look({positions, profit, profitable, result}, {share, parts, least}) {
    if (!profitable || positions.length < least) return null;
    const best = positions.reduce((most, trade) => (trade.profit > most.profit ? trade : most));
    if (!(best.profit >= Math.max(share, parts / positions.length) * profit)) return null;
    const end = best.closed === null ? "still open" : `closed ${day(best.closed)}`;
    return `the best of ${positions.length} positions, ${result.symbols[best.symbol]} opened ${day(best.opened)} and ${end}, earned ${percent(best.profit / profit)} of the profit`;
  }
});
