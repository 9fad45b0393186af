import {between} from "../../core/base/options.js";
import {defineCommission} from "../../core/plugin.js";

/**
 * `cost` for each contract and the exchange's `fee` once an order, together at least `minimum` an order (Zipline's
 * PerContract with its default cost; its fees are listed by contract, and lie between about $1 and $2). An order that is
 * filled in parts pays fee and minimum with the first, and no more until its contracts and the fee have cost as much.
 */
export const perContract = defineCommission(
  "per-contract",
  {cost: 0.85, fee: 0, minimum: 0},
  ({cost, fee, minimum}) => {
    between("cost", cost, 0);
    between("fee", fee, 0);
    between("minimum", minimum, 0);
    if (fee === 0 && minimum === 0)
      return {cost: ({quantity}) => Math.abs(quantity) * cost, linear: {unit: cost, value: 0}};
    return {
      cost({quantity}, {filled = 0, paid = 0}) {
        const due = Math.max(minimum, filled * cost + Math.abs(quantity) * cost + fee);
        return filled === 0 ? due : Math.max(0, due - paid);
      }
    };
  }
);
