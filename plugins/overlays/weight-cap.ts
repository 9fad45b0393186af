import {between, oneOf} from "../../core/base/options.js";
import {defineOverlay} from "../../core/plugin.js";

/**
 * No symbol's weight is above `most` of equity, long or short. What is cut stays in `cash`, or goes to the `others`: to
 * those on the same side that are below the cap, in proportion to their weights, again and again until none is above
 * it; what then finds no room stays in cash.
 */
export const weightCap = defineOverlay("weight-cap", {most: 0.1, excess: "cash"}, ({most, excess}) => {
  between("weight-cap most", most, 0);
  const goes = oneOf("weight-cap excess", excess, ["cash", "others"]);
  return {
    adjust(targets) {
      if (goes === "cash") return targets.map((weight) => Math.max(-most, Math.min(most, weight)));
      const out = targets.slice();
      for (const sign of [1, -1]) shareOut(out, sign, most);
      return out;
    }
  };
});

/** Caps one side's weights and gives what is cut to the rest of it. */
function shareOut(weights: Float64Array, sign: number, most: number): void {
  let free = Array.from(weights.keys()).filter((s) => sign * weights[s] > 0);
  let room = free.reduce((sum, s) => sum + sign * weights[s], 0);
  for (;;) {
    const held = free.reduce((sum, s) => sum + sign * weights[s], 0);
    const scale = held > 0 ? room / held : 0;
    const above = free.filter((s) => sign * weights[s] * scale > most);
    if (above.length === 0) {
      for (const s of free) weights[s] *= scale;
      return;
    }
    for (const s of above) weights[s] = sign * most;
    room -= above.length * most;
    free = free.filter((s) => !above.includes(s));
  }
}
