import {between} from "../../core/base/options.js";
import {defineOverlay} from "../../core/plugin.js";

/**
 * No sector's weights add up to more than `most` of equity, their signs not counted: those of a sector above it are
 * scaled down alike, and what is cut stays in cash. `field` has each symbol's sector as a number; symbols without one
 * are a sector together.
 */
export const sectorCap = defineOverlay("sector-cap", {field: "sector", most: 0.3}, ({field, most}) => {
  between("sector-cap most", most, 0);
  return {
    adjust(targets, now) {
      const sector = now.row(field);
      const sums = new Map<number, number>();
      for (let s = 0; s < targets.length; ++s) sums.set(sector[s], (sums.get(sector[s]) ?? 0) + Math.abs(targets[s]));
      return targets.map((weight, s) => {
        const sum = sums.get(sector[s])!;
        return sum > most ? (weight * most) / sum : weight;
      });
    }
  };
});
