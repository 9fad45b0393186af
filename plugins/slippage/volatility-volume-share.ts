import {liquidityBefore, roomFor} from "../../core/base/liquidity.js";
import {between, whole} from "../../core/base/options.js";
import {defineSlippage} from "../../core/plugin.js";

/**
 * Market impact of futures: reference · (1 ± MI / 10,000) with MI = `eta` · σ · √ψ, where σ is the yearly volatility, √
 * `periods` times the deviation of the returns between the `window` bars before this one, and ψ what has been filled in
 * this bar, this order's included, over their mean volume. A bar that is missing has a volume of 0 and the close before
 * it; where σ or the mean volume is not known, MI is `fallback`. All that is filled in a bar is at most `limit` of its
 * volume, in whole units where the order is in whole units. No volume, no fill; nor where a sale would get nothing.
 *
 * This is Zipline's VolatilityVolumeShare with its defaults and the `eta` of contracts that it does not list, but for
 * three things: it moves the reference price and not the mean of high and low, and orders of one bar share its limit and
 * its ψ.
 */
export const volatilityVolumeShare = defineSlippage(
  "volatility-volume-share",
  {limit: 0.05, eta: 0.049018143225019836, window: 20, periods: 252, fallback: 7.5},
  ({limit, eta, window, periods, fallback}) => {
    if (!(limit > 0)) throw new Error(`invalid limit: ${limit}; expected a part of the volume above 0`);
    between("eta", eta, 0);
    whole("window", window, 3);
    between("periods", periods, 0);
    between("fallback", fallback, 0, 9999);
    const yearly = Math.sqrt(periods);
    return {
      fill({symbol, quantity}, reference, now, taken) {
        const volume = now.at("volume", symbol);
        if (!(volume > 0 && reference > 0)) return null;
        const units = roomFor(quantity, volume, limit, taken);
        if (!(units > 0)) return null;
        const {volume: traded, volatility} = liquidityBefore(now, symbol, window);
        const known = traded > 0 && Number.isFinite(volatility);
        const impact = known ? eta * (volatility * yearly) * Math.sqrt((taken + units) / traded) : fallback;
        const side = Math.sign(quantity);
        const price = reference + (side * (reference * impact)) / 10_000;
        return price > 0 ? {price, quantity: side * units} : null;
      }
    };
  }
);
