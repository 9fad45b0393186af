import type {Market} from "../../../core/backtest/backtest.js";
import type {Panel} from "../../../core/base/panel.js";
import {withField} from "../../../core/base/panel.js";
import type {LoadedRun} from "../../../reports/components/loaded-run.js";
import type {Bars} from "../bars.js";
import {firstSignalRow, learnSignal, usual} from "../learning.js";
import {tradedFields} from "./many.js";
import type {Offer} from "../backtest/strategies.js";
import {offers} from "../backtest/strategies.js";

/** A market whose bars have a signal, and what may be traded there. */
export interface TradedMarket {
  readonly title: string;
  readonly synthetic: boolean;
  /** With the field `signal`, and no fields that no strategy reads. */
  readonly panel: Panel;
  readonly market: Market;
  /** The first row with a signal: where all backtests begin. */
  readonly start: number;
  readonly cash: number;
  readonly offers: readonly Offer[];
}

/** Apple, with the signal that a model learns of it here. */
export async function appleMarket({panel: bars, beside, plan}: Bars): Promise<TradedMarket> {
  const {panel} = await learnSignal(bars, plan, usual);
  return {
    title: "Apple",
    synthetic: false,
    panel: tradedFields(panel),
    market: beside,
    start: firstSignalRow(panel),
    cash: 100_000,
    offers
  };
}

/** The synthetic universe, with the signal of its run. */
export function universeMarket({panel: bars, signals, beside}: LoadedRun): TradedMarket {
  if (!signals) throw new Error("missing signal: the universe's run has none");
  const panel = withField(bars, "signal", signals.signal);
  return {
    title: `${panel.symbols.length} made-up stocks`,
    synthetic: true,
    panel: tradedFields(panel),
    market: beside,
    start: firstSignalRow(panel),
    cash: 1_000_000,
    offers: universeOffers
  };
}

function fixed(name: string, title: string, story: string, params: Record<string, number | string | boolean>): Offer {
  return {
    kind: name === "scheduled-rebalance" ? "algorithm" : "strategy",
    name,
    title,
    story,
    knobs: [],
    fixed: () => params
  };
}

/** What a universe is traded by: the page turns none of their options. */
export const universeOffers: readonly Offer[] = [
  fixed(
    "top-k",
    "Best ten, worst ten",
    "Long the ten highest signals, short the ten lowest; kept while among thirty.",
    {
      k: 10,
      keep: 3,
      short: true
    }
  ),
  fixed("long-short-quantile", "Tenths of the signal", "Long the best tenth, short the worst, once a week.", {
    quantiles: 10,
    rebalance: "week"
  }),
  fixed("model", "The signal, sized", "Each stock as much as the model is sure of it, long and short.", {short: true}),
  fixed(
    "momentum",
    "Momentum",
    "Long the tenth that rose most in a year, short the tenth that rose least, once a month.",
    {
      mode: "cross-section"
    }
  ),
  fixed("mean-reversion", "Mean reversion", "Long what is two deviations below its mean, short what is as far above.", {
    short: true
  }),
  fixed("sma-cross", "Moving averages", "Each stock while its mean of 20 days lies above that of 100.", {
    fast: 20,
    slow: 100
  }),
  fixed(
    "scheduled-rebalance",
    "Best twenty, monthly",
    "The twenty highest signals in equal parts, on the first of each month.",
    {
      by: "signal",
      best: 20
    }
  ),
  fixed("buy-and-hold", "Buy and hold", "All of them in equal parts, bought once.", {})
];
