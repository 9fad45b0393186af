import {charged, paidInWords} from "../charged.js";
import {defineRule} from "../rule.js";
import {amount, percent} from "../text.js";

/** Stock sold short that nobody is paid for lending, or next to nothing. */
export const unpaidBorrow = defineRule("unpaid-borrow", {
  severities: ["note", "warning"],
  measures:
    "the mean value of short positions, from `share` of equity on, where less than the part `token` of a fee of `rate` a year is charged for borrowing: a note, and a warning where the rest of that fee is more than `part` of the profit",
  meaning: "Lenders of stock are paid, and names that many want to sell short cost most: the short side earns less.",
  advice: "Charge it: financing `borrow-fee`, with each name's own fee where it is known.",
  thresholds: {share: 0.02, rate: 0.003, token: 0.1, part: 0.1},
  look({result, years, profit, profitable}, {share, rate, token, part}) {
    const {gross, net, equity, postings = []} = result;
    if (postings.some(({what}) => what === "funding")) return null;
    let [sum, value] = [0, 0];
    for (let i = 0; i < gross.length; ++i) {
      sum += (gross[i] - net[i]) / 2;
      value += ((gross[i] - net[i]) / 2) * equity[i];
    }
    const short = sum / gross.length;
    if (!(short >= share)) return null;
    const fee = (value / gross.length) * rate * years;
    const paid = charged(postings, "borrow");
    if (paid >= token * fee) return null;
    const message = `${percent(short)} of equity is sold short by the mean, and ${paidInWords(paid)} for it; at ${percent(rate)} a year that is ${amount(fee)}${profitable ? `, ${percent(fee / profit)} of the profit` : ""}`;
    return {severity: profitable && fee - paid > part * profit ? "warning" : "note", message};
  }
});
