import {between, whole} from "../../core/base/options.js";
import {defineScenario} from "../../core/plugin.js";
import {addReturns, removeBar} from "../../core/scenarios/bars.js";
import {checkStart, place} from "../../core/scenarios/placing.js";

/**
 * Prices open away from the close before by a return `gap`, and after that bar there are no bars for `halt` rows; trading
 * resumes with an open away by `resumption`. It befalls a `share` of the symbols, drawn at random, at least one.
 * `start` is the share of the rows before the gap, or −1 for a row drawn at random. A backtest takes a symbol without a
 * bar on 5 days for delisted, so a longer halt ends a position.
 */
export const gapAndHalt = defineScenario(
  "gap-and-halt",
  {start: -1, gap: -0.2, halt: 3, resumption: 0, share: 1},
  ({start, gap, halt, resumption, share}) => {
    checkStart("gap-and-halt", start);
    between("gap-and-halt gap", gap, -0.99, 10);
    whole("gap-and-halt halt", halt, 0);
    between("gap-and-halt resumption", resumption, -0.99, 10);
    between("gap-and-halt share", share, 0, 1);
    return {
      apply(panel, random) {
        const n = panel.symbols.length;
        const from = place("gap-and-halt", start, halt + 2, panel.times.length, random);
        const resumed = from + halt + 1;
        const added = new Float64Array(panel.times.length * n);
        const hit = draw(n, Math.max(1, Math.round(share * n)), (count) => random.integer(count));
        for (const s of hit) {
          added[from * n + s] += Math.log(1 + gap);
          added[resumed * n + s] += Math.log(1 + resumption);
        }
        const out = addReturns(panel, new Float64Array(added.length), added);
        for (let row = from + 1; row < resumed; ++row) for (const s of hit) removeBar(out, row * n + s);
        const halted = halt > 0 ? [{from: from + 1, to: resumed - 1, what: "halt"}] : [];
        const marks = [{from, to: from, what: "gap"}, ...halted, {from: resumed, to: resumed, what: "resumption"}];
        return {panel: out, marks};
      }
    };
  }
);

/** So many of the numbers below `n`, drawn without one twice. */
function draw(n: number, count: number, integer: (n: number) => number): readonly number[] {
  const left = Array.from({length: n}, (_, i) => i);
  if (count >= n) return left;
  return Array.from({length: count}, () => left.splice(integer(left.length), 1)[0]);
}
