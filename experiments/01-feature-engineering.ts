import type {Experiment} from "../core/lab/experiment.js";
import {atr} from "../plugins/features/atr.js";
import {bollinger} from "../plugins/features/bollinger.js";
import {dayOfWeek} from "../plugins/features/day-of-week.js";
import {emaDistance} from "../plugins/features/ema-distance.js";
import {gap} from "../plugins/features/gap.js";
import {macd} from "../plugins/features/macd.js";
import {momentum} from "../plugins/features/momentum.js";
import {month} from "../plugins/features/month.js";
import {obv} from "../plugins/features/obv.js";
import {rangePosition} from "../plugins/features/range-position.js";
import {returns} from "../plugins/features/returns.js";
import {rsi} from "../plugins/features/rsi.js";
import {smaDistance} from "../plugins/features/sma-distance.js";
import {volatility} from "../plugins/features/volatility.js";
import {volumeZscore} from "../plugins/features/volume-zscore.js";

/** The usual indicators of one stock, each a column that knows nothing of the future. */
export const featureEngineering: Experiment = {
  name: "01-feature-engineering",
  title: "Feature engineering",
  question: "What do the usual indicators of Apple's daily bars look like, and how much do they repeat one another?",
  data: {dataset: "samples/1d", symbols: ["AAPL"]},
  features: {
    return1: returns({window: 1}),
    return5: returns({window: 5}),
    return21: returns({window: 21}),
    momentum: momentum({window: 126, skip: 21}),
    rsi: rsi({window: 14}),
    macd: macd({output: "histogram"}),
    bollinger: bollinger({window: 20, output: "position"}),
    atr: atr({window: 14, relative: true}),
    obv: obv({window: 21}),
    sma50: smaDistance({window: 50}),
    ema12: emaDistance({window: 12}),
    volatility: volatility({window: 21}),
    volumeScore: volumeZscore({window: 21}),
    range: rangePosition({window: 14}),
    gap: gap(),
    weekday: dayOfWeek(),
    month: month()
  }
};
