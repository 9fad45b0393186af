import type {Column, Panel} from "../../base/panel.js";
import {head, rows} from "../../base/panel.js";
import type {Feature} from "../../plugin.js";
import {disturbed, every, firstDifference, imprint, isNear, onlyFields, renamed, spread} from "../columns.js";
import {firstOfEach, oddNeeds, reasonOf, shown, unknownField} from "../findings.js";
import {deadFinding, historyFinding} from "./history.js";
import {auditPanel, withNeeds} from "../panels.js";
import {largest, reachOf} from "./reach.js";
import type {Audit, Finding} from "../verdict.js";

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

const reused = "the values that it gave change when it is asked again: give a new array each time";

/** The bars that a feature is audited over. */
const timeframes: Readonly<Record<string, (rows: number) => Panel>> = {
  days: (count) => auditPanel({rows: count}),
  "half hours": (count) => auditPanel({rows: count, symbols: 4, seed: 8, intraday: true}),
  "five minutes": (count) => auditPanel({rows: count, symbols: 4, seed: 9, intraday: "5m"})
};

/** The largest tolerance that is believed: beyond it any history could hide. */
const widest = 1e-3;

/**
 * Audits a feature over days and half hours, with bars that are missing, a name that begins late and one that dies. One
 * that refuses either kind of bars is audited over the other, and one that has no value in either over five minutes.
 */
export function auditFeature(feature: Feature): Audit {
  const stated = statement(feature);
  if (stated) return {checked: ["broken-form"], findings: [stated]};
  const {valued, ...audit} = auditOver(feature, feature.lookback + 120);
  if (valued || audit.findings.length > 0) return audit;
  // It may read so far ahead that no row of a short panel has a value.
  const longer = auditOver(feature, feature.lookback + 620);
  if (longer.valued || longer.findings.length > 0) return {...longer, checked: longer.checked};
  const message = `of ${feature.lookback + 620} made-up days, half hours and five minutes no value is a number: nothing could be put to the test`;
  return {...audit, findings: [{rule: "broken-form", message, suspicion: true}]};
}

/** Audits a feature over panels of so many rows, and tells whether it has a value there. */
function auditOver(feature: Feature, count: number): Audit & {readonly valued: boolean} {
  const findings: Finding[] = [];
  const skipped: string[] = [];
  let valued = false;
  for (const [name, make] of Object.entries(timeframes)) {
    // What starts anew with each session may need more bars of one than half hours have.
    if (name === "five minutes" && (valued || findings.length > 0)) continue;
    const panel = withNeeds(make(count), feature.needs);
    try {
      valued ||= feature.compute(every(panel, (value) => value)).some((value) => Number.isFinite(value));
    } catch (error) {
      const unknown = unknownField(error, feature.needs);
      if (unknown) return {checked, findings: [unknown], valued};
      skipped.push(`made-up bars of ${name}: it throws: ${reasonOf(error)}`);
      continue;
    }
    const known = findings.some(({rule}) => future.includes(rule));
    if (findings.some(({rule}) => rule === "hidden-state")) break;
    try {
      findings.push(...featureFindings(feature, panel).filter(({rule}) => !known || !future.includes(rule)));
    } catch (error) {
      const message = `it takes ${name}, and throws when some are cut off: ${reasonOf(error)}; give NaN where there is no value`;
      findings.push(formFinding(feature, panel) ?? {rule: "broken-form", message});
    }
    if (findings.length > 0) continue;
    const odd = deadFinding(feature, make) ?? formFinding(feature, panel);
    if (odd) findings.push(odd);
  }
  if (skipped.length === Object.keys(timeframes).length)
    return {checked: ["broken-form"], findings: [{rule: "broken-form", message: skipped[0]}], valued};
  return {checked, findings: firstOfEach(findings), ...(skipped.length > 0 && {skipped}), valued};
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
  const given = feature.compute(panel);
  const whole = given.slice();
  if (imprint(panel) !== before) return [{rule: "hidden-state", message: "it writes over the panel that it is given"}];
  const size = count * panel.symbols.length;
  if (whole.length !== size) return [{rule: "broken-form", message: `${whole.length} values; expected ${size}`}];
  const state = stateFinding(feature, panel, whole);
  if (state) return [state];
  if (firstDifference(given, whole) >= 0) return [{rule: "hidden-state", message: reused}];
  const ahead = lookAhead((given) => feature.compute(given), panel, whole, feature.lookback);
  const history = ahead?.rule === "whole-sample" ? null : historyFinding(feature, panel, whole, ahead !== null);
  const stale = ahead || history ? null : staleFinding(feature, panel);
  const undeclared = fieldFinding(feature, panel, whole);
  return [ahead, history, stale, undeclared].filter((finding) => finding !== null);
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
  const found = feature.compute(other).slice();
  if (firstDifference(feature.compute(panel), whole) >= 0)
    return {rule: "hidden-state", message: "the same panel gives other values when it is asked again"};
  const byName = firstDifference(feature.compute(renamed(panel)), whole) >= 0;
  const cell = firstDifference(feature.compute(renamed(other)), found);
  if (byName || cell < 0) return null;
  const row = Math.floor(cell / panel.symbols.length);
  const value = feature.compute(renamed(other))[cell];
  const message = `row ${row} of the same bars under other names is ${shown(value, found[cell])} and not ${shown(found[cell], value)}: it keeps what it found under a symbol's name before`;
  return {rule: "hidden-state", message};
}

/** Whether other bars of the same dates get what was found before, though these without their first row do not. */
function staleFinding(feature: Feature, panel: Panel): Finding | null {
  const n = panel.symbols.length;
  const {lookback, tolerance = 0} = feature;
  const other = disturbed(panel, 0, panel.times.length, 31);
  const found = feature.compute(other).slice((lookback + 1) * n);
  const cut = feature.compute(rows(other, 1, other.times.length)).subarray(lookback * n);
  if (isNear(cut, found, 2 * tolerance * largest(found))) return null;
  const message = `other bars of the same dates are not what they are without their first row: it keeps what it found by its dates`;
  return {rule: "hidden-state", message};
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

/** The most rows of a panel that is cut behind each of them. */
const swept = 200;

/**
 * Rows at which the future is cut off: all of a short panel; of a long one some that are spread evenly, most of them where
 * the lookback is full, and those inside and after missing and halted bars, and where months turn.
 */
function stops({times, symbols, fields}: Panel, lookback: number): number[] {
  const n = symbols.length;
  const count = times.length;
  const full = Math.min(lookback + 1, count - 1);
  const all = count <= swept ? spread(1, count - 1, count) : [...spread(1, full, 5), ...spread(full, count - 1, 18)];
  const close = fields.close ?? Object.values(fields)[0];
  const kind = (row: number) => {
    const cells = Array.from({length: n}, (_, s) => row * n + s);
    const missing = cells.filter((i) => Number.isNaN(close?.[i])).length;
    return `${missing} ${cells.filter((i) => fields.volume?.[i] === 0).length} ${new Date(times[row]).getUTCMonth()}`;
  };
  const edges: number[] = [];
  for (let i = Math.max(1, full - 5); i < count; ++i) if (kind(i) !== kind(i - 1)) edges.push(i);
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
