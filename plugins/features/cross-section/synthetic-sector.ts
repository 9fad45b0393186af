import {whole} from "../../../core/base/options.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The sector, 1 … `sectors`, of a stock of the source synthetic, which deals its stocks out to its sectors in turn: S001,
 * S011 and S021 are of sector 1 of ten. `NaN` for a symbol that is not so called. Of real stocks the sector is a series
 * beside the bars, each from its publication on.
 */
export const syntheticSector = defineFeature("synthetic-sector", {sectors: 10}, ({sectors}) => {
  whole("synthetic-sector sectors", sectors);
  return {
    needs: [],
    lookback: 0,
    compute({times, symbols}) {
      const row = symbols.map((symbol) =>
        /^S\d+$/.test(symbol) ? ((Number(symbol.slice(1)) - 1) % sectors) + 1 : NaN
      );
      const out = new Float64Array(times.length * symbols.length);
      for (let i = 0; i < times.length; ++i) out.set(row, i * symbols.length);
      return out;
    }
  };
});
