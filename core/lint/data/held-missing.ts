import {field} from "../../base/panel.js";
import {defineRule} from "../rule.js";
import {amount, percent} from "../text.js";

/** Positions that are held while there is no price. */
export const heldMissing = defineRule("held-missing", {
  severities: ["warning", "serious"],
  measures:
    "bars of positions on which their symbol has no close, as a part of all: a warning above `some`, serious above `most`",
  meaning: "The account stood still there while the world did not: its volatility and drawdown are too low.",
  advice: "Find the missing bars, or let nothing be held that cannot be priced.",
  thresholds: {some: 0.01, most: 0.1},
  look({panel, start, holdings: {first, symbol}, result}, {some, most}) {
    const close = field(panel, "close");
    let missing = 0;
    const names = new Set<number>();
    for (let i = 0; i + 1 < first.length; ++i)
      for (let k = first[i]; k < first[i + 1]; ++k)
        if (!(close[(start + i) * panel.symbols.length + symbol[k]] > 0)) {
          ++missing;
          names.add(symbol[k]);
        }
    const share = missing / symbol.length;
    if (!(share > some)) return null;
    const named = [...names].slice(0, 3).map((s) => result.symbols[s]);
    const message = `on ${amount(missing)} of ${amount(symbol.length)} bars, ${percent(share)}, a position was held without a price: ${named.join(", ")}${names.size > 3 ? ` and ${names.size - 3} more` : ""}`;
    return {severity: share > most ? "serious" : "warning", message};
  }
});
