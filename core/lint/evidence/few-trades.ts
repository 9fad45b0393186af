import {defineRule} from "../rule.js";
import {counted} from "../text.js";

/** Too few decisions to judge by. */
export const fewTrades = defineRule("few-trades", {
  severities: ["warning"],
  measures: "how often positions were closed, in whole or in part, beside `least`",
  meaning: "So few decisions tell nothing about the rule that made them: one or two more would change every figure.",
  advice: "Trade more names, a longer history or a shorter holding time, or call it an anecdote.",
  thresholds: {least: 30},
  look({exits, result: {fills}}, {least}) {
    if (exits.length >= least) return null;
    if (fills.length === 0) return "nothing was ever traded: all figures are those of an account of cash";
    return `${counted(exits.length, "trade")} ${exits.length === 1 ? "was" : "were"} closed; it takes ${least} to say anything`;
  }
});
