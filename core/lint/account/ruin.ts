import {defineRule} from "../rule.js";
import {counted, day} from "../text.js";

/** An account that was closed by its broker, in whole or in part. */
export const ruin = defineRule("ruin", {
  severities: ["serious", "warning"],
  measures: "fills that the broker forced: serious where the account was bankrupt, a warning where margin was called",
  meaning: "After that the account is another one: figures that go on over it, such as a mean or a hit rate, mislead.",
  advice: "Trade less on credit, and keep a limit on the drawdown.",
  thresholds: {},
  look({result: {fills, equity, times}}) {
    const broke = fills.find(({forced}) => forced === "bankrupt")?.t ?? times[equity.findIndex((value) => value <= 0)];
    if (broke !== undefined) return `nothing was left on ${day(broke)}: all positions were closed`;
    const called = fills.filter(({forced}) => forced === "margin-call");
    if (called.length === 0) return null;
    return {
      severity: "warning",
      message: `${counted(called.length, "position")} had to be cut for margin, first on ${day(called[0].t)}`
    };
  }
});
