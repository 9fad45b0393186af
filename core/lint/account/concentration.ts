import {defineRule} from "../rule.js";
import {percent} from "../text.js";

/** A book that is one name for the most part. */
export const concentration = defineRule("concentration", {
  severities: ["note", "warning"],
  measures:
    "the largest position's part of gross exposure, by the mean of the bars on which anything is held, beside `share`: a note, and a warning where there are at least `many` names to choose from",
  meaning: "Its risk is that of one name at a time, which can halve overnight: no figure here shows that.",
  advice: "Cap weights (overlay `weight-cap`), or say that it is a bet on single names.",
  thresholds: {share: 0.5, many: 10},
  look({holdings: {first, value, symbol}, result, panel}, {share, many}) {
    let [bars, sum] = [0, 0];
    const time = new Map<number, number>();
    for (let i = 0; i + 1 < first.length; ++i) {
      let [gross, most, name] = [0, 0, -1];
      for (let k = first[i]; k < first[i + 1]; ++k) {
        const size = Math.abs(value[k]);
        gross += size;
        if (size > most) [most, name] = [size, symbol[k]];
      }
      if (!(gross > 0)) continue;
      ++bars;
      sum += most / gross;
      time.set(name, (time.get(name) ?? 0) + 1);
    }
    if (bars === 0 || sum / bars <= share) return null;
    const [name, count] = [...time].reduce((most, each) => (each[1] > most[1] ? each : most));
    const message = `the largest position is ${percent(sum / bars)} of gross exposure by the mean, most often ${result.symbols[name]} (${percent(count / bars)} of the time in the market)`;
    return {severity: panel.symbols.length >= many ? "warning" : "note", message};
  }
});
