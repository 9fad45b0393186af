import {defineFinancing} from "../../core/plugin.js";

/**
 * The funding of perpetual futures: position × price × rate, where `field` has the rate that falls due as each bar begins
 * (the sum of those since the bar before, of bars that are longer than the venue's interval) and the price is the close
 * before. Longs pay it and shorts get it where the rate is above 0, and the other way round where it is below. A bar
 * without a rate counts as one with a rate of 0: nothing is paid. The rates are those of an interval, not of a year.
 */
export const funding = defineFinancing("funding", {field: "funding_rate"}, ({field}) => {
  if (field === "") throw new Error("invalid funding field: none; expected the name of the field with the rates");
  return {
    needs: [field],
    charges({position, price}, now) {
      const charges = [];
      for (let symbol = 0; symbol < position.length; ++symbol) {
        if (position[symbol] === 0 || !(price[symbol] > 0)) continue;
        const rate = now.at(field, symbol);
        const amount = -position[symbol] * price[symbol] * rate;
        if (Number.isFinite(amount) && amount !== 0) charges.push({what: "funding", amount, symbol});
      }
      return charges;
    }
  };
});
