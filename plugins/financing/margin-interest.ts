import {between} from "../../core/base/options.js";
import {defineFinancing} from "../../core/plugin.js";

/**
 * Simple interest on what is owed to the broker: the annual `rate` on cash below 0, for every calendar day, a year having
 * `days`. What was got for stock sold short pays for purchases, unless `proceeds` is false: then its lender keeps it, and
 * the value of short positions at the close before is owed besides.
 */
export const marginInterest = defineFinancing(
  "margin-interest",
  {rate: 0.06, days: 360, proceeds: true},
  ({rate, days, proceeds}) => {
    between("rate", rate, 0);
    between("days", days, 1);
    return {
      charges({cash, position, price}, _, passed) {
        let base = cash;
        if (!proceeds) for (let s = 0; s < position.length; ++s) if (position[s] < 0) base += position[s] * price[s];
        const amount = (base * rate * passed) / days;
        return amount < 0 ? [{what: "margin-interest", amount}] : [];
      }
    };
  }
);
