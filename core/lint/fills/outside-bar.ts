import {defineRule} from "../rule.js";
import {amount, day} from "../text.js";

/** Fills at prices that the bar never saw. */
export const outsideBar = defineRule("outside-bar", {
  severities: ["serious"],
  measures:
    "fills whose price before slippage lies above the bar's high or below its low, or which bought below the low or sold above the high, by more than the part `tolerance` of the price",
  meaning: "Those trades could not have been made; what they earned is not there to be earned.",
  advice: "Look at the fill rule, at the units of prices (adjusted and unadjusted ones mixed) and at the slippage.",
  thresholds: {tolerance: 1e-6},
  look({panel, result, rowOf}, {tolerance}) {
    const {high, low} = panel.fields;
    if (!high || !low) return {unchecked: "the prices have no highs and lows"};
    let count = 0;
    let first = "";
    for (const {t, symbol, quantity, price, slippage, forced} of result.fills) {
      if (forced) continue;
      const cell = rowOf(t) * panel.symbols.length + symbol;
      const [most, least] = [high[cell] * (1 + tolerance), low[cell] * (1 - tolerance)];
      const reference = price - slippage / quantity;
      const better = quantity > 0 ? price < least : price > most;
      if (!(reference > most || reference < least || better)) continue;
      ++count;
      first ||= `${quantity > 0 ? "a purchase" : "a sale"} of ${result.symbols[symbol]} on ${day(t)} at ${shown(better ? price : reference)}, where the bar has ${shown(low[cell])} to ${shown(high[cell])}`;
    }
    if (count === 0) return null;
    return `${amount(count)} of ${amount(result.fills.length)} fills lie outside of their bars, the first ${first}`;
  }
});

function shown(price: number): string {
  return String(Number(price.toPrecision(6)));
}
