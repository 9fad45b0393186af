import {defineRule} from "../rule.js";
import {day, percent} from "../text.js";

/** Fills larger than a market would have given. */
export const volumeShare = defineRule("volume-share", {
  severities: ["warning", "serious"],
  measures:
    "the part of the value traded in bars of whose volume more than `share` was taken: a warning above `some`; serious where a bar gave more than `whole` of its volume",
  meaning: "Orders of that size would have moved the price, or found nobody: the account is too large for these fills.",
  advice: "Cap fills at a part of the volume (slippage `limit`), or begin with less cash, and look at what is left.",
  thresholds: {share: 0.1, some: 0.01, whole: 1},
  look({panel, result, traded, rowOf}, {share, some, whole}) {
    const {volume} = panel.fields;
    if (!volume) return {unchecked: "the prices have no volume"};
    const n = panel.symbols.length;
    const bars = new Map<number, {units: number; value: number}>();
    for (const {t, symbol, quantity, price, forced} of result.fills) {
      const cell = rowOf(t) * n + symbol;
      if (forced || !(volume[cell] > 0)) continue;
      const bar = bars.get(cell) ?? {units: 0, value: 0};
      bar.units += Math.abs(quantity);
      bar.value += Math.abs(quantity * price);
      bars.set(cell, bar);
    }
    if (bars.size === 0 && result.fills.length > 0) return {unchecked: "no fill is on a bar with a volume"};
    let above = 0;
    let largest = 0;
    let where = "";
    for (const [cell, {units, value}] of bars) {
      const part = units / volume[cell];
      if (part > share * (1 + 1e-9)) above += value;
      if (part <= largest) continue;
      largest = part;
      where = `${panel.symbols[cell % n]} on ${day(panel.times[Math.floor(cell / n)])}`;
    }
    const beyond = largest > whole * (1 + 1e-9);
    if (!beyond && !(above / traded > some)) return null;
    const message = `${percent(above / traded)} of the value traded was filled above ${percent(share)} of a bar's volume; the most is ${percent(largest)}, of ${where}`;
    return {severity: beyond ? "serious" : "warning", message};
  }
});
