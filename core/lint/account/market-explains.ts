import {correlation} from "../../base/stats.js";
import {betaOf} from "../../evaluate/benchmark.js";
import {pairedReturns} from "../../evaluate/returns.js";
import {testMean} from "../mean-test.js";
import {defineRule} from "../rule.js";
import {percent, ratio} from "../text.js";

/** A profit that the market explains. */
export const marketExplains = defineRule("market-explains", {
  severities: ["warning"],
  measures:
    "the mean return in standard errors, as it is and less beta times the benchmark's: a warning where the first is at least `t` and the second below `alpha`",
  meaning: "What it earned is what the benchmark earned, times its exposure: an index fund would have done.",
  advice: "Hedge the market out and look at what is left; compare with the benchmark at the same exposure.",
  thresholds: {t: 2, alpha: 1},
  look({result}, {t, alpha}) {
    const pair = pairedReturns(result);
    const beta = betaOf(pair);
    if (!(beta > 0)) return null;
    const whole = testMean(pair.account);
    const rest = testMean(pair.account.map((value, i) => value - beta * pair.benchmark[i]));
    if (!(whole.t >= t) || rest.t >= alpha) return null;
    const shared = correlation(pair.account, pair.benchmark);
    const left = Number.isNaN(rest.t) ? "nothing is left" : `it is ${ratio(rest.t)}`;
    return `its mean return is ${ratio(whole.t)} standard errors from zero; less ${ratio(beta)} times the benchmark's ${left} (R² ${percent(shared * shared)})`;
  }
});
