import {whole} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {forecastError} from "../../../core/indicators/oscillators/smoothed-momentum.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Chande's forecast oscillator (1992): 100 · (close − forecast) / close, where the least squares line through the
 * `window` closes before it forecasts the close; from row `window` on, as TA-Lib's FOSC. It starts again after a gap.
 */
export const forecastOscillator = defineFeature("forecast-oscillator", {window: 5}, ({window}) => {
  whole("forecast-oscillator window", window, 2);
  return {
    needs: ["close"],
    lookback: window,
    compute: (panel) => eachRun(panel, ["close"], (close) => forecastError(close, window))
  };
});
