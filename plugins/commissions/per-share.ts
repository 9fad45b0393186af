import {defineCommission} from "../../core/plugin.js";

/** `cost` for each share, at least `minimum` a fill (Zipline's PerShare; its default is $0.001 and no minimum). */
export const perShare = defineCommission("per-share", {cost: 0.001, minimum: 0}, ({cost, minimum}) => {
  if (!(cost >= 0 && minimum >= 0)) throw new Error(`invalid cost: ${cost}, at least ${minimum}; expected 0 or more`);
  return {cost: ({quantity}) => Math.max(minimum, Math.abs(quantity) * cost)};
});
