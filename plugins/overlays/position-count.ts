import {whole} from "../../core/base/options.js";
import {defineOverlay} from "../../core/plugin.js";

/**
 * Holds no more than `most` symbols: those of the largest weights, their signs not counted, the earlier of two alike.
 * The others are not held, and what they would have had stays in cash.
 */
export const positionCount = defineOverlay("position-count", {most: 20}, ({most}) => {
  whole("position-count most", most);
  return {
    adjust(targets) {
      const order = Array.from(targets.keys()).sort((a, b) => Math.abs(targets[b]) - Math.abs(targets[a]) || a - b);
      const kept = new Set(order.slice(0, most));
      return targets.map((weight, s) => (kept.has(s) ? weight : 0));
    }
  };
});
