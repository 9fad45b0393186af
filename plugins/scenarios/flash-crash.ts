import {between, whole} from "../../core/base/options.js";
import {defineScenario} from "../../core/plugin.js";
import {addReturns, scaleVolume} from "../../core/scenarios/bars.js";
import {checkStart, place} from "../../core/scenarios/placing.js";

/**
 * All prices fall by `size` of themselves within `bars` bars, in equal log returns on top of what they did anyway, and win
 * back a share `recovery` of the fall within `recoveryBars`; the rest is lost for good. Volume is `surge` times its own
 * during the fall, and comes back to it in even steps. `start` is the share of the rows before the fall, or −1 for a row
 * drawn at random.
 */
export const flashCrash = defineScenario(
  "flash-crash",
  {start: -1, size: 0.1, bars: 3, recovery: 0.6, recoveryBars: 10, surge: 5},
  ({start, size, bars, recovery, recoveryBars, surge}) => {
    checkStart("flash-crash", start);
    between("flash-crash size", size, 0, 0.99);
    whole("flash-crash bars", bars);
    between("flash-crash recovery", recovery, 0, 1);
    whole("flash-crash recoveryBars", recoveryBars);
    between("flash-crash surge", surge, 0);
    return {
      apply(panel, random) {
        const n = panel.symbols.length;
        const from = place("flash-crash", start, bars + recoveryBars, panel.times.length, random);
        const bottom = from + bars;
        const end = bottom + recoveryBars;
        const fall = Math.log(1 - size);
        const rise = Math.log(1 - size * (1 - recovery)) - fall;
        const added = new Float64Array(panel.times.length * n);
        added.fill(fall / bars, from * n, bottom * n);
        added.fill(rise / recoveryBars, bottom * n, end * n);
        const out = addReturns(panel, added);
        const calm = (row: number) => Math.max(0, row - bottom + 1) / recoveryBars;
        scaleVolume(out, from, end - 1, (row) => surge + (1 - surge) * calm(row));
        return {
          panel: out,
          marks: [
            {from, to: bottom - 1, what: "fall"},
            {from: bottom, to: end - 1, what: "recovery"}
          ]
        };
      }
    };
  }
);
