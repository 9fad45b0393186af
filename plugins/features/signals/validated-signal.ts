import {between, oneOf} from "../../../core/base/options.js";
import {eachSymbol} from "../../../core/base/panel.js";
import type {Feature, Plugin} from "../../../core/plugin.js";
import {defineFeature} from "../../../core/plugin.js";
import {crossovers} from "../../../core/regimes/crossover.js";
import {checkRegimes, regimeReads, regimesOf, usualRegimes} from "../../../core/regimes/regimes.js";
import {regimes} from "../../../core/regimes/states.js";

/**
 * A signal of the panel's own bars, −1 … 1, as far as longer timeframes do not speak against it. `signal` is a feature;
 * where it is null, the crossover of the exponential means over 12 and 26 bars. `timeframes` names the longer ones
 * joined to the panel (`1w` reads `1w_close` and its fellows), and `rows` says on how many rows at most each one's bars
 * stand.
 *
 * What speaks against a signal to buy is the largest chance of trend down that any of them has, and against one to sell
 * that of trend up; the chances are those of the feature `regime`, with `window`, `volatility` and `memory` in each
 * timeframe's own bars. With `mode` `suppress` a signal is 0 where that chance is `limit` or more and stays as it is
 * elsewhere; with `scale` it is multiplied by 1 − chance. A signal of 0 stays 0; `NaN` where the signal is, or where
 * there is one and a chance is not known.
 */
export const validatedSignal = defineFeature(
  "validated-signal",
  {
    signal: null as Plugin<"feature"> | null,
    timeframes: [] as readonly string[],
    rows: [] as readonly number[],
    mode: "suppress",
    limit: 0.5,
    window: 13,
    volatility: 8,
    memory: 52
  },
  ({signal, timeframes, rows, mode, limit, window, volatility, memory}) => {
    const chosen = oneOf("validated-signal mode", mode, ["suppress", "scale"]);
    between("validated-signal limit", limit, 0, 1);
    if (timeframes.length !== rows.length)
      throw new Error(
        `invalid validated-signal rows: ${rows.length} for ${timeframes.length} timeframes; state one for each of them`
      );
    const base = signal ?? usualSignal;
    const longer = timeframes.map((timeframe, i) => {
      return {...usualRegimes, prefix: `${timeframe}_`, rows: rows[i], window, volatility, memory, confirm: 1};
    });
    for (const each of longer) checkRegimes("validated-signal", each);
    const reads = longer.map(regimeReads);
    return {
      needs: [...new Set([...base.needs, ...reads.flatMap(({needs}) => needs)])],
      lookback: Math.max(base.lookback, ...reads.map(({lookback}) => lookback)),
      ...(base.tolerance !== undefined && {tolerance: base.tolerance}),
      compute: (panel) => {
        const chances = longer.map((each) => regimesOf(panel, each).chances);
        const against = {up: regimes.indexOf("trend down"), down: regimes.indexOf("trend up")};
        return base.compute(panel).map((value, cell) => {
          if (value === 0 || Number.isNaN(value)) return value;
          const place = value > 0 ? against.up : against.down;
          const chance = chances.reduce((most, each) => Math.max(most, each[place][cell]), 0);
          if (chosen === "scale") return value * (1 - chance);
          return Number.isNaN(chance) ? NaN : chance >= limit ? 0 : value;
        });
      }
    };
  }
);

const usualSignal: Pick<Feature, "needs" | "lookback" | "tolerance" | "compute"> = {
  needs: ["close"],
  lookback: 390,
  compute: (panel) => eachSymbol(panel, ["close"], (close) => crossovers(close, 12, 26, 390))
};
