import {between, whole} from "../../core/base/options.js";
import {defineScenario} from "../../core/plugin.js";
import {simulateGarch} from "../../core/scenarios/garch.js";
import {checkStart, place} from "../../core/scenarios/placing.js";

/**
 * From a share `start` of the rows on (−1: a row drawn at random) each symbol's log returns are simulated by a GARCH(1,1)
 * with `alpha` and `beta`, around the mean and variance of its own and with the correlation of all. Innovations are
 * normal, or, with `freedom` 3 or more, Student's t with so many degrees of freedom. Bars keep the gap at their open and
 * their volume.
 */
export const garch = defineScenario(
  "garch",
  {start: 0, alpha: 0.08, beta: 0.9, freedom: 0},
  ({start, alpha, beta, freedom}) => {
    checkStart("garch", start);
    between("garch alpha", alpha, 0, 1);
    between("garch beta", beta, 0, 1);
    if (alpha + beta >= 1)
      throw new Error(`invalid garch alpha: ${alpha} with beta ${beta}; their sum must be below 1`);
    whole("garch freedom", freedom, 0);
    if (freedom === 1 || freedom === 2)
      throw new Error(`invalid garch freedom: ${freedom}; choose 3 or more, or 0 for normal innovations`);
    return {
      apply(panel, random) {
        const rows = panel.times.length;
        const from = place("garch", start, 1, rows, random);
        const out = simulateGarch(panel, from, {alpha, beta, freedom}, random);
        return {panel: out, marks: [{from, to: rows - 1, what: "garch"}]};
      }
    };
  }
);
