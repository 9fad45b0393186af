import {oneOf} from "../../../core/base/options.js";
import {defineFeature} from "../../../core/plugin.js";
import {checkRegimes, regimeReads, regimesOf, usualRegimes} from "../../../core/regimes/regimes.js";
import {regimes} from "../../../core/regimes/states.js";

export {regimes};

/**
 * The regime of a symbol's bars: `state` is 0 trend up, 1 trend down, 2 mean reversion, 3 high volatility, 4 low
 * volatility or 5 sideways; an output of one of these names is its chance, and the six sum to 1; `confidence` is the
 * chance of the state.
 *
 * Three figures of log returns speak for them. Trend: the mean of the last `window`, over its standard error.
 * Reversion: how far the variance ratio of `horizon` bars over those `window` lies below 1, in standard errors (at 2
 * bars, minus the autocorrelation of neighbouring returns times √window). Volatility: ln(s / m) / 0.3, s the deviation
 * of the last `volatility` returns and m its median over `memory` bars. Each of the first five regimes is a point
 * `strength` away from 0 along one of them, sideways is 0 itself, and the chance is the softmax of minus half the
 * square distance to each. A regime becomes the state when it has been the likeliest for `confirm` bars running; where
 * none has within 20 bars, the likeliest one is.
 *
 * With a `prefix` it is that of longer bars joined to the panel: `1w_` reads `1w_close` and its fellows, which stand on
 * up to `rows` rows each (5 for weeks of days) from the close of their bar on. All windows are then counted in longer
 * bars; a new one is known by any of its five fields being another. It starts again after a gap; every value is
 * computed from its own `lookback` rows.
 */
export const regime = defineFeature("regime", {output: "state", ...usualRegimes}, ({output, ...options}) => {
  const chosen = oneOf("regime output", output, ["state", "confidence", ...regimes]);
  checkRegimes("regime", options);
  return {
    ...regimeReads(options),
    compute: (panel) => {
      const {state, chances} = regimesOf(panel, options);
      if (chosen === "state") return state.slice();
      if (chosen !== "confidence") return chances[regimes.indexOf(chosen)].slice();
      return state.map((place, i) => (Number.isNaN(place) ? NaN : chances[place][i]));
    }
  };
});
