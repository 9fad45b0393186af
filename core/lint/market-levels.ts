import {field} from "../base/panel.js";
import type {Traded} from "./traded.js";

/** The latest close of each symbol by the last bar; `NaN` of one that never had any. */
export function latestCloses({panel}: Pick<Traded, "panel">): Float64Array {
  const close = field(panel, "close");
  const n = panel.symbols.length;
  const out = new Float64Array(n).fill(NaN);
  for (let i = 0; i < close.length; ++i) if (close[i] > 0) out[i % n] = close[i];
  return out;
}

/**
 * What the market did on the bars that were traded: the benchmark's levels or, where there is none, those of all symbols
 * in equal parts.
 */
export function marketLevels(
  run: Pick<Traded, "panel" | "result" | "start">
): {readonly levels: Float64Array; readonly name: string} | null {
  const {benchmark} = run.result;
  if (benchmark?.some((level) => level > 0)) return {levels: carried(benchmark), name: "the benchmark"};
  const {symbols} = run.panel;
  if (symbols.length === 0) return null;
  return {levels: meanLevels(run), name: symbols.length === 1 ? symbols[0] : "the mean of its names"};
}

/** The levels of all symbols in equal parts on the bars that were traded, from about 1. */
export function meanLevels({panel, result, start}: Pick<Traded, "panel" | "result" | "start">): Float64Array {
  const n = panel.symbols.length;
  const close = field(panel, "close");
  const latest = new Float64Array(n).fill(NaN);
  let level = 1;
  return Float64Array.from(result.times, (_, i) => {
    let [sum, count] = [0, 0];
    for (let s = 0; s < n; ++s) {
      const price = close[(start + i) * n + s];
      if (!(price > 0)) continue;
      if (latest[s] > 0) [sum, count] = [sum + price / latest[s] - 1, count + 1];
      latest[s] = price;
    }
    if (count > 0) level *= 1 + sum / count;
    return level;
  });
}

/** Levels with the one before where one is missing. */
function carried(levels: Float64Array): Float64Array {
  let last = NaN;
  return levels.map((level) => (level > 0 ? (last = level) : last));
}
