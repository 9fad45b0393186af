import {between} from "../../core/base/options.js";
import {defineScenario} from "../../core/plugin.js";
import {blockLength} from "../../core/evaluate/overfitting/block-length.js";
import {checkStart, place} from "../../core/scenarios/placing.js";
import {resampleBars, stationaryRows} from "../../core/scenarios/resampling.js";
import {indexReturns, logReturns} from "../../core/scenarios/returns.js";

/**
 * Another history of the same market: from a share `start` of the rows on (−1: a row drawn at random) bars are drawn from
 * all rows by the stationary bootstrap, the same rows for all symbols, in blocks of `block` rows on average. With `block`
 * 0 the length is found from the mean of the symbols' returns by the rule of Politis and White.
 */
export const bootstrap = defineScenario("bootstrap", {start: 0, block: 20}, ({start, block}) => {
  checkStart("bootstrap", start);
  if (block !== 0) between("bootstrap block", block, 1);
  return {
    apply(panel, random) {
      const rows = panel.times.length;
      const from = place("bootstrap", start, 1, rows, random);
      const n = panel.symbols.length;
      const index = () => indexReturns(logReturns(panel), n).filter((value) => !Number.isNaN(value));
      const length = block === 0 ? blockLength(index()) : block;
      const sources = stationaryRows(1, rows, rows - from, length, random);
      return {panel: resampleBars(panel, from, sources), marks: [{from, to: rows - 1, what: "bootstrap"}]};
    }
  };
});
