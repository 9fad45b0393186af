import {defineFeature} from "../../../core/plugin.js";
import {agreement} from "../../../core/regimes/alignment.js";
import {checkRegimes, regimeReads, regimesOf, usualRegimes} from "../../../core/regimes/regimes.js";

/**
 * How far the regimes of several timeframes agree, 0 … 1: those of the panel's own bars and of the longer ones joined
 * to it, as `timeframes` names them (`1w` reads `1w_close` and its fellows), each of whose bars stands on as many rows
 * as `rows` says at its place. It is 1 − J / ln min(n, 6), J the Jensen–Shannon divergence of the n timeframes' chances
 * of the six regimes: 1 where they are the same, 0 where no two timeframes think any regime possible in common. It says
 * nothing of how sure they are. 1 where no longer timeframe is named.
 *
 * The chances are those of the feature `regime`. `window`, `volatility` and `memory` are in the panel's own bars,
 * `longerWindow`, `longerVolatility` and `longerMemory` in those of each longer timeframe, of which there are fewer.
 */
export const regimeAlignment = defineFeature(
  "regime-alignment",
  {
    timeframes: [] as readonly string[],
    rows: [] as readonly number[],
    window: usualRegimes.window,
    volatility: usualRegimes.volatility,
    memory: usualRegimes.memory,
    longerWindow: 13,
    longerVolatility: 8,
    longerMemory: 52,
    horizon: usualRegimes.horizon,
    strength: usualRegimes.strength
  },
  ({timeframes, rows, window, volatility, memory, longerWindow, longerVolatility, longerMemory, horizon, strength}) => {
    if (timeframes.length !== rows.length)
      throw new Error(
        `invalid regime-alignment rows: ${rows.length} for ${timeframes.length} timeframes; state one for each of them`
      );
    const common = {horizon, strength, confirm: 1};
    const own = {...common, prefix: "", rows: 1, window, volatility, memory};
    const longer = timeframes.map((timeframe, i) => ({
      ...common,
      prefix: `${timeframe}_`,
      rows: rows[i],
      window: longerWindow,
      volatility: longerVolatility,
      memory: longerMemory
    }));
    const all = [own, ...longer];
    for (const each of all) checkRegimes("regime-alignment", each);
    const reads = all.map(regimeReads);
    return {
      needs: reads.flatMap(({needs}) => needs),
      lookback: Math.max(...reads.map(({lookback}) => lookback)),
      compute: (panel) => {
        const found = all.map((each) => regimesOf(panel, each).chances);
        return found[0][0].map((_, i) => agreement(found.map((chances) => chances.map((column) => column[i]))));
      }
    };
  }
);
