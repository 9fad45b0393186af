import {defineRule} from "../rule.js";

/** Orders filled at the close they were decided on. */
export const sameClose = defineRule("same-close", {
  severities: ["serious"],
  measures: "whether the fill rule is `same-close`",
  meaning:
    "The close is known when the market has closed, and nothing can be bought at it any more: every entry and exit has seen its own price.",
  advice: "Fill at the next open or close, or decide on what is known before the close.",
  thresholds: {},
  look: ({plan}) =>
    plan.backtest.fill === "same-close"
      ? "orders are decided on a bar's close and filled at that same close (fill rule same-close)"
      : null
});
