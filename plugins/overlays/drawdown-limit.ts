import {between, whole} from "../../core/base/options.js";
import {defineOverlay} from "../../core/plugin.js";
import type {Book} from "../../core/plugin.js";

/**
 * Sells all, and holds nothing, once equity at a close is the part `most` or more below its peak. After `pause` bars it
 * is armed again and lets the strategy's weights through; from then on the peak is counted anew, from the equity of that
 * bar. With a `pause` of 0 it never lets anything through again.
 */
export const drawdownLimit = defineOverlay("drawdown-limit", {most: 0.15, pause: 20}, ({most, pause}) => {
  between("drawdown-limit most", most, 1e-9, 1);
  whole("drawdown-limit pause", pause, 0);
  /** The peak, and for how many bars it has been halted, this one included; 0 while it is armed. */
  const remember = (memory: Float64Array | null, {equity, peak: first}: Book): Float64Array => {
    let [peak, halted] = memory ?? [first, 0];
    if (halted > 0) {
      if (pause === 0 || halted < pause) return Float64Array.of(peak, halted + 1);
      [peak, halted] = [equity, 0];
    }
    peak = Math.max(peak, equity);
    return Float64Array.of(peak, equity <= (1 - most) * peak ? 1 : 0);
  };
  return {
    standing: true,
    remember: (memory, _, book) => remember(memory, book),
    adjust(targets, _, book, memory = remember(null, book)) {
      return memory[1] > 0 ? new Float64Array(targets.length) : targets.slice();
    },
    explain: (_, __, ___, memory) => (memory && memory[1] > 0 ? `sold all: ${most} below the peak` : null)
  };
});
