import {between, oneOf} from "../../core/base/options.js";
import {defineOverlay} from "../../core/plugin.js";
import {guardsOf, keptOut, reentries} from "../../core/portfolio/stops.js";

/**
 * Closes a position that has given back the part `trail` of its best price: a stop at best · (1 − trail) under what is
 * held long, best the highest high until the bar before, and at best · (1 + trail) over what is held short, best the
 * lowest low. It never moves against the position. A bar that opens beyond it is filled at its open. After that the same
 * side is kept out until the strategy has wanted something else (`reenter` `signal`), or may be taken again at once
 * (`next`).
 */
export const trailingStop = defineOverlay("trailing-stop", {trail: 0.05, reenter: "signal"}, ({trail, reenter}) => {
  between("trailing-stop trail", trail, 1e-9, 1 - 1e-9);
  const again = oneOf("trailing-stop reenter", reenter, reentries);
  return {
    adjust: (targets, _, book) => (again === "signal" ? keptOut(targets, book) : targets.slice()),
    guards: (_, book) => guardsOf(book, "best", "trailing-stop", (_symbol, best) => trail * best)
  };
});
