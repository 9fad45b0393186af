import type {CalendarName} from "../base/calendar.js";
import type {Action, Algorithm, Commission, Financing, Order, Overlay, Slippage, Strategy} from "../plugin.js";
import type {Controls} from "./controls.js";
import type {Margin} from "./margin.js";
import type {DividendRule, FillRule, ShareRule, TriggerRule} from "./rules.js";

/** What trading costs, and what there is to trade with. */
export interface Costs {
  readonly slippage: Slippage;
  readonly commission: Commission;
  readonly financing?: readonly Financing[];
  readonly fill: FillRule;
  /** `pessimistic` where left out. */
  readonly triggers?: TriggerRule;
  /** Cash at the start, in the account's currency. */
  readonly cash: number;
  readonly shares: ShareRule;
  /** What orders are refused or cut; none where left out. */
  readonly controls?: Controls;
  /** What may be bought on credit; all, without limit, where left out (Zipline's rule). */
  readonly margin?: Margin;
  /** `cash` where left out. */
  readonly dividends?: DividendRule;
  /**
   * The return from the last close to what holders get of a delisted symbol where the data do not say; 0 where left out.
   */
  readonly delistingReturn?: number;
}

/** What to trade, and how. */
export interface Trading extends Costs {
  readonly strategy: Strategy | Algorithm;
  readonly overlays?: readonly Overlay[];
  /** Bars between a decision and its orders; 0 sends them at once, to fill on the next bar. */
  readonly delay: number;
  /** How long the orders to target weights are good; `bar` where left out. New targets replace those of before. */
  readonly good?: Order["good"];
}

/** What the market is, beside its prices. */
export interface Market {
  /** The benchmark's level on each of the panel's rows; `NaN` where it has none. */
  readonly benchmark?: Float64Array;
  /** Bars a year. */
  readonly periods: number;
  /** What befell the symbols, in the units of the panel's prices. */
  readonly actions?: readonly Action[];
  /** Whose sessions dates are counted in; `XNYS` where left out. */
  readonly calendar?: CalendarName;
}

/** Whether it gives its orders itself. */
export function isAlgorithm(strategy: Strategy | Algorithm): strategy is Algorithm {
  return "begin" in strategy;
}
