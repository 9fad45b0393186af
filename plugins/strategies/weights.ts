import {oneOf} from "../../core/base/options.js";
import {defineStrategy} from "../../core/plugin.js";

/**
 * Holds the weights that stand in a field, fractions of equity and negative for short: whatever made them, in a notebook or
 * another program, is traded here. A row in which no symbol has a weight leaves the book alone, so a table that is filled
 * on the days of its rebalancing alone is traded on these. In a row that has some, a symbol without one (`NaN`) is left as
 * it is where `missing` is `keep`, and sold where it is `zero`. On each row that has weights the book is brought to them,
 * what prices have moved since included. Throws where a weight is infinite.
 */
export const weights = defineStrategy("weights", {field: "weight", missing: "keep"}, ({field, missing}) => {
  const keep = oneOf("weights missing", missing, ["keep", "zero"]) === "keep";
  return {
    needs: [field],
    lookback: 0,
    bookless: !keep,
    targets(now, {position, price, equity}) {
      const wanted = now.row(field);
      if (wanted.every(Number.isNaN)) return null;
      return wanted.map((weight, s) => {
        if (Number.isFinite(weight)) return weight;
        if (!Number.isNaN(weight))
          throw new Error(`invalid ${field} of ${now.symbols[s]}: ${weight}; expected a finite weight or none`);
        return keep && position[s] !== 0 ? (position[s] * price[s]) / equity : 0;
      });
    }
  };
});
