import {roomFor} from "../../core/base/liquidity.js";
import {defineSlippage} from "../../core/plugin.js";

/**
 * A fixed part of the price: buys pay, and sales get, `points` / 10,000 more, or less, than the reference price. All
 * that is filled in a bar is at most `limit` of its volume, in whole units where the order is in whole units (Zipline's
 * FixedBasisPointsSlippage with its defaults). No volume, no fill.
 */
export const basisPoints = defineSlippage("basis-points", {points: 5, limit: 0.1}, ({points, limit}) => {
  if (!(points >= 0 && points < 10_000)) throw new Error(`invalid points: ${points}; expected 0 to 9,999`);
  if (!(limit > 0)) throw new Error(`invalid limit: ${limit}; expected a part of the volume above 0`);
  const rate = points / 10_000;
  return {
    fill({symbol, quantity}, reference, now, taken) {
      const volume = now.at("volume", symbol);
      if (!(volume > 0 && reference > 0)) return null;
      const units = roomFor(quantity, volume, limit, taken);
      const side = Math.sign(quantity);
      return units > 0 ? {price: reference * (1 + side * rate), quantity: side * units} : null;
    },
    linear: {rate, share: limit}
  };
});
