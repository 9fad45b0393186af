import {accountReturns} from "../../evaluate/returns.js";
import {testMean} from "../mean-test.js";
import {defineRule} from "../rule.js";
import {annualSharpe} from "../sharpe.js";
import {ratio} from "../text.js";

/** A result that one bar takes away. */
export const delaySensitivity = defineRule("delay-sensitivity", {
  severities: ["warning"],
  measures:
    "the Sharpe ratio when it is traded once more by what was known a bar before each decision, where it was at least `sharpe`: a warning where less than `left` of it remains and the loss is at least `t` standard errors",
  meaning:
    "It has to be first: what it knows is gone a bar later. Either its inputs are known later than it says, or others are faster.",
  advice: "Check when each input is known and what an order can still be filled at then; expect something in between.",
  thresholds: {sharpe: 0.5, left: 0.5, t: 2},
  look({sharpe: before, late, returns, result}, {sharpe, left, t: least}) {
    if (!(before >= sharpe)) return null;
    const delayed = accountReturns(late.equity);
    const after = annualSharpe(delayed, result.periods);
    if (after >= left * before) return null;
    const {t} = testMean(returns.map((value, i) => value - (delayed[i] ?? 0)));
    if (!(t >= least)) return null;
    return `the Sharpe ratio is ${ratio(before)}, and ${ratio(after)} on what was known one bar before; the difference is ${ratio(t)} standard errors`;
  }
});
