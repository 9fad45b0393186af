import type {Plugin} from "../../core/plugin.js";
import {instantaneousTrendline} from "../../plugins/features/cycle/instantaneous-trendline.js";
import {mesaAdaptiveAverage} from "../../plugins/features/cycle/mesa-adaptive-average.js";
import {adx} from "../../plugins/features/directional/adx.js";
import {adxr} from "../../plugins/features/directional/adxr.js";
import {aroon} from "../../plugins/features/directional/aroon.js";
import {dx} from "../../plugins/features/directional/dx.js";
import {minusDi} from "../../plugins/features/directional/minus-di.js";
import {plusDi} from "../../plugins/features/directional/plus-di.js";
import {bollinger} from "../../plugins/features/bollinger.js";
import {macd} from "../../plugins/features/macd.js";
import {priceChange} from "../../plugins/features/momentum/price-change.js";
import {rateOfChange} from "../../plugins/features/momentum/rate-of-change.js";
import {dema} from "../../plugins/features/moving-averages/dema.js";
import {ema} from "../../plugins/features/moving-averages/ema.js";
import {kama} from "../../plugins/features/moving-averages/kama.js";
import {sma} from "../../plugins/features/moving-averages/sma.js";
import {t3} from "../../plugins/features/moving-averages/t3.js";
import {tema} from "../../plugins/features/moving-averages/tema.js";
import {trima} from "../../plugins/features/moving-averages/trima.js";
import {wma} from "../../plugins/features/moving-averages/wma.js";
import {obv} from "../../plugins/features/obv.js";
import {apo} from "../../plugins/features/oscillators/apo.js";
import {balanceOfPower} from "../../plugins/features/oscillators/balance-of-power.js";
import {cci} from "../../plugins/features/oscillators/cci.js";
import {cmo} from "../../plugins/features/oscillators/cmo.js";
import {fastStochastic} from "../../plugins/features/oscillators/fast-stochastic.js";
import {mfi} from "../../plugins/features/oscillators/mfi.js";
import {ppo} from "../../plugins/features/oscillators/ppo.js";
import {stochasticRsi} from "../../plugins/features/oscillators/stochastic-rsi.js";
import {stochastic} from "../../plugins/features/oscillators/stochastic.js";
import {trix} from "../../plugins/features/oscillators/trix.js";
import {ultimateOscillator} from "../../plugins/features/oscillators/ultimate-oscillator.js";
import {williamsR} from "../../plugins/features/oscillators/williams-r.js";
import {midpoint} from "../../plugins/features/overlap/midpoint.js";
import {midprice} from "../../plugins/features/overlap/midprice.js";
import {parabolicSar} from "../../plugins/features/overlap/parabolic-sar.js";
import {typicalPrice} from "../../plugins/features/price/typical-price.js";
import {rsi} from "../../plugins/features/rsi.js";
import {averageTrueRange} from "../../plugins/features/volatility/average-true-range.js";
import {natr} from "../../plugins/features/volatility/natr.js";
import {trueRange} from "../../plugins/features/volatility/true-range.js";
import {accumulationDistribution} from "../../plugins/features/volume/accumulation-distribution.js";
import {chaikinOscillator} from "../../plugins/features/volume/chaikin-oscillator.js";

/** One of TA-Lib's functions, and the features that are its outputs, in their order. */
export interface Indicator {
  readonly talib: string;
  /** What the function takes, in its order, and its options. */
  readonly inputs: readonly string[];
  readonly options: Readonly<Record<string, number>>;
  readonly outputs: readonly Plugin<"feature">[];
  /** Why the values are not the function's. */
  readonly differs?: string;
}

const close = ["close"];
const bar = ["high", "low", "close"];
const range = ["high", "low"];
const traded = [...bar, "volume"];

const indicator = (
  talib: string,
  inputs: readonly string[],
  outputs: readonly Plugin<"feature">[],
  options: Readonly<Record<string, number>> = {},
  differs?: string
): Indicator => ({talib, inputs, options, outputs, ...(differs !== undefined && {differs})});

