import {retrade, costlier} from "../retrade.js";
import {defineRule} from "../rule.js";
import {amount, percent, ratio} from "../text.js";

/** A profit that a little more cost takes away. */
export const costSensitivity = defineRule("cost-sensitivity", {
  severities: ["warning"],
  measures:
    "the profit when it is traded once more with slippage and commissions `times` as high: a warning where none is left",
  meaning:
    "The profit is of the size of the error of the costs: a wider spread or a larger account turns it to a loss.",
  advice: "Trade less often (a band, a longer holding time), or measure the costs that you really pay.",
  thresholds: {times: 2},
  look(run, {times}) {
    const {profit, costs, traded, cash} = run;
    if (!(profit > 0 && costs > 0)) return null;
    const after = retrade(run, costlier(run.plan.backtest, times)).equity.at(-1)! - cash;
    if (after > 0) return null;
    const even = ((profit + costs) / traded) * 10_000;
    return `with costs ${ratio(times)} times as high the profit of ${amount(profit)} becomes ${amount(after)}; ${amount(costs)} was paid, ${percent(costs / (profit + costs))} of what was earned before costs, and ${even.toFixed(1)} hundredths of a per cent of the value traded would take it all, where ${((costs / traded) * 10_000).toFixed(1)} were paid`;
  }
});
