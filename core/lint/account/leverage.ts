import {defineRule} from "../rule.js";
import {day, percent, ratio} from "../text.js";

/** More exposure than a broker allows. */
export const leverage = defineRule("leverage", {
  severities: ["warning", "serious"],
  measures:
    "gross exposure over equity where the experiment states no margin: a warning where it is above `most` (what the Federal Reserve's Regulation T allows) on at least `time` of all bars, serious where it is above `grave`",
  meaning:
    "No margin was asked for and none was called: a broker would have refused the orders or closed the positions.",
  advice:
    "State `backtest.margin` with what your broker asks, or keep exposure below with the overlay `leverage-limit`.",
  thresholds: {most: 2, grave: 5, time: 0.01},
  look({result: {gross, times}, plan}, {most, grave, time}) {
    if (plan.backtest.margin) return null;
    let [above, highest] = [0, 0];
    for (let i = 0; i < gross.length; ++i) {
      if (gross[i] > most * 1.01) ++above;
      if (gross[i] > gross[highest]) highest = i;
    }
    if (above === 0 || above < time * gross.length) return null;
    const message = `positions are worth more than ${ratio(most)} times equity on ${percent(above / gross.length)} of bars, the most ${ratio(gross[highest])} times on ${day(times[highest])}, and no margin is asked for`;
    return {severity: gross[highest] > grave ? "serious" : "warning", message};
  }
});
