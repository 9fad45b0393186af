import {between} from "../../core/base/options.js";
import {defineScenario} from "../../core/plugin.js";
import {scaleVolume} from "../../core/scenarios/bars.js";
import {checkSpan, placeSpan} from "../../core/scenarios/placing.js";
import {stretchReturns} from "../../core/scenarios/volatility.js";

/**
 * For `span` rows (0: to the end) only a share `volume` of the volume is traded, and log returns lie `volatility` times
 * as far from their mean. `start` is the share of the rows before, or −1 for a row drawn at random. What a thin market
 * does to an order is for the slippage to say, which caps fills by the volume.
 */
export const lowLiquidity = defineScenario(
  "low-liquidity",
  {start: -1, span: 63, volume: 0.1, volatility: 1.5},
  ({start, span, volume, volatility}) => {
    checkSpan("low-liquidity", start, span);
    between("low-liquidity volume", volume, 0);
    between("low-liquidity volatility", volatility, 0, 20);
    return {
      apply(panel, random) {
        const {from, to} = placeSpan("low-liquidity", start, span, panel.times.length, random);
        const out = stretchReturns(panel, from, to, volatility);
        scaleVolume(out, from, to, () => volume);
        return {panel: out, marks: [{from, to, what: "low liquidity"}]};
      }
    };
  }
);
