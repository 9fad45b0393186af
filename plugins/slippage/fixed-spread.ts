import {roomFor} from "../../core/base/liquidity.js";
import {between} from "../../core/base/options.js";
import {defineSlippage} from "../../core/plugin.js";

/**
 * Half of a fixed `spread`, in the price's units, for and against the trader: buys pay reference + spread / 2, sales get
 * reference − spread / 2 (Zipline's FixedSlippage with its default). All that is filled in a bar is at most `limit` of its
 * volume, in whole units where the order is in whole units; Zipline's has no such limit, which a `limit` of 1e9 comes to.
 * No volume, no fill; nor is there one where a sale would get nothing.
 */
export const fixedSpread = defineSlippage("fixed-spread", {spread: 0, limit: 1}, ({spread, limit}) => {
  between("spread", spread, 0);
  if (!(limit > 0)) throw new Error(`invalid limit: ${limit}; expected a part of the volume above 0`);
  return {
    fill({symbol, quantity}, reference, now, taken) {
      const volume = now.at("volume", symbol);
      if (!(volume > 0 && reference > 0)) return null;
      const units = roomFor(quantity, volume, limit, taken);
      const side = Math.sign(quantity);
      const price = reference + (side * spread) / 2;
      return units > 0 && price > 0 ? {price, quantity: side * units} : null;
    }
  };
});
