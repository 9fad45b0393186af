import type {Experiment} from "../core/lab/experiment.js";
import {hiddenMarkov} from "../plugins/features/regimes/hidden-markov.js";
import {regime} from "../plugins/features/regimes/regime.js";
import {regimeAlignment} from "../plugins/features/regimes/regime-alignment.js";
import {bollingerReversal} from "../plugins/features/signals/bollinger-reversal.js";
import {emaCrossover} from "../plugins/features/signals/ema-crossover.js";
import {rsiDivergence} from "../plugins/features/signals/rsi-divergence.js";
import {validatedSignal} from "../plugins/features/signals/validated-signal.js";

/** The regimes of an index, by days and by weeks, and the plain signals that they may be context for. */
export const regimes: Experiment = {
  name: "15-regimes",
  title: "Regimes",
  question:
    "Which regimes did the S&P 500 go through, and did knowing the one of the day say anything about the next month?",
  data: {dataset: "samples/1d", symbols: ["SPX"], longer: ["1w"]},
  features: {
    regime: regime(),
    confidence: regime({output: "confidence"}),
    trendUp: regime({output: "trend up"}),
    trendDown: regime({output: "trend down"}),
    meanReversion: regime({output: "mean reversion"}),
    highVolatility: regime({output: "high volatility"}),
    lowVolatility: regime({output: "low volatility"}),
    sideways: regime({output: "sideways"}),
    regimeOfWeeks: regime({prefix: "1w_", rows: 5, window: 13, volatility: 8, memory: 52, confirm: 1}),
    alignment: regimeAlignment({timeframes: ["1w"], rows: [5]}),
    turbulent: hiddenMarkov({output: "probability", of: 1}),
    crossover: emaCrossover(),
    divergence: rsiDivergence(),
    reversal: bollingerReversal(),
    validated: validatedSignal({signal: bollingerReversal(), timeframes: ["1w"], rows: [5], limit: 0.3})
  }
};
