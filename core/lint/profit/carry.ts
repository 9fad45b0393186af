import {defineRule} from "../rule.js";
import {amount, percent} from "../text.js";

/** A profit that is no profit of trading. */
export const carry = defineRule("carry", {
  severities: ["warning", "note"],
  measures:
    "what was posted to the account for its cash and for holding positions, dividends aside, as a part of the profit: a warning where interest on cash is above `share` of it, a note where all of it together is",
  meaning:
    "The number is what money earns by itself, or by being lent: it says little of the trading. A Sharpe ratio without a riskless rate counts it as skill.",
  advice:
    "Look at the profit without it (leave out `cash-interest`), and give the metrics the same rate as `riskFree`.",
  thresholds: {share: 0.5},
  look({result, profit, years}, {share}) {
    const {postings = [], cash} = result;
    let [interest, held] = [0, 0];
    for (const {what, amount} of postings) {
      if (what === "cash-interest") interest += amount;
      else if (what !== "dividend") held += amount;
    }
    const all = interest + held;
    if (!(profit > 0 && Math.max(interest, all) > share * profit)) return null;
    const lent = cash.reduce((sum, value) => sum + Math.max(0, value), 0) / cash.length;
    const rate = lent > 0 && years > 0 ? `, ${percent(interest / lent / years)} a year on its cash` : "";
    if (interest > share * profit)
      return `interest brought ${amount(interest)}${rate}, where the profit is ${amount(profit)}: all else brought ${amount(profit - interest)}`;
    const message = `what was posted to the account brought ${amount(all)}, where the profit is ${amount(profit)}: trading brought ${amount(profit - all)}`;
    return {severity: "note", message};
  }
});
