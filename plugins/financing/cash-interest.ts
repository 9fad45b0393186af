import {between} from "../../core/base/options.js";
import {defineFinancing} from "../../core/plugin.js";

/**
 * Simple interest on cash: the annual `rate` on what the account has, where that is above 0, for every calendar day, a year
 * having `days`. What was got for stock sold short is kept by its lender and earns nothing, unless `proceeds` is true: the
 * value of short positions at the close before is taken off the cash.
 */
export const cashInterest = defineFinancing(
  "cash-interest",
  {rate: 0.02, days: 365, proceeds: false},
  ({rate, days, proceeds}) => {
    between("rate", rate, 0);
    between("days", days, 1);
    return {
      charges({cash, position, price}, _, passed) {
        let base = cash;
        if (!proceeds) for (let s = 0; s < position.length; ++s) if (position[s] < 0) base += position[s] * price[s];
        const amount = (base * rate * passed) / days;
        return amount > 0 ? [{what: "cash-interest", amount}] : [];
      }
    };
  }
);
