import {between} from "../../core/base/options.js";
import {defineOverlay} from "../../core/plugin.js";

/**
 * Scales all weights down alike where their sum without signs is above `gross`, or their sum, long less short, is
 * further from 0 than `net`; never up.
 */
export const leverageLimit = defineOverlay("leverage-limit", {gross: 1, net: 1}, ({gross, net}) => {
  between("leverage-limit gross", gross, 0);
  between("leverage-limit net", net, 0);
  return {
    adjust(targets) {
      let size = 0;
      let sum = 0;
      for (const weight of targets) {
        size += Math.abs(weight);
        sum += weight;
      }
      const scale = Math.min(size > gross ? gross / size : 1, Math.abs(sum) > net ? net / Math.abs(sum) : 1);
      return targets.map((weight) => weight * scale);
    }
  };
});
