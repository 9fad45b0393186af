import {defineRule} from "../rule.js";
import {percent, ratio} from "../text.js";

/** Returns that cannot be told from none. */
export const tTest = defineRule("t-test", {
  severities: ["warning"],
  measures:
    "the mean return over its standard error, by day, with Newey and West's correction for neighbours that go together; where the mean is above 0, a warning below `t`",
  meaning: "As much profit is often made by strategies that know nothing: this one may be one of them.",
  advice: "A longer history, more names or more trades tell more; a better-looking variant of the same does not.",
  thresholds: {t: 2},
  look({daily, test: {mean, t, lag}}, {t: least}) {
    if (!(mean > 0) || t >= least) return null;
    if (Number.isNaN(t)) return {unchecked: "the returns do not vary"};
    const years = daily.returns.length / daily.periods;
    const wanted = years * (least / t) * (least / t);
    return `the mean return of a ${daily.of}, ${percent(mean)}, is ${ratio(t)} standard errors from zero (${daily.returns.length} ${daily.of}s, ${lag} lags); at this rate it takes ${years >= 1 || wanted >= 1 ? `${wanted.toFixed(1)} years` : `${Math.ceil(wanted * daily.periods)} ${daily.of}s`} until it is ${ratio(least)}`;
  }
});
