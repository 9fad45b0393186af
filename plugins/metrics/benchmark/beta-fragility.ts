import {fragilityOf} from "../../../core/evaluate/benchmark.js";
import {pairedReturns} from "../../../core/evaluate/returns.js";
import {fewPairs} from "../../../core/evaluate/undetermined.js";
import {defineMetric} from "../../../core/plugin.js";

/**
 * The beta fragility heuristic (Taleb, Canetti, Kinda, Loukoianova and Schmieder, 2012; empyrical's
 * beta_fragility_heuristic): the account's returns on the benchmark's worst and best bar, weighed so that they stand for
 * its median bar, − the return on that bar. Below 0 the account loses more from a large move of the benchmark than it
 * gains from one the other way. `NaN` of fewer than three bars on which both returns are known.
 */
export const betaFragility = defineMetric("beta-fragility", {}, () => ({
  unit: "percent",
  measure: (result) => fragilityOf(pairedReturns(result)),
  undetermined: (result) => fewPairs(result, 3)
}));
