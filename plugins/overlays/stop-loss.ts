import {between, oneOf} from "../../core/base/options.js";
import {defineOverlay} from "../../core/plugin.js";
import {guardsOf, keptOut, reentries} from "../../core/portfolio/stops.js";

/**
 * Closes a position that has lost the part `loss` of what was paid for it: a stop at entry · (1 − loss) under what is
 * held long, at entry · (1 + loss) over what is held short. A bar that opens beyond it is filled at its open. After that
 * the same side is kept out until the strategy has wanted something else (`reenter` `signal`), or may be taken again at
 * once (`next`). In the bar that opens a position the distance is a part of the close before it.
 */
export const stopLoss = defineOverlay("stop-loss", {loss: 0.02, reenter: "signal"}, ({loss, reenter}) => {
  between("stop-loss loss", loss, 1e-9, 1 - 1e-9);
  const again = oneOf("stop-loss reenter", reenter, reentries);
  return {
    adjust: (targets, _, book) => (again === "signal" ? keptOut(targets, book) : targets.slice()),
    guards: (_, book) => guardsOf(book, "entry", "stop-loss", (_symbol, paid) => loss * paid)
  };
});
