import {oneOf} from "../../../core/base/options.js";
import {mean} from "../../../core/base/stats.js";
import {barTurnover, turnoverBases} from "../../../core/evaluate/exposure.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The average turnover of a bar: mean(Σ |quantity · price| / base), the base of each bar what is held, Σ |position ×
 * price|, on average over its close and the close before (`of` `held`, pyfolio's get_turnover with its AGB), or what the
 * account is worth at its close (`of` `equity`, pyfolio's portfolio_value). A full swap counts 2. A bar without fills, or
 * with no base, counts 0.
 */
export const dailyTurnover = defineMetric("daily-turnover", {of: "held"}, ({of}) => {
  const base = oneOf("of", of, turnoverBases);
  return {
    unit: "percent",
    measure: (result) => mean(barTurnover(result, base))
  };
});
