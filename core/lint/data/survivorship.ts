import {field} from "../../base/panel.js";
import {defineRule} from "../rule.js";
import {amount} from "../text.js";

/** A universe of those that are still there. */
export const survivorship = defineRule("survivorship", {
  severities: ["warning"],
  measures:
    "whether the names come from a list without dates, or whether of at least `names` names over `years` years none ends before the last `gap` rows; prices that are made up are not looked at",
  meaning: "Names that failed were never looked at: who chose these knew how it would end, and the result flatters.",
  advice: "Use a universe with the dates of its members (`npx tapebook universe import`) and prices of the dead.",
  thresholds: {names: 20, years: 2, gap: 5},
  look({universe, synthetic, panel, years}, {names, years: least, gap}) {
    if (universe?.biased) return `${universe.name} is a list without dates: its names are those of the end`;
    if (synthetic) return {unchecked: "the prices are made up, and nobody chose among them"};
    const n = panel.symbols.length;
    if (n < names || years < least) return null;
    const close = field(panel, "close");
    const rows = panel.times.length;
    const ended = panel.symbols.filter((_, s) => {
      for (let row = rows - 1; row >= Math.max(0, rows - gap); --row) if (close[row * n + s] > 0) return false;
      return true;
    });
    if (ended.length > 0) return null;
    return `all ${amount(n)} names have prices to the end of ${years.toFixed(1)} years: none failed, merged or left`;
  }
});
