import {defineRule} from "../rule.js";
import {amount} from "../text.js";

/** An account that does not add up. */
export const ledger = defineRule("ledger", {
  severities: ["serious"],
  measures:
    "what the trades earned and what was posted to the account, beside what its equity says it earned; serious where they differ by more than the part `tolerance` of the larger of the first cash and the profit",
  meaning:
    "Money came from nowhere or went there: the equity that every figure is made of is not that of these trades.",
  advice: "Run it anew; where it stays, prices and fills are in other units (splits), or the run was changed by hand.",
  thresholds: {tolerance: 0.01},
  look({positions, profit, cash, result}, {tolerance}) {
    const {postings = []} = result;
    const trades = positions.reduce((sum, trade) => sum + trade.profit, 0);
    const posted = postings.reduce((sum, posting) => sum + posting.amount, 0);
    const apart = Math.abs(trades + posted - profit);
    if (!(apart > tolerance * Math.max(cash, Math.abs(profit))) && Number.isFinite(apart)) return null;
    return `trades earned ${amount(trades)} and ${amount(posted)} was posted, and equity grew by ${amount(profit)}`;
  }
});
