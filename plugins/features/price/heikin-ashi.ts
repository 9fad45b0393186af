import {oneOf} from "../../../core/base/options.js";
import {eachRun} from "../../../core/indicators/each-run.js";
import {memoryOf} from "../../../core/indicators/means.js";
import {defineFeature} from "../../../core/plugin.js";

const outputs = ["open", "high", "low", "close"] as const;

/**
 * Heikin-Ashi candles, in units of price: `close` is the mean of a bar's open, high, low and close; `open` the middle
 * of the candle before, on a run's first row that of the bar; `high` and `low` the furthest that bar or candle went
 * (TA-Lib's HA). The lookback is where 1e-10 of the first open is left. It starts again after a gap.
 */
export const heikinAshi = defineFeature("heikin-ashi", {output: "close"}, ({output}) => {
  const chosen = oneOf("heikin-ashi output", output, outputs);
  return {
    needs: ["open", "high", "low", "close"],
    lookback: 1 + memoryOf(0.5, 1e-10),
    tolerance: 1e-9,
    compute: (panel) =>
      eachRun(panel, ["open", "high", "low", "close"], (open, high, low, close) => {
        let begins = NaN;
        let ends = NaN;
        return close.map((each, i) => {
          begins = i === 0 ? (open[i] + each) / 2 : (begins + ends) / 2;
          ends = (open[i] + high[i] + low[i] + each) / 4;
          switch (chosen) {
            case "open":
              return begins;
            case "high":
              return Math.max(high[i], begins, ends);
            case "low":
              return Math.min(low[i], begins, ends);
            case "close":
              return ends;
          }
        });
      })
  };
});
