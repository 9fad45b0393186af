import {backtest} from "../../core/backtest/backtest.js";
import {withField} from "../../core/base/panel.js";
import {perDollar} from "../../plugins/commissions/per-dollar.js";
import {basisPoints} from "../../plugins/slippage/basis-points.js";
import {weights} from "../../plugins/strategies/weights.js";
import {madeUp} from "./prices.js";
import {longShortDaily} from "./weights.js";

/** Trades the daily long-short book of 500 symbols some times, and answers with the median of the seconds and the end. */
export function tradeDaily(repeat = 5): {readonly seconds: number; readonly equity: number} {
  const made = madeUp(1259, 500, true);
  const panel = withField(made, "weight", longShortDaily(made, 50));
  const trading = {
    strategy: weights({missing: "zero"}),
    slippage: basisPoints({points: 5, limit: 1}),
    commission: perDollar({rate: 0.0005}),
    fill: "next-close",
    delay: 0,
    cash: 10_000_000,
    shares: "fractional"
  } as const;
  const taken: number[] = [];
  let equity = NaN;
  for (let i = -1; i < repeat; ++i) {
    const start = performance.now();
    equity = backtest(panel, trading, {periods: 252}).equity.at(-1)!;
    if (i >= 0) taken.push((performance.now() - start) / 1000);
  }
  return {seconds: taken.sort((a, b) => a - b)[Math.floor((repeat - 1) / 2)], equity};
}
