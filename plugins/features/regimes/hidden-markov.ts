import {oneOf, whole} from "../../../core/base/options.js";
import {defineFeature} from "../../../core/plugin.js";
import type {RollingOptions} from "../../../core/regimes/hidden-markov/rolling.js";
import {refits, rollingLookback, rollingStates} from "../../../core/regimes/hidden-markov/rolling.js";

/**
 * The state of a hidden Markov model of a symbol's log returns, and with `range` of ln ln(high / low) too: each state
 * has a normal distribution of its own (Baum and Welch, 1970; Hamilton, 1989, for markets), and 0 is the state with the
 * smallest variance of returns. `state` is the number of the likeliest one, `probability` the chance of state `of`.
 *
 * The model is estimated on the first row of each `refit` (week, month, quarter or year, by the label's date in UTC)
 * from the `window` returns up to that row, by at most `iterations` steps of Baum and Welch from a starting point that
 * the returns determine. Until the next one the chances are filtered, never smoothed: they are given what was seen up
 * to the row and nothing after. An estimation is used for `most` rows, 31 for a month of days: rows that come later
 * before the next one, as there are many in a month of minutes, have no value. A row without a return has none either
 * and tells the model nothing.
 */
export const hiddenMarkov = defineFeature(
  "hidden-markov",
  {states: 2, output: "state", of: 1, window: 252, refit: "month", most: 31, iterations: 50, range: false},
  ({output, of, ...given}) => {
    whole("hidden-markov states", given.states, 2);
    const chosen = oneOf("hidden-markov output", output, ["state", "probability"]);
    whole("hidden-markov of", of, 0);
    if (of >= given.states)
      throw new Error(`invalid hidden-markov of: ${of}; the states are 0 to ${given.states - 1}, in order of variance`);
    whole("hidden-markov window", given.window, 10 * given.states);
    whole("hidden-markov most", given.most);
    whole("hidden-markov iterations", given.iterations);
    const options: RollingOptions = {...given, refit: oneOf("hidden-markov refit", given.refit, refits)};
    return {
      needs: given.range ? ["high", "low", "close"] : ["close"],
      lookback: rollingLookback(options),
      compute: (panel) => {
        const chances = rollingStates(panel, options);
        if (chosen === "probability") return chances[of].slice();
        return chances[0].map((chance, i) => {
          if (Number.isNaN(chance)) return NaN;
          return chances.reduce((best, column, state) => (column[i] > chances[best][i] ? state : best), 0);
        });
      }
    };
  }
);