const total = "a running total there, its change over a window here";

/** The 44 indicators, every output of each, with TA-Lib's own options. */
export const indicators: readonly Indicator[] = [
  indicator("SMA", close, [sma()], {timeperiod: 30}),
  indicator("EMA", close, [ema()], {timeperiod: 30}),
  indicator("WMA", close, [wma()], {timeperiod: 30}),
  indicator("DEMA", close, [dema()], {timeperiod: 30}),
  indicator("TEMA", close, [tema()], {timeperiod: 30}),
  indicator("TRIMA", close, [trima()], {timeperiod: 30}),
  indicator("KAMA", close, [kama()], {timeperiod: 30}),
  indicator("MAMA", close, [mesaAdaptiveAverage(), mesaAdaptiveAverage({output: "fama"})]),
  indicator("T3", close, [t3()], {timeperiod: 5}),
  indicator(
    "BBANDS",
    close,
    (["upper", "middle", "lower"] as const).map((output) => bollinger({output})),
    {timeperiod: 20}
  ),
  indicator("MIDPOINT", close, [midpoint()], {timeperiod: 14}),
  indicator("MIDPRICE", range, [midprice()], {timeperiod: 14}),
  indicator("SAR", range, [parabolicSar()], {acceleration: 0.02, maximum: 0.2}, "a path of 250 rows at most here"),
  indicator("HT_TRENDLINE", close, [instantaneousTrendline()]),
  indicator("ADX", bar, [adx()], {timeperiod: 14}),
  indicator("ADXR", bar, [adxr()], {timeperiod: 14}),
  indicator("APO", close, [apo()], {fastperiod: 12, slowperiod: 26, matype: 1}),
  indicator("AROON", range, [aroon({output: "down"}), aroon({output: "up"})], {timeperiod: 14}),
  indicator("AROONOSC", range, [aroon()], {timeperiod: 14}),
  indicator("BOP", ["open", ...bar], [balanceOfPower()]),
  indicator("CCI", bar, [cci()], {timeperiod: 14}),
  indicator("CMO", close, [cmo()], {timeperiod: 14}),
  indicator("DX", bar, [dx()], {timeperiod: 14}),
  indicator(
    "MACD",
    close,
    (["macd", "signal", "histogram"] as const).map((output) => macd({output}))
  ),
  indicator("MFI", traded, [mfi()], {timeperiod: 14}),
  indicator("MINUS_DI", bar, [minusDi()], {timeperiod: 14}),
  indicator("PLUS_DI", bar, [plusDi()], {timeperiod: 14}),
  indicator("MOM", close, [priceChange()], {timeperiod: 10}),
  indicator("PPO", close, [ppo()], {fastperiod: 12, slowperiod: 26, matype: 1}),
  indicator("ROC", close, [rateOfChange()], {timeperiod: 10}),
  indicator("RSI", close, [rsi()], {timeperiod: 14}),
  indicator("STOCH", bar, [stochastic(), stochastic({output: "d"})]),
  indicator("STOCHF", bar, [fastStochastic(), fastStochastic({output: "d"})]),
  indicator("STOCHRSI", close, [stochasticRsi(), stochasticRsi({output: "d"})]),
  indicator("TRIX", close, [trix()], {timeperiod: 30}),
  indicator("ULTOSC", bar, [ultimateOscillator()]),
  indicator("WILLR", bar, [williamsR()], {timeperiod: 14}),
  indicator("AD", traded, [accumulationDistribution()], {}, total),
  indicator("ADOSC", traded, [chaikinOscillator()], {fastperiod: 3, slowperiod: 10}),
  indicator("OBV", ["close", "volume"], [obv()], {}, total),
  indicator("ATR", bar, [averageTrueRange()], {timeperiod: 14}),
  indicator("NATR", bar, [natr()], {timeperiod: 14}),
  indicator("TRANGE", bar, [trueRange()]),
  indicator("TYPPRICE", bar, [typicalPrice()])
];
