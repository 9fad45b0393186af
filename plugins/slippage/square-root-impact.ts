import {liquidityBefore, roomFor} from "../../core/base/liquidity.js";
import {between, whole} from "../../core/base/options.js";
import {defineSlippage} from "../../core/plugin.js";

/**
 * The square-root law of market impact: Q units cost `points` / 10,000, half the spread, and `coefficient` · σ · √(Q / V)
 * of the reference price each, where V is the mean volume of the `window` bars before this one and σ the deviation of the
 * returns between them. It is the same law for bars of any length, as long as impact spreads like volatility. Q is all
 * that is filled in the bar: an order that follows another pays what it adds, so that dividing an order into parts within
 * a bar saves nothing. A bar that is missing has a volume of 0 and the close before it; where σ or V is not known, the
 * impact is `fallback` / 10,000. All that is filled in a bar is at most `limit` of its volume, in whole units where the
 * order is in whole units. No volume, no fill; nor is there one where a sale would get nothing.
 *
 * The form is that of the impact models of Barra (1997) and of Almgren, Thum, Hauptmann and Li (2005, whose exponent is
 * 0.6); a coefficient near 1 is the usual finding for stocks and futures.
 */
export const squareRootImpact = defineSlippage(
  "square-root-impact",
  {coefficient: 1, points: 0, window: 20, limit: 0.1, fallback: 10},
  ({coefficient, points, window, limit, fallback}) => {
    between("coefficient", coefficient, 0);
    between("points", points, 0, 9999);
    whole("window", window, 3);
    if (!(limit > 0)) throw new Error(`invalid limit: ${limit}; expected a part of the volume above 0`);
    between("fallback", fallback, 0, 9999);
    return {
      fill({symbol, quantity}, reference, now, taken) {
        const volume = now.at("volume", symbol);
        if (!(volume > 0 && reference > 0)) return null;
        const units = roomFor(quantity, volume, limit, taken);
        if (!(units > 0)) return null;
        const {volume: traded, volatility} = liquidityBefore(now, symbol, window);
        const known = traded > 0 && Number.isFinite(volatility);
        const impact = known ? coefficient * volatility * added(taken / traded, units / traded) : fallback / 10_000;
        const side = Math.sign(quantity);
        const price = reference * (1 + side * (points / 10_000 + impact));
        return price > 0 ? {price, quantity: side * units} : null;
      }
    };
  }
);

/** ((a + b)^1.5 − a^1.5) / b, what b more cost each after a; √b where a is 0. */
function added(a: number, b: number): number {
  const [low, high] = [Math.sqrt(a), Math.sqrt(a + b)];
  return (low * low + low * high + high * high) / (low + high);
}
