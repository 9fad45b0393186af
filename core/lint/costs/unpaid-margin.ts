import {charged, paidInWords} from "../charged.js";
import {defineRule} from "../rule.js";
import {amount, percent} from "../text.js";

/** Credit that costs nothing, or next to it. */
export const unpaidMargin = defineRule("unpaid-margin", {
  severities: ["note", "warning"],
  measures:
    "bars on which cash is below −`debt` of equity, from `time` of all bars on, where less than the part `token` of an interest of `rate` a year is charged: a note, and a warning where the rest of that interest is more than `part` of the profit",
  meaning: "What is bought on credit pays interest: without it leverage looks as if it were free.",
  advice: "Charge it: financing `margin-interest`; or state a margin of 1, which is an account without credit.",
  thresholds: {debt: 0.02, time: 0.05, rate: 0.06, token: 0.1, part: 0.1},
  look({result, years, profit, profitable}, {debt, time, rate, token, part}) {
    const {cash, equity, postings = []} = result;
    if (postings.some(({what}) => what === "funding")) return null;
    let [bars, owed] = [0, 0];
    for (let i = 0; i < cash.length; ++i) {
      if (!(cash[i] < -debt * equity[i])) continue;
      ++bars;
      owed -= cash[i];
    }
    if (bars === 0 || bars < time * cash.length) return null;
    const interest = (owed / cash.length) * rate * years;
    const paid = charged(postings, "margin-interest");
    if (paid >= token * interest) return null;
    const message = `on ${percent(bars / cash.length)} of bars the account owed money, ${amount(owed / bars)} by their mean, and ${paidInWords(paid)} in interest; at ${percent(rate)} a year that is ${amount(interest)}${profitable ? `, ${percent(interest / profit)} of the profit` : ""}`;
    return {severity: profitable && interest - paid > part * profit ? "warning" : "note", message};
  }
});
