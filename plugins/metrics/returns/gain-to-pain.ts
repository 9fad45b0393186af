import {accountReturns} from "../../../core/evaluate/returns.js";
import {fewReturns} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The gain-to-pain ratio: Σ r / Σ max(−r, 0), r the bars' returns (Schwager, who takes months'). 0 is an account whose
 * gains only made good its losses. `NaN` where nothing was lost.
 */
export const gainToPain = defineMetric("gain-to-pain", {}, () => ({
  unit: "ratio",
  measure({equity}) {
    let sum = 0;
    let lost = 0;
    for (const r of accountReturns(equity)) {
      sum += r;
      if (r < 0) lost -= r;
    }
    return lost > 0 ? sum / lost : NaN;
  },
  undetermined: (result) => fewReturns(result) ?? "no bar lost"
}));
