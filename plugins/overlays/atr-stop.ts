import {between, oneOf, whole} from "../../core/base/options.js";
import {defineOverlay} from "../../core/plugin.js";
import {averageRange, guardsOf, keptOut, latestKnown, reentries} from "../../core/portfolio/stops.js";

/**
 * A stop `multiple` times the average true range away `from` the `entry` or the `best` price so far, under what is held
 * long and over what is held short. The range is the mean of the true ranges of the last `window` bars before the one
 * that the stop is kept in: the stop from the entry widens and narrows with it, that from the best price never moves
 * against the position. `range` names a field, in units of price, to be taken instead (the latest value of the last
 * `window` rows), such as Wilder's or a volatility. A symbol with fewer than half of the window's ranges has no stop. A
 * bar that opens beyond it is filled at its open. After that the same side is kept out until the strategy has wanted
 * something else (`reenter` `signal`), or may be taken again at once (`next`).
 */
export const atrStop = defineOverlay(
  "atr-stop",
  {multiple: 3, window: 14, from: "best", range: "", reenter: "signal"},
  ({multiple, window, from, range, reenter}) => {
    between("atr-stop multiple", multiple, 1e-9);
    whole("atr-stop window", window);
    const counted = oneOf("atr-stop from", from, ["entry", "best"]);
    const again = oneOf("atr-stop reenter", reenter, reentries);
    return {
      adjust: (targets, _, book) => (again === "signal" ? keptOut(targets, book) : targets.slice()),
      guards(now, book) {
        const size = range === "" ? averageRange(now, window) : latestKnown(now, range, window);
        return guardsOf(book, counted, "atr-stop", (symbol) => multiple * size[symbol]);
      }
    };
  }
);
