import {random} from "../../base/random.js";
import {defineRule} from "../rule.js";
import {percent} from "../text.js";

/** Returns whose order was kind. */
export const tooLucky = defineRule("too-lucky", {
  severities: ["warning"],
  measures:
    "the worst drawdown beside those of the same daily returns in `times` random orders, where there are at least `least` days; a warning where at most the part `chance` of them are as shallow",
  meaning:
    "The same returns in another order fall much deeper: drawdown, Calmar ratio and the calm of the curve are luck, or prices were smoothed.",
  advice: "Expect the median of the shuffled drawdowns, and size positions by it.",
  thresholds: {chance: 0.01, times: 300, least: 60},
  look({daily: {returns}}, {chance, times, least}) {
    if (returns.length < least) return {unchecked: `there are ${returns.length} days, and it takes ${least}`};
    const worst = deepest(returns);
    if (!(worst < 0 && worst > -1)) return null;
    const {integer} = random("lint/too-lucky");
    const shuffled = returns.slice();
    const all = new Float64Array(times);
    for (let k = 0; k < times; ++k) {
      for (let i = shuffled.length - 1; i > 0; --i) {
        const j = integer(i + 1);
        const value = shuffled[i];
        shuffled[i] = shuffled[j];
        shuffled[j] = value;
      }
      all[k] = deepest(shuffled);
    }
    const kind = all.filter((depth) => depth >= worst).length;
    if (kind > chance * times) return null;
    return `the worst drawdown is ${percent(worst)}; of ${times} random orders of the same returns ${kind === 0 ? "none is" : `${kind} are`} as kind, and half fall by ${percent(-all.sort()[times >> 1])} or more`;
  }
});

/** The worst drawdown of a level that begins at 1 and makes these returns. */
function deepest(returns: Float64Array): number {
  let [level, high, worst] = [1, 1, 0];
  for (let i = 0; i < returns.length; ++i) {
    level *= 1 + returns[i];
    if (level > high) high = level;
    else if (level / high - 1 < worst) worst = level / high - 1;
  }
  return worst;
}
