import {between} from "../../core/base/options.js";
import {defineFinancing} from "../../core/plugin.js";

/**
 * What lenders of stock are paid: the annual fee `rate` on the value of each short position at the close before, for every
 * calendar day, a year having `days` (360 by custom). A `field` with each symbol's own fee, as a fraction a year, is read on
 * the bar before, on which the stock was held; `rate` is charged where it has no value. A fee below 0 is paid to the
 * account.
 */
export const borrowFee = defineFinancing("borrow-fee", {rate: 0.003, days: 360, field: ""}, ({rate, days, field}) => {
  between("rate", rate, 0);
  between("days", days, 1);
  return {
    needs: field === "" ? [] : [field],
    charges({position, price}, now, passed) {
      const charges = [];
      for (let symbol = 0; symbol < position.length; ++symbol) {
        if (!(position[symbol] < 0 && price[symbol] > 0)) continue;
        const own = field === "" ? NaN : now.at(field, symbol, 1);
        const fee = Number.isFinite(own) ? own : rate;
        const amount = (position[symbol] * price[symbol] * fee * passed) / days;
        if (amount !== 0) charges.push({what: "borrow", amount, symbol});
      }
      return charges;
    }
  };
});
