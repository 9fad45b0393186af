import type {Column, Panel} from "../base/panel.js";
import {head, rows} from "../base/panel.js";
import type {Feature} from "../plugin.js";
import {disturbed, every, firstDifference, imprint, isNear, onlyFields, renamed, spread} from "./columns.js";
import {auditPanel, deathRow, withNeeds} from "./panels.js";
import {largest, reachOf} from "./reach.js";
import {firstOfEach, counted, oddNeeds, reasonOf, unknownField} from "./findings.js";
import type {Audit, Finding} from "./verdict.js";

const checked = [
  "look-ahead",
  "whole-sample",
  "row-count",
  "hidden-history",
  "undeclared-field",
  "dead-ticker",
  "hidden-state",
  "broken-form"
] as const;

/** Rules of which a feature breaks one where later rows change its values. */
const future: readonly string[] = ["look-ahead", "whole-sample", "row-count"];

/** The bars that a feature is audited over. */
const timeframes: Readonly<Record<string, (rows: number) => Panel>> = {
  days: (count) => auditPanel({rows: count}),
  "half hours": (count) => auditPanel({rows: count, symbols: 4, seed: 8, intraday: true})
};

/** The largest tolerance that is believed: beyond it any history could hide. */
const widest = 1e-3;

/**
 * Audits a feature over days and half hours, with bars that are missing, a name that begins late and one that dies. One
 * that refuses either kind of bars is audited over the other.
 */
export function auditFeature(feature: Feature): Audit {
  const stated = statement(feature);
  if (stated) return {checked: ["broken-form"], findings: [stated]};
  const count = feature.lookback + 120;
  const findings: Finding[] = [];
  const skipped: string[] = [];
  let valued = false;
  for (const [name, make] of Object.entries(timeframes)) {
    const panel = withNeeds(make(count), feature.needs);
    try {
      valued ||= feature.compute(every(panel, (value) => value)).some((value) => Number.isFinite(value));
    } catch (error) {
      const unknown = unknownField(error, feature.needs);
      if (unknown) return {checked, findings: [unknown]};
      skipped.push(`made-up bars of ${name}: it throws: ${reasonOf(error)}`);
      continue;
    }
    const known = findings.some(({rule}) => future.includes(rule));
    if (findings.some(({rule}) => rule === "hidden-state")) break;
    findings.push(...featureFindings(feature, panel).filter(({rule}) => !known || !future.includes(rule)));
    if (findings.length > 0) continue;
    const odd = deadFinding(feature, make) ?? formFinding(feature, panel);
    if (odd) findings.push(odd);
  }
  if (skipped.length === Object.keys(timeframes).length)
    return {checked: ["broken-form"], findings: [{rule: "broken-form", message: skipped[0]}]};
  if (findings.length === 0 && !valued) {
    const message = `of ${count} made-up days and half hours no value is a number: nothing could be put to the test`;
    findings.push({rule: "broken-form", message, suspicion: true});
  }
  return {checked, findings: firstOfEach(findings), ...(skipped.length > 0 && {skipped})};
}

/**
 * What a feature does over a panel and must not, bit for bit: cutting the future off, or changing it, changes no earlier
 * value; at t, cutting off what came before t − lookback changes nothing, or no more than the feature's tolerance says;
 * fields beside its `needs` change nothing; there is one value for each cell; the same panel gives the same values, and
 * stays as it is. Throws where the panel is too short to tell: it needs 20 rows more than the lookback.
 */
export function featureFindings(feature: Feature, panel: Panel): readonly Finding[] {
  const count = panel.times.length;
  if (count < feature.lookback + 20)
    throw new Error(`invalid panel: ${count} rows; an audit needs ${feature.lookback + 20}`);
  const before = imprint(panel);
  const whole = feature.compute(panel);
  if (imprint(panel) !== before) return [{rule: "hidden-state", message: "it writes over the panel that it is given"}];
  const size = count * panel.symbols.length;
  if (whole.length !== size) return [{rule: "broken-form", message: `${whole.length} values; expected ${size}`}];
  const state = stateFinding(feature, panel, whole);
  if (state) return [state];
  const ahead = lookAhead((given) => feature.compute(given), panel, whole, feature.lookback);
  const history = historyFinding(feature, panel, whole, ahead !== null);
  const undeclared = fieldFinding(feature, panel, whole);
  return [ahead, history, undeclared].filter((finding) => finding !== null);
}

/** What a feature states of itself that cannot be. */
function statement({needs, lookback, tolerance = 0}: Feature): Finding | null {
  const odd = oddNeeds(needs);
  if (odd) return odd;
  if (!(Number.isSafeInteger(lookback) && lookback >= 0))
    return {rule: "broken-form", message: `its lookback is ${lookback}; expected a whole number from 0`};
  if (tolerance >= 0 && tolerance <= widest) return null;
  const message = `its tolerance is ${tolerance}, under which any history could hide; expected at most ${widest}`;
  return {rule: "hidden-history", message};
}

