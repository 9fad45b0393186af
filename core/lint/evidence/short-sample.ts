import {defineRule} from "../rule.js";
import {counted} from "../text.js";

/** Too short a time to judge by. */
export const shortSample = defineRule("short-sample", {
  severities: ["warning", "note"],
  measures: "the years that were traded: a warning below `least`, a note below `enough`",
  meaning: "Annual figures of so short a time are blown up from little, and it has seen one kind of market.",
  advice: "Trade a longer history; show the figures of the span and not those of a year.",
  thresholds: {least: 1, enough: 3},
  look({years, result}, {least, enough}) {
    if (years >= enough) return null;
    const message = `${years.toFixed(1)} years were traded, ${counted(result.times.length, "bar")}`;
    return {severity: years < least ? "warning" : "note", message};
  }
});
