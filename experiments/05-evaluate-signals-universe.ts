import type {Experiment} from "../core/lab/experiment.js";
import {atr} from "../plugins/features/atr.js";
import {momentum} from "../plugins/features/momentum.js";
import {obv} from "../plugins/features/obv.js";
import {returns} from "../plugins/features/returns.js";
import {rsi} from "../plugins/features/rsi.js";
import {smaDistance} from "../plugins/features/sma-distance.js";
import {volatility} from "../plugins/features/volatility.js";
import {volumeZscore} from "../plugins/features/volume-zscore.js";
import {forwardReturn} from "../plugins/labels/forward-return.js";
import {mean} from "../plugins/models/mean.js";
import {ridge} from "../plugins/models/ridge.js";
import {walkForward} from "../plugins/splits/walk-forward.js";

/** A cross-section of made-up stocks in which a weak effect is planted: the signal has something real to find. */
export const evaluateSignalsUniverse: Experiment = {
  name: "05-evaluate-signals-universe",
  title: "Evaluate signals across a universe",
  question: "Does the signal rank a hundred synthetic stocks in the order of their returns?",
  data: {dataset: "synthetic/1d", benchmark: "equal-weight"},
  features: {
    return1: returns({window: 1}),
    return5: returns({window: 5}),
    return21: returns({window: 21}),
    momentum: momentum({window: 126, skip: 21}),
    rsi: rsi({window: 14}),
    atr: atr({window: 14, relative: true}),
    obv: obv({window: 21}),
    sma50: smaDistance({window: 50}),
    volatility: volatility({window: 21}),
    volumeScore: volumeZscore({window: 21})
  },
  learn: {
    label: forwardReturn({horizon: 5, excess: true}),
    split: walkForward({train: 252, test: 21, step: 21}),
    model: ridge({penalty: 100}),
    baseline: mean()
  }
};
