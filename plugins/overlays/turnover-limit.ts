import {between} from "../../core/base/options.js";
import {defineOverlay} from "../../core/plugin.js";
import {heldWeights} from "../../core/portfolio/history.js";

/**
 * Trades no more than the part `most` of equity on a bar, bought and sold added up: where Σ |wanted − held| is above it,
 * every weight goes only as far of its way to what is wanted as makes the sum `most`. That slows down what reduces risk
 * as well; let overlays that sell come after it.
 */
export const turnoverLimit = defineOverlay("turnover-limit", {most: 0.2}, ({most}) => {
  between("turnover-limit most", most, 0);
  return {
    adjust(targets, _, book) {
      const held = heldWeights(book);
      const total = targets.reduce((sum, weight, s) => sum + Math.abs(weight - held[s]), 0);
      const part = total > most ? most / total : 1;
      return part === 1 ? targets.slice() : targets.map((weight, s) => held[s] + part * (weight - held[s]));
    }
  };
});
