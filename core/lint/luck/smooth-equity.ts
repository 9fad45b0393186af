import {autocorrelations} from "../../evaluate/autocorrelation.js";
import {defineRule} from "../rule.js";
import {percent, ratio} from "../text.js";

/** Returns that foretell one another. */
export const smoothEquity = defineRule("smooth-equity", {
  severities: ["warning"],
  measures:
    "the correlation of each day's return with the next; a warning from `correlation` on, where it is also three standard errors from nothing and there are at least `least` days",
  meaning:
    "Returns of prices that are traded do not foretell one another so much. Stale or smoothed prices do it, and they understate volatility and drawdown and overstate the Sharpe ratio.",
  advice: "Look for prices that stand still, for values filled in between, and for illiquid names.",
  thresholds: {correlation: 0.2, least: 60},
  look({daily: {returns}}, {correlation, least}) {
    if (returns.length < least) return {unchecked: `there are ${returns.length} days, and it takes ${least}`};
    const rho = autocorrelations(returns, 1)[1];
    if (!(rho >= correlation && rho > 3 / Math.sqrt(returns.length))) return null;
    const left = Math.sqrt((1 - rho) / (1 + rho));
    return `the correlation of a day's return with the next is ${ratio(rho)}: the Sharpe ratio of independent days would be ${percent(1 - left)} lower`;
  }
});
