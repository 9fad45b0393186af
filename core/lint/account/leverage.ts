import {defineRule} from "../rule.js";
import {day, percent, ratio} from "../text.js";

/** More exposure than a broker allows, or than an account survives. */
export const leverage = defineRule("leverage", {
  severities: ["warning", "serious"],
  measures:
    "gross exposure over equity: where the experiment states no margin, a warning where it is above `most` (what the Federal Reserve's Regulation T allows) on at least `time` of all bars, serious where it is above `grave` at any time; where it states one, a warning where it is above `grave` on at least `time` of all bars",
  meaning:
    "Without a margin none is called: a broker would have refused the orders or closed the positions. With a small one, a move that any market has had takes the account before it can be called, and bars do not show where.",
  advice:
    "State `backtest.margin` with what your broker asks, or keep exposure below with the overlay `leverage-limit`.",
  thresholds: {most: 2, grave: 5, time: 0.01},
  look({result: {gross, times}, plan}, {most, grave, time}) {
    const {margin} = plan.backtest;
    const limit = margin ? grave : most;
    let [above, highest] = [0, 0];
    for (let i = 0; i < gross.length; ++i) {
      if (gross[i] > limit * 1.01) ++above;
      if (gross[i] > gross[highest]) highest = i;
    }
    if (above === 0 || above < time * gross.length) return null;
    const top = gross[highest];
    const message = `positions are worth more than ${ratio(limit)} times equity on ${percent(above / gross.length)} of bars, the most ${ratio(top)} times on ${day(times[highest])}`;
    if (margin)
      return `${message}, on a margin of ${percent(margin.initial)}: a move of ${percent(1 / top)} against them leaves nothing`;
    return {severity: top > grave ? "serious" : "warning", message: `${message}, and no margin is asked for`};
  }
});
