import {defineRule} from "../rule.js";
import {percent} from "../text.js";

/** A profit that hangs on one name. */
export const oneSymbol = defineRule("one-symbol", {
  severities: ["warning"],
  measures:
    "what the best symbol earned as a part of the whole profit, where at least `least` symbols were traded: a warning from `share` on, and from `parts` equal parts on",
  meaning: "The other names together earned little: it looks like a rule for many names and is a bet on one.",
  advice: "Leave the name out and look at what remains; ask who chose the names, and when.",
  thresholds: {share: 0.5, parts: 5, least: 5},
  look({bySymbol, profit, profitable, result}, {share, parts, least}) {
    const names = new Set(result.fills.map(({symbol}) => symbol)).size;
    if (!profitable || names < least) return null;
    const best = bySymbol.reduce((most, earned, s) => (earned > bySymbol[most] ? s : most), 0);
    if (!(bySymbol[best] >= Math.max(share, parts / names) * profit)) return null;
    return `${result.symbols[best]}, one of ${names} names that were traded, earned ${percent(bySymbol[best] / profit)} of the profit`;
  }
});
