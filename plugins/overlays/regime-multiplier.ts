import {between} from "../../core/base/options.js";
import {defineOverlay} from "../../core/plugin.js";

/**
 * Multiplies each symbol's weight by the number of its regime: the k-th of `multipliers` where the field named by
 * `regime` is k, counted from 0, and `otherwise` where it is missing or anything else. 0 holds nothing, a number below
 * 0 turns the position round.
 */
export const regimeMultiplier = defineOverlay(
  "regime-multiplier",
  {regime: "regime", multipliers: [1, 0.5, 0], otherwise: 1},
  ({regime, multipliers, otherwise}) => {
    const each = Float64Array.from(multipliers);
    for (const value of [...each, otherwise]) between("regime-multiplier multiplier", value, -Number.MAX_VALUE);
    return {
      adjust(targets, now) {
        const state = now.row(regime);
        return targets.map((weight, s) => {
          const value: number | undefined = each[state[s]];
          return weight * (value ?? otherwise);
        });
      }
    };
  }
);
