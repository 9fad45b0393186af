import {roomFor} from "../../core/base/liquidity.js";
import {between} from "../../core/base/options.js";
import {defineSlippage} from "../../core/plugin.js";

/**
 * The price moves with the square of the part s of the bar's volume that has been filled, this order's and those before
 * it in the bar: reference · (1 ± `impact` · s²). All that is filled in a bar is at most `limit` of its volume, in whole
 * units where the order is in whole units (Zipline's VolumeShareSlippage with its defaults). No volume, no fill; nor is
 * there one where a sale would get nothing.
 */
export const volumeShare = defineSlippage("volume-share", {limit: 0.025, impact: 0.1}, ({limit, impact}) => {
  if (!(limit > 0)) throw new Error(`invalid limit: ${limit}; expected a part of the volume above 0`);
  between("impact", impact, 0);
  return {
    fill({symbol, quantity}, reference, now, taken) {
      const volume = now.at("volume", symbol);
      if (!(volume > 0 && reference > 0)) return null;
      const units = roomFor(quantity, volume, limit, taken);
      if (!(units > 0)) return null;
      const side = Math.sign(quantity);
      const share = Math.min((taken + units) / volume, limit);
      const price = reference + share * share * (side * impact) * reference;
      return price > 0 ? {price, quantity: side * units} : null;
    }
  };
});
