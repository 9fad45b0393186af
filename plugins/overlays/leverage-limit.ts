import {between, oneOf} from "../../core/base/options.js";
import {defineOverlay} from "../../core/plugin.js";

/**
 * Limits the sum of the weights without signs to `gross`, and their sum, long less short, to within `net` of 0. Weights
 * beyond a limit are `cut`, all scaled down alike, or refused (`breach` `reject`), so that the book is left as it is.
 * What is held drifts with prices: with `watch` `book` it is cut too, on any bar on which it has come to be beyond a
 * limit; with `targets` it waits for the strategy's next weights.
 */
export const leverageLimit = defineOverlay(
  "leverage-limit",
  {gross: 1, net: 1, breach: "cut", watch: "targets"},
  ({gross, net, breach, watch}) => {
    between("leverage-limit gross", gross, 0);
    between("leverage-limit net", net, 0);
    const cuts = oneOf("leverage-limit breach", breach, ["cut", "reject"]) === "cut";
    const standing = oneOf("leverage-limit watch", watch, ["targets", "book"]) === "book";
    if (standing && !cuts)
      throw new Error("invalid leverage-limit watch: book; what is held cannot be refused, so let breach be cut");
    return {
      standing,
      adjust(targets) {
        let size = 0;
        let sum = 0;
        for (const weight of targets) {
          size += Math.abs(weight);
          sum += weight;
        }
        const scale = Math.min(size > gross ? gross / size : 1, Math.abs(sum) > net ? net / Math.abs(sum) : 1);
        return scale < 1 && !cuts ? null : targets.map((weight) => weight * scale);
      },
      explain(targets, adjusted) {
        if (adjusted?.every((weight, s) => weight === targets[s])) return null;
        return `weights ${adjusted ? "cut" : "refused"}: beyond ${gross} gross or ${net} net`;
      }
    };
  }
);