/** Whether a feature answers otherwise after it was asked about another panel. */
function stateFinding(feature: Feature, panel: Panel, whole: Column): Finding | null {
  const other = disturbed(panel, 0, panel.times.length, 29);
  const found = feature.compute(other);
  if (firstDifference(feature.compute(panel), whole) >= 0)
    return {rule: "hidden-state", message: "the same panel gives other values when it is asked again"};
  const byName = firstDifference(feature.compute(renamed(panel)), whole) >= 0;
  const cell = firstDifference(feature.compute(renamed(other)), found);
  if (byName || cell < 0) return null;
  const row = Math.floor(cell / panel.symbols.length);
  const message = `row ${row} of the same bars under other names is ${feature.compute(renamed(other))[cell]} and not ${found[cell]}: it keeps what it found under a symbol's name before`;
  return {rule: "hidden-state", message};
}

/** Where a value changes with what came before its lookback, by more than the tolerance. */
function historyFinding(feature: Feature, panel: Panel, whole: Column, ahead: boolean): Finding | null {
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
  const is = `row ${t} of ${panel.symbols[s]} is ${expected[s]}, and ${cut[s]} when rows before ${start} are cut off`;
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

function fieldFinding(feature: Feature, panel: Panel, whole: Column): Finding | null {
  const {needs} = feature;
  try {
    const cell = firstDifference(feature.compute(onlyFields(panel, needs)), whole);
    if (cell < 0) return null;
    const row = Math.floor(cell / panel.symbols.length);
    const message = `row ${row} changes when fields beside its needs (${needs.join(", ") || "none"}) are taken away`;
    return {rule: "undeclared-field", message};
  } catch (error) {
    const message = `it throws when fields beside its needs (${needs.join(", ") || "none"}) are taken away: ${reasonOf(error)}`;
    return {rule: "undeclared-field", message};
  }
}

/** Where a column's earlier values change with later rows, what it reads there; null where they do not. */
export function lookAhead(
  compute: (panel: Panel) => Column,
  panel: Panel,
  whole: Column,
  lookback = 0
): Finding | null {
  const n = panel.symbols.length;
  for (const stop of stops(panel, lookback)) {
    const cell = firstDifference(compute(head(panel, stop)), whole.subarray(0, stop * n));
    if (cell >= 0) return reachOf(compute, panel, Math.floor(cell / n), stop);
  }
  for (const stop of spread(1, panel.times.length - 1, 6)) {
    const cell = firstDifference(compute(disturbed(panel, stop)).subarray(0, stop * n), whole.subarray(0, stop * n));
    if (cell >= 0) return reachOf(compute, panel, Math.floor(cell / n), stop);
  }
  return null;
}

/**
 * Rows at which the future is cut off: spread evenly, most of them where the lookback is full, inside and after missing
 * bars, and where days, weeks and months turn.
 */
function stops({times, symbols, fields}: Panel, lookback: number): number[] {
  const n = symbols.length;
  const count = times.length;
  const full = Math.min(lookback + 1, count - 1);
  const all = [...spread(1, full, 5), ...spread(full, count - 1, 18)];
  const price = fields.close ?? Object.values(fields)[0] ?? new Float64Array(count * n);
  const missing = (row: number) => price.subarray(row * n, (row + 1) * n).filter((value) => Number.isNaN(value)).length;
  const month = (row: number) => new Date(times[row]).getUTCMonth();
  const edges: number[] = [];
  for (let i = Math.max(1, full - 5); i < count; ++i)
    if (missing(i) !== missing(i - 1) || month(i) !== month(i - 1)) edges.push(i);
  const chosen = edges.length > 0 ? spread(0, edges.length - 1, 8).map((k) => edges[k]) : [];
  return [...new Set([...all, ...chosen, ...chosen.map((i) => Math.min(i + 1, count - 1))])].sort((a, b) => a - b);
}

/** Whether a feature answers with one value a cell whatever the panel. */
function formFinding(feature: Feature, panel: Panel): Finding | null {
  const odd: Readonly<Record<string, Panel>> = {
    "a panel of one row": rows(panel, 0, 1),
    "a panel of nothing but gaps": every(panel, () => NaN),
    "a panel of constant prices": every(panel, () => 100)
  };
  for (const [name, each] of Object.entries(odd)) {
    try {
      const {length} = feature.compute(each);
      const size = each.times.length * each.symbols.length;
      if (length !== size) return {rule: "broken-form", message: `${length} values of ${name}; expected ${size}`};
    } catch (error) {
      const message = `it throws for ${name}: ${reasonOf(error)}; give NaN where there is no value`;
      return {rule: "broken-form", message};
    }
  }
  return null;
}

/** Whether the name that dies still has a value, made of its last bars, when its lookback holds none of them any more. */
function deadFinding(feature: Feature, make: (rows: number) => Panel): Finding | null {
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
