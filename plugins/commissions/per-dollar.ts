import {defineCommission} from "../../core/plugin.js";

/** `rate` of the value traded, at least `minimum` a fill (Zipline's PerDollar; its default is 0.0015). */
export const perDollar = defineCommission("per-dollar", {rate: 0.0015, minimum: 0}, ({rate, minimum}) => {
  if (!(rate >= 0 && minimum >= 0)) throw new Error(`invalid rate: ${rate}, at least ${minimum}; expected 0 or more`);
  return {cost: ({quantity, price}) => Math.max(minimum, Math.abs(quantity) * price * rate)};
});
