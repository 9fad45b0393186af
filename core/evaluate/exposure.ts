import type {Result} from "../plugin.js";
import {rowsByTime} from "./excursions.js";

/** What an account has in the market on each bar, as fractions of its equity. */
export interface Exposure {
  /** Long positions. */
  readonly long: Float64Array;
  /** Short positions, negative. */
  readonly short: Float64Array;
  /** long + short. */
  readonly net: Float64Array;
  /** long − short: gross exposure, which is also called leverage. */
  readonly leverage: Float64Array;
}

/** A result's exposure bar by bar. */
export function exposure({gross, net}: {readonly gross: Float64Array; readonly net: Float64Array}): Exposure {
  return {
    long: gross.map((value, i) => (value + net[i]) / 2),
    short: gross.map((value, i) => (net[i] - value) / 2),
    net: net.slice(),
    leverage: gross.slice()
  };
}

/** What a bar's trades are held against. */
export const turnoverBases = ["held", "equity"] as const;
export type TurnoverBase = (typeof turnoverBases)[number];

/**
 * What was traded on each bar, Σ |quantity · price| / base, the base what is `held` on average over this close and the one
 * before (nothing before the first; pyfolio's AGB), or the `equity`; 0 where the base is not above 0.
 */
export function barTurnover(
  {times, equity, gross, fills}: Pick<Result, "times" | "equity" | "gross" | "fills">,
  base: TurnoverBase
): Float64Array {
  const rowOf = rowsByTime(times);
  const traded = new Float64Array(times.length);
  for (const {t, quantity, price} of fills) traded[rowOf(t)] += Math.abs(quantity * price);
  const held = (i: number) => (i < 0 ? 0 : gross[i] * equity[i]);
  return traded.map((value, i) => {
    const against = base === "equity" ? equity[i] : (held(i - 1) + held(i)) / 2;
    return value > 0 && against > 0 ? value / against : 0;
  });
}
