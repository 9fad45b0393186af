import type {Column, Panel} from "../../base/panel.js";
import {head, rows} from "../../base/panel.js";
import type {Feature} from "../../plugin.js";
import {every, isNear, spread} from "../columns.js";
import {counted, shown} from "../findings.js";
import {deathRow, withNeeds} from "../panels.js";
import {largest} from "./reach.js";
import type {Finding} from "../verdict.js";

/**
 * Where a value changes with what came before its lookback, by more than the tolerance; `ahead` says that the feature is
 * known to read later rows.
 */
export function historyFinding(feature: Feature, panel: Panel, whole: Column, ahead: boolean): Finding | null {
  let filled: Finding | null = null;
  for (const t of spread(feature.lookback + 1, panel.times.length - 1, 15)) {
    // What reads later rows is held against what it says when they are cut off, so as not to be accused of them twice.
    const found = historyAt(feature, panel, ahead ? feature.compute(head(panel, t + 1)) : whole, t);
    if (found?.rule === "hidden-history") return found;
    filled ??= found;
  }
  return filled;
}

/** What is wrong with row t when what came before its lookback is cut off. */
function historyAt(feature: Feature, panel: Panel, whole: Column, t: number): Finding | null {
  const n = panel.symbols.length;
  const {lookback, tolerance = 0, needs} = feature;
  const scale = largest(whole);
  const start = t - lookback;
  const expected = whole.subarray(t * n, (t + 1) * n);
  const cut = feature.compute(rows(panel, start, t + 1)).subarray(-n);
  if (isNear(cut, expected, tolerance * scale)) return null;
  const changed = Array.from(expected.keys()).filter(
    (s) => !isNear(cut.subarray(s, s + 1), expected.subarray(s, s + 1), tolerance * scale)
  );
  const isWhole = (s: number) => {
    for (let row = start; row <= t; ++row)
      if (needs.some((name) => Number.isNaN(panel.fields[name]?.[row * n + s]))) return false;
    return true;
  };
  const s = changed.find(isWhole) ?? changed[0];
  const is = `row ${t} of ${panel.symbols[s]} is ${shown(expected[s], cut[s])}, and ${shown(cut[s], expected[s])} when rows before ${start} are cut off`;
  if (!isWhole(s)) {
    const message = `${is}: it misses bars there, and goes on with one that is older than the lookback, ${counted(lookback, "row")}`;
    return {rule: "dead-ticker", message};
  }
  const part = Math.abs(cut[s] - expected[s]) / scale;
  const why =
    part < 1e-9
      ? `that is ${part.toExponential(0)} of the largest value, as rounding leaves it: sum each window afresh, or state a tolerance`
      : `its lookback is ${counted(lookback, "row")}`;
  return {rule: "hidden-history", message: `${is}; ${why}`};
}

/** Whether the name that dies still has a value, made of its last bars, when its lookback holds none of them any more. */
export function deadFinding(feature: Feature, make: (rows: number) => Panel): Finding | null {
  const {lookback, needs} = feature;
  if (needs.length === 0) return null;
  const count = lookback + 120;
  const death = deathRow(count);
  const long = withNeeds(make(count + lookback + 3), needs);
  const n = long.symbols.length;
  const gone = every(long, (value, i) => (i % n === n - 1 && i >= death * n ? NaN : value));
  try {
    const found = historyAt(feature, gone, feature.compute(gone), long.times.length - 1);
    return found?.rule === "dead-ticker" ? found : null;
  } catch {
    // It took the shorter panel: what refuses one that is so long cannot be asked this.
    return null;
  }
}
