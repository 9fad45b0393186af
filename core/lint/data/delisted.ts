import {defineRule} from "../rule.js";
import {amount, counted, percent, some as listed} from "../text.js";

/** Names that were delisted while they were held, and were paid out in full. */
export const delisted = defineRule("delisted", {
  severities: ["note", "warning"],
  measures:
    "positions closed because their symbol had no bars any more, where the plan takes no loss for it: a note, and a warning where a loss of `loss` on the long ones would take more than `part` of the profit",
  meaning:
    "They were closed at their last price and free of charge. Who holds a name that is delisted for failing loses most of it.",
  advice: "State `backtest.delistingReturn`, such as −0.3, or bring what holders really got.",
  thresholds: {loss: 0.3, part: 0.1},
  look({result, plan, profit, profitable}, {loss, part}) {
    const gone = result.fills.filter(({forced}) => forced === "delisted");
    if (gone.length === 0 || (plan.backtest.delistingReturn ?? 0) < 0) return null;
    const value = gone.reduce((sum, {quantity, price}) => sum + Math.max(0, -quantity * price), 0);
    const lost = loss * value;
    const names = [...new Set(gone.map(({symbol}) => result.symbols[symbol]))];
    const message = `${counted(gone.length, "position")} in names that vanished (${listed(names)}) ${gone.length === 1 ? "was" : "were"} closed at the last price; a loss of ${percent(loss)} on what was long would have cost ${amount(lost)}${profitable ? `, ${percent(lost / profit)} of the profit` : ""}`;
    return {severity: profitable && lost > part * profit ? "warning" : "note", message};
  }
});
