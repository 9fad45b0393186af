import {defineRule} from "../rule.js";
import {amount, counted, percent} from "../text.js";

/** Profits, or losses, that nobody has taken yet. */
export const openProfit = defineRule("open-profit", {
  severities: ["note", "warning"],
  measures:
    "what positions that are open at the end have earned: a note where it is above `share` of the profit, a warning where closed trades earned money and losses that are still open take more than `share` of it and the part `least` of the first cash",
  meaning:
    "Figures of trades count what is closed alone. A rule that takes its gains and sits on its losses looks good until it has to sell.",
  advice: "Value what is open as if it were closed, with its costs, and look at how long losers are held.",
  thresholds: {share: 0.5, least: 0.05},
  look({positions, profit, profitable, cash}, {share, least}) {
    const open = positions.filter(({closed}) => closed === null);
    const unrealised = open.reduce((sum, trade) => sum + trade.profit, 0);
    const realised = positions.reduce((sum, trade) => sum + trade.profit, 0) - unrealised;
    if (realised > 0 && -unrealised > Math.max(share * realised, least * cash)) {
      const message = `closed trades earned ${amount(realised)}, and ${counted(open.length, "position")} open at the end lost ${amount(-unrealised)} of it`;
      return {severity: "warning", message};
    }
    if (!(profitable && unrealised > share * profit)) return null;
    return `${counted(open.length, "position")} that ${open.length === 1 ? "is" : "are"} open at the end ${open.length === 1 ? "has" : "have"} ${percent(unrealised / profit)} of the profit`;
  }
});
