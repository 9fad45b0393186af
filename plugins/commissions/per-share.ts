import {between} from "../../core/base/options.js";
import {defineCommission} from "../../core/plugin.js";

/**
 * `cost` for each share, and at least `minimum` an order (Zipline's PerShare with its defaults). An order that is filled in
 * parts pays the minimum with the first, nothing more until its shares have cost as much, and then the difference.
 */
export const perShare = defineCommission("per-share", {cost: 0.001, minimum: 0}, ({cost, minimum}) => {
  between("cost", cost, 0);
  between("minimum", minimum, 0);
  if (minimum === 0) return {cost: ({quantity}) => Math.abs(quantity) * cost, linear: {unit: cost, value: 0}};
  return {
    cost({quantity}, {filled = 0, paid = 0}) {
      const due = Math.max(minimum, filled * cost + Math.abs(quantity) * cost);
      return filled === 0 ? due : Math.max(0, due - paid);
    }
  };
});
