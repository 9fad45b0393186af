import {between, oneOf} from "../../core/base/options.js";
import {defineOverlay} from "../../core/plugin.js";
import {heldWeights} from "../../core/portfolio/history.js";

/**
 * Leaves the book alone while each weight that is held is within `band` of the one that is wanted: of equity
 * (`absolute`), or as a part of the wanted weight (`relative`). Once one is not, `all` are brought to what is wanted, or
 * only those outside of their bands (`outside` `breached`). A symbol that is to be opened, closed or turned round is
 * always outside; one without a price never is.
 */
export const rebalanceBand = defineOverlay(
  "rebalance-band",
  {band: 0.05, measure: "absolute", outside: "all"},
  ({band, measure, outside}) => {
    between("rebalance-band band", band, 0);
    const relative = oneOf("rebalance-band measure", measure, ["absolute", "relative"]) === "relative";
    const all = oneOf("rebalance-band outside", outside, ["all", "breached"]) === "all";
    return {
      adjust(targets, _, book) {
        const held = heldWeights(book);
        const isOutside = (s: number) => {
          if (!(book.price[s] > 0)) return false;
          if (Math.sign(held[s]) !== Math.sign(targets[s])) return true;
          return Math.abs(held[s] - targets[s]) > (relative ? band * Math.abs(targets[s]) : band);
        };
        const breached = targets.map((_weight, s) => Number(isOutside(s)));
        if (!breached.includes(1)) return null;
        return all ? targets.slice() : targets.map((weight, s) => (breached[s] === 1 ? weight : held[s]));
      }
    };
  }
);
