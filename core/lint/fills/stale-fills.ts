import {isStale} from "../stale.js";
import {defineRule} from "../rule.js";
import {amount, day, percent} from "../text.js";

/** Fills on bars on which nothing shows that anybody traded. */
export const staleFills = defineRule("stale-fills", {
  severities: ["warning", "serious"],
  measures:
    "the part of the value traded that was filled on bars without volume, or whose open, high, low and close all are the close before: a warning above `some`, serious above `most`",
  meaning:
    "Nobody traded at those prices, so nobody could have: the entry or the exit is made up, and what it earned with it.",
  advice: "Refuse fills on bars without volume, drop bars that were filled forward, and trade what is liquid.",
  thresholds: {some: 0.01, most: 0.1},
  look(run, {some, most}) {
    const {fills} = run.result;
    let stale = 0;
    let count = 0;
    let first = "";
    for (const {t, symbol, price, quantity, forced} of fills) {
      if (forced || !isStale(run, run.rowOf(t), symbol)) continue;
      stale += Math.abs(price * quantity);
      ++count;
      first ||= `${run.result.symbols[symbol]} on ${day(t)}`;
    }
    const share = stale / run.traded;
    if (!(share > some)) return null;
    const message = `${amount(count)} of ${amount(fills.length)} fills, ${percent(share)} of the value traded, are on bars that did not trade, the first ${first}`;
    return {severity: share > most ? "serious" : "warning", message};
  }
});
