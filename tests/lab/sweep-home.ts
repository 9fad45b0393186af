import {random} from "../../core/base/random.js";
import type {Experiment} from "../../core/lab/experiment.js";
import type {Bar} from "../../core/plugin.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {perShare} from "../../plugins/commissions/per-share.js";
import {sharpe} from "../../plugins/metrics/sharpe.js";
import {totalReturn} from "../../plugins/metrics/total-return.js";
import {basisPoints} from "../../plugins/slippage/basis-points.js";
import {returns} from "../../plugins/features/returns.js";
import {threshold} from "../../plugins/strategies/threshold.js";
import {smaCross} from "../../plugins/strategies/sma-cross.js";
import {effectsAt, everything, freshFolder, sourceOf} from "../store/homes.js";

/** Crosses of two means over two made-up symbols. */
export const crossing: Experiment = {
  name: "91-sweep",
  title: "Sweep",
  question: "Are many the same as one by one?",
  data: {dataset: "made/1d"},
  backtest: {
    strategy: smaCross({fast: 3, slow: 8}),
    slippage: basisPoints({points: 5}),
    commission: perShare({cost: 0.001})
  },
  metrics: [sharpe(), totalReturn()]
};

/** The sign of a return, held. */
export const signalFeature: Experiment = {
  ...crossing,
  name: "92-signal",
  features: {signal: returns({window: 5})},
  backtest: {...crossing.backtest!, strategy: threshold()}
};

/** Bars of every weekday of nine months of 2020. */
export function madeBars(seed = 3): readonly Bar[] {
  const r = random(seed);
  const bars: Bar[] = [];
  for (const symbol of ["A", "B"]) {
    let close = 50;
    for (let day = Date.UTC(2020, 0, 1); day < Date.UTC(2020, 9, 1); day += 86_400_000) {
      if ([0, 6].includes(new Date(day).getUTCDay())) continue;
      close *= 1 + 0.02 * r.normal();
      bars.push({t: day, symbol, open: close, high: close * 1.01, low: close * 0.99, close, volume: 1e6});
    }
  }
  return bars;
}

/** A folder of state that holds these bars as `made/1d`. */
export async function homeOf(bars: readonly Bar[] = madeBars()): Promise<string> {
  const home = await freshFolder();
  await ingest(home, sourceOf(bars, "made"), everything, effectsAt());
  return home;
}
