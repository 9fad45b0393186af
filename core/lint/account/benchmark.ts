import {pairedReturns} from "../../evaluate/returns.js";
import {defineRule} from "../rule.js";
import {annualSharpe} from "../sharpe.js";
import {percent, ratio} from "../text.js";

/** A benchmark that did better. */
export const benchmark = defineRule("benchmark", {
  severities: ["warning", "note"],
  measures:
    "total return and Sharpe ratio beside the benchmark's on the same bars: a warning where both are lower, a note where one is",
  meaning: "Who had held the benchmark and done nothing had more, or as much at less risk.",
  advice: "Say why anyone should trade this instead: less risk, or returns that the benchmark does not have.",
  thresholds: {},
  look({result}) {
    const {account, benchmark} = pairedReturns(result);
    if (benchmark.length < 2) return null;
    const [own, other] = [account, benchmark].map((returns) => ({
      total: returns.reduce((level, value) => level * (1 + value), 1) - 1,
      sharpe: annualSharpe(returns, result.periods)
    }));
    const less = other.total > own.total;
    const worse = other.sharpe > own.sharpe;
    if (!less && !worse) return null;
    const message = `it earned ${percent(own.total)} at a Sharpe ratio of ${ratio(own.sharpe)}, the benchmark ${percent(other.total)} at ${ratio(other.sharpe)}`;
    return {severity: less && worse ? "warning" : "note", message};
  }
});
