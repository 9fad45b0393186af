import {priceFactors} from "../../base/price-factors.js";
import type {Action} from "../../plugin.js";

/** How prices are adjusted: not at all, for splits, or for splits and dividends. */
export const adjustments = ["none", "splits", "all"] as const;
export type Adjustment = (typeof adjustments)[number];

const priceFields = ["open", "high", "low", "close"] as const;

/**
 * Adjusts one symbol's raw bars in place, see `priceFactors`, which says when it throws.
 *
 * @param times the bars' labels, ascending
 * @param raw their closes; not changed before all factors are known
 * @param columns the columns to be adjusted: `open`, `high`, `low`, `close`, `volume`
 */
export function adjustBars(
  times: Float64Array,
  raw: Float64Array,
  columns: Readonly<Record<string, Float64Array | undefined>>,
  actions: readonly Action[],
  adjustment: Adjustment
): void {
  const {price, units} = priceFactors(times, raw, actions, adjustment);
  const multiply = (column: Float64Array | undefined, factor: Float64Array) => {
    for (let i = 0; column && i < factor.length; ++i) column[i] *= factor[i];
  };
  for (const name of priceFields) multiply(columns[name], price);
  multiply(columns.volume, units);
}
