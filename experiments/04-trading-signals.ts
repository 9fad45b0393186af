import type {Experiment} from "../core/lab/experiment.js";
import type {Plugin} from "../core/plugin.js";
import {perDollar} from "../plugins/commissions/per-dollar.js";
import {atr} from "../plugins/features/atr.js";
import {bollinger} from "../plugins/features/bollinger.js";
import {formula} from "../plugins/features/formulas/formula.js";
import {macd} from "../plugins/features/macd.js";
import {momentum} from "../plugins/features/momentum.js";
import {obv} from "../plugins/features/obv.js";
import {rsi} from "../plugins/features/rsi.js";
import {smaDistance} from "../plugins/features/sma-distance.js";
import {volatility} from "../plugins/features/volatility.js";
import {volumeZscore} from "../plugins/features/volume-zscore.js";
import {forwardReturn} from "../plugins/labels/forward-return.js";
import {catboost} from "../plugins/models/catboost.js";
import {lightgbm} from "../plugins/models/lightgbm.js";
import {mean} from "../plugins/models/mean.js";
import {ridge} from "../plugins/models/ridge.js";
import {basisPoints} from "../plugins/slippage/basis-points.js";
import {walkForward} from "../plugins/splits/walk-forward.js";
import {topK} from "../plugins/strategies/top-k.js";
import {backtest} from "./06-backtest.js";

/** What each stock has done, and where that puts it among the others of the day. */
function features(): Record<string, Plugin<"feature">> {
  const windows = [1, 5, 10, 21, 63];
  return {
    ...Object.fromEntries(
      windows.map((window) => [`return${window}`, formula({formula: `returns(close, ${window})`})])
    ),
    ...Object.fromEntries(
      windows.map((window) => [`rank${window}`, formula({formula: `rank(returns(close, ${window}))`})])
    ),
    momentum: momentum({window: 126, skip: 21}),
    rsi: rsi({window: 14}),
    macd: macd({output: "histogram"}),
    bollinger: bollinger({window: 20, output: "position"}),
    atr: atr({window: 14, relative: true}),
    obv: obv({window: 21}),
    sma50: smaDistance({window: 50}),
    volatility: volatility({window: 21}),
    volumeScore: volumeZscore({window: 21}),
    dollarVolumeRank: formula({formula: "rank(mean(close * volume, 21))"})
  };
}

const after = (horizon: number) => forwardReturn({horizon, excess: true});

/** Boosted trees at the size that suits so little signal: shallow, slow and on parts of the data. */
const trees = {
  num_leaves: 8,
  learning_rate: 0.05,
  min_data_in_leaf: 250,
  feature_fraction: 0.6,
  bagging_fraction: 0.7,
  bagging_freq: 1
};

/** A daily cross-section, learned walking forward at three horizons, beside ridge and a control that has nothing to learn. */
export const tradingSignals: Experiment = {
  name: "04-trading-signals",
  title: "Trading signals",
  question: "Do boosted trees rank stocks by what they will earn, better than a straight line does, and after costs?",
  data: {dataset: "synthetic/1d", benchmark: "equal-weight"},
  features: features(),
  learn: {
    label: after(5),
    split: walkForward({train: 504, test: 63, step: 63}),
    model: lightgbm(trees),
    baseline: mean(),
    explain: true,
    rivals: {
      "lightgbm, 1 day": {label: after(1)},
      "lightgbm, 21 days": {label: after(21)},
      catboost: {model: catboost({iterations: 100, learning_rate: 0.05, depth: 4})},
      ridge: {model: ridge({penalty: 100})},
      "ridge, 1 day": {model: ridge({penalty: 100}), label: after(1)},
      "ridge, 21 days": {model: ridge({penalty: 100}), label: after(21)},
      "shuffled labels": {shuffled: true},
      "shuffled, 1 day": {shuffled: true, label: after(1)},
      "shuffled, 21 days": {shuffled: true, label: after(21)}
    }
  },
  backtest: {
    strategy: topK({k: 10, keep: 3}),
    slippage: basisPoints({points: 5, limit: 0.1}),
    commission: perDollar({rate: 0.0005}),
    cash: 1_000_000
  },
  metrics: backtest.metrics
};
