import {backtest} from "../../core/backtest/backtest.js";
import type {Market} from "../../core/backtest/trading.js";
import type {Panel} from "../../core/base/panel.js";
import type {Traded} from "../../core/lint/traded.js";
import type {Backtest} from "../../core/pipeline/plan.js";
import {perDollar} from "../../plugins/commissions/per-dollar.js";
import {borrowFee} from "../../plugins/financing/borrow-fee.js";
import {marginInterest} from "../../plugins/financing/margin-interest.js";
import {basisPoints} from "../../plugins/slippage/basis-points.js";
import {longShortQuantile} from "../../plugins/strategies/long-short-quantile.js";
import {weights} from "../../plugins/strategies/weights.js";
import {meanLevel} from "./benchmark.js";

/** How an honest backtest is traded: costs, fees, interest, fills on the next close. */
export function trading(given: Partial<Backtest> = {}): Backtest {
  return {
    strategy: longShortQuantile({quantiles: 4}),
    overlays: [],
    slippage: basisPoints({points: 3}),
    commission: perDollar({rate: 0.0002}),
    financing: [borrowFee(), marginInterest()],
    fill: "next-close",
    delay: 0,
    cash: 100_000,
    shares: "fractional",
    ...given
  };
}

/** Trades a panel, with the mean of its symbols as the benchmark; by its field `weight` where it has one. */
export function trade(
  panel: Panel,
  given: Partial<Backtest> = {},
  more: Partial<Omit<Traded, "panel" | "plan" | "result">> & {readonly plan?: Partial<Traded["plan"]>} = {}
): Traded {
  const held = panel.fields.weight ? {strategy: weights()} : {};
  const plan = {features: {}, backtest: trading({...held, ...given}), ...more.plan};
  const beside: Market = more.beside ?? {benchmark: meanLevel(panel), periods: 252};
  const start = more.start ?? 0;
  return {start, ...more, panel, beside, plan, result: backtest(panel, plan.backtest, beside, start)};
}
