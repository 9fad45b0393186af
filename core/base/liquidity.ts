import {deviation} from "./stats.js";
import type {View} from "./view.js";

/** What a market was like before a bar. */
export interface Liquidity {
  /** The mean volume of a bar; a bar without one counts as 0. */
  readonly volume: number;
  /** The deviation of the returns from each close to the next; `NaN` where they are not all known. */
  readonly volatility: number;
}

/** The liquidity of a symbol over the `window` bars before this one, which is not looked at. A missing close stays the last. */
export function liquidityBefore(now: View, symbol: number, window: number): Liquidity {
  const returns = new Float64Array(window - 1);
  let sum = 0;
  let last = NaN;
  for (let ago = window; ago > 0; --ago) {
    const volume = now.at("volume", symbol, ago);
    const close = now.at("close", symbol, ago);
    if (volume > 0) sum += volume;
    const price = close > 0 ? close : last;
    if (ago < window) returns[window - 1 - ago] = price / last - 1;
    last = price;
  }
  return {volume: sum / window, volatility: deviation(returns)};
}

/** The units of an order that a bar has room for: at most `share` of its volume less those `taken`, whole where the order is. */
export function roomFor(quantity: number, volume: number, share: number, taken: number): number {
  const exact = Math.min(share * volume - taken, Math.abs(quantity));
  return Number.isInteger(quantity) ? Math.floor(exact) : exact;
}
