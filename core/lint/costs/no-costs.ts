import {defineRule} from "../rule.js";
import {amount, counted} from "../text.js";

/** Trading that costs nothing, or next to it. */
export const noCosts = defineRule("no-costs", {
  severities: ["serious", "warning"],
  measures:
    "commissions and slippage over the value traded: serious where that is nothing, a warning where it is below `points` hundredths of a per cent, or where the account was paid for trading",
  meaning: "Somebody pays spread, impact and fees on every trade. The number is of a market in which nobody does.",
  advice: "State slippage and a commission, such as 5 hundredths of a per cent and what your broker charges.",
  thresholds: {points: 1},
  look({traded, costs, result: {fills}}, {points}) {
    if (fills.length === 0) return null;
    const paid = (costs / traded) * 10_000;
    if (costs === 0) return `${amount(traded)} was traded in ${counted(fills.length, "fill")}, for nothing`;
    if (paid >= points) return null;
    const message =
      paid < 0
        ? `trading brought ${amount(-costs)}: it is paid for`
        : `trading cost ${paid.toFixed(3)} hundredths of a per cent of the value traded`;
    return {severity: "warning", message};
  }
});
