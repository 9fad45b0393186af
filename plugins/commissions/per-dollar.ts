import {between} from "../../core/base/options.js";
import {defineCommission} from "../../core/plugin.js";

/**
 * `rate` of the value traded (Zipline's PerDollar with its default), and at least `minimum` an order. An order that is
 * filled in parts pays the minimum with the first, and the difference once its value has cost as much; until then the
 * parts before count at the price of the one that is charged.
 */
export const perDollar = defineCommission("per-dollar", {rate: 0.0015, minimum: 0}, ({rate, minimum}) => {
  between("rate", rate, 0);
  between("minimum", minimum, 0);
  const proportional = (quantity: number, price: number) => Math.abs(quantity) * price * rate;
  if (minimum === 0)
    return {cost: ({quantity, price}) => proportional(quantity, price), linear: {unit: 0, value: rate}};
  return {
    cost({quantity, price}, {filled = 0, paid = 0}) {
      const own = proportional(quantity, price);
      if (filled === 0) return Math.max(minimum, own);
      return paid > minimum ? own : Math.max(0, Math.max(minimum, proportional(filled, price) + own) - paid);
    }
  };
});
