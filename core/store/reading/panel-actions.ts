import type {Action} from "../../plugin.js";
import type {Adjustment} from "./adjust.js";
import type {Tenure} from "./identity.js";

/** A panel as far as its actions go. */
export interface PanelSpan {
  /** Its companies, by the names that it gives them. */
  readonly symbols: readonly string[];
  /** Its first and its last row. */
  readonly from: number;
  readonly to: number;
  readonly adjust: Adjustment;
}

/** What a company's prices were multiplied by. */
export interface Adjusted {
  /** The labels of its bars, ascending, or the last alone where that is all that is asked. */
  readonly times: Float64Array;
  /** For each bar, the panel's price of one as traded. */
  readonly price: Float64Array;
}

/**
 * What befell a panel's companies between its first row and its last, by time, in the panel's names and units, as far as
 * its prices do not have it already:
 *
 * - of prices as they were traded, all;
 * - of prices adjusted for splits, no split up to the company's last bar, and cash and deliveries in units of that bar;
 * - of prices adjusted for all, no dividend up to that bar either, and deliveries in units that have the dividends in
 *   them.
 *
 * A rename has no place in it, since a panel follows a company through it. One that it does not follow, two tickers having
 * become the same one, says not which of them goes on: the company then has no further price and no action that ends it.
 *
 * @param held who had which ticker when
 * @param adjusted the companies whose prices were adjusted, see `adjustedOf`
 */
export function panelActions(
  actions: readonly Action[],
  held: readonly Tenure[],
  {symbols, from, to, adjust}: PanelSpan,
  adjusted: ReadonlyMap<string, Adjusted>
): Action[] {
  const wanted = new Set(symbols);
  const scale = (symbol: string, t: number) => {
    const {times = new Float64Array(), price = times} = adjusted.get(symbol) ?? {};
    const at = times.findIndex((each) => each >= t);
    return at < 0 ? 1 : price[at];
  };
  const last = (symbol: string) => adjusted.get(symbol)?.times.at(-1) ?? -Infinity;
  return actions
    .flatMap((given): Action[] => {
      const {action, t, value, cash} = given;
      const symbol = companyOf(given.symbol, t, held, action === "delisting" || action === "merger");
      if (t < from || t > to || symbol === undefined || !wanted.has(symbol)) return [];
      const isIn = adjust !== "none" && t <= last(symbol);
      switch (action) {
        case "rename":
          return [];
        case "split":
          return isIn ? [] : [{...given, symbol}];
        case "dividend":
          if (isIn && adjust === "all") return [];
          return [{...given, symbol, ...(value !== undefined && {value: value * scale(symbol, t)})}];
        case "delisting":
          return [{...given, symbol}];
        case "merger": {
          const own = scale(symbol, t);
          const into = given.to === undefined ? undefined : (companyOf(given.to, t, held, false) ?? given.to);
          return [
            {
              ...given,
              symbol,
              ...(into !== undefined && {to: into}),
              ...(value !== undefined && {value: (value * own) / (into === undefined ? 1 : scale(into, t))}),
              ...(cash !== undefined && {cash: cash * own})
            }
          ];
        }
      }
    })
    .sort((a, b) => a.t - b.t);
}

/**
 * The company that had a ticker on a day, where it has bars; of two of which one lost it on that day the new one, or the
 * old one where that is asked.
 */
export function companyOf(ticker: string, t: number, held: readonly Tenure[], ended: boolean): string | undefined {
  const own = held.filter((each) => each.ticker === ticker);
  if (own.length === 0) return ticker;
  const ending = own.find(({to}) => to === t);
  const current = own.find((each) => each.from <= t && t < each.to);
  return (ended ? (ending ?? current) : (current ?? ending))?.symbol;
}
