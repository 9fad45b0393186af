import {defineRule} from "../rule.js";
import {isStale} from "../stale.js";
import {amount, percent} from "../text.js";

/** Positions that are valued at prices nobody made. */
export const staleMarks = defineRule("stale-marks", {
  severities: ["warning", "serious"],
  measures:
    "bars of positions without volume, or whose open, high, low and close all are the close before, as a part of all: a warning above `some`, serious above `most`",
  meaning: "The value stands still and then jumps: volatility and drawdown are too low, the Sharpe ratio too high.",
  advice: "Drop bars that were filled forward; trade names that trade.",
  thresholds: {some: 0.05, most: 0.25},
  look(run, {some, most}) {
    const {start, holdings, panel} = run;
    const {first, symbol} = holdings;
    const close = panel.fields.close;
    let [stale, known] = [0, 0];
    for (let i = 1; i + 1 < first.length; ++i)
      for (let k = first[i]; k < first[i + 1]; ++k) {
        if (!(close[(start + i) * panel.symbols.length + symbol[k]] > 0)) continue;
        ++known;
        if (isStale(run, start + i, symbol[k])) ++stale;
      }
    const share = stale / known;
    if (!(share > some)) return null;
    const message = `on ${amount(stale)} of ${amount(known)} bars of positions, ${percent(share)}, the price is that of the bar before, and nothing was traded`;
    return {severity: share > most ? "serious" : "warning", message};
  }
});
