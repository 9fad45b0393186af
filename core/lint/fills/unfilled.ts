import {defineRule} from "../rule.js";
import {amount, counted, percent} from "../text.js";

/** Orders that came to nothing. */
export const unfilled = defineRule("unfilled", {
  severities: ["warning", "note"],
  measures:
    "orders without a fill and orders refused or cut, as a part of all orders and fills: a note above `some`, a warning above `most`",
  meaning:
    "What was traded is not what the strategy wanted: its figures are those of the orders that happened to fill.",
  advice:
    "Look at which orders are missing: names without volume, limits too far away, controls or a margin too tight.",
  thresholds: {some: 0.1, most: 0.4},
  look({result: {fills, unfilled, rejections = []}}, {some, most}) {
    if (Number.isNaN(unfilled)) return {unchecked: "how many orders found no fill was not kept"};
    const lost = unfilled + rejections.length;
    const share = lost / (lost + fills.length);
    if (!(share > some)) return null;
    const message = `${counted(unfilled, "order")} found no fill and ${amount(rejections.length)} ${rejections.length === 1 ? "was" : "were"} refused or cut, beside ${counted(fills.length, "fill")}: ${percent(share)}`;
    return {severity: share > most ? "warning" : "note", message};
  }
});
