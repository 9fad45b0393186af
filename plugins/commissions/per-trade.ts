import {between} from "../../core/base/options.js";
import {defineCommission} from "../../core/plugin.js";

/** `cost` for each order that is filled, with the first of its parts (Zipline's PerTrade; its default is 0). */
export const perTrade = defineCommission("per-trade", {cost: 1}, ({cost}) => {
  between("cost", cost, 0);
  return {cost: (_, {filled = 0}) => (filled === 0 ? cost : 0), ...(cost === 0 && {linear: {unit: 0, value: 0}})};
});
