import type {Column, Panel} from "../base/panel.js";
import {head} from "../base/panel.js";
import {random} from "../base/random.js";
import type {Label} from "../plugin.js";
import {disturbed, every, firstDifference, imprint, onlyFields, spread} from "./columns.js";
import {counted, firstOfEach, oddNeeds, reasonOf, shown, unknownField} from "./findings.js";
import {auditPanel, withNeeds} from "./panels.js";
import type {Audit, Finding} from "./verdict.js";

const checked = [
  "until-short",
  "whole-sample",
  "unknowable-label",
  "dead-ticker",
  "undeclared-field",
  "hidden-state",
  "broken-form"
] as const;

/** Seeds of the ways in which later rows are changed: a class does not heed each of them. */
const seeds = [11, 12, 13, 14];

/**
 * Audits a label, which may look ahead and must say how far, over days and half hours with bars that are missing. One
 * that refuses either kind of bars is audited over the other.
 */
export function auditLabel(label: Label): Audit {
  const stated = oddNeeds(label.needs);
  if (stated) return {checked: ["broken-form"], findings: [stated]};
  const made = {
    days: auditPanel({rows: 400}),
    "half hours": auditPanel({rows: 300, symbols: 4, seed: 8, intraday: true})
  };
  const findings: Finding[] = [];
  const skipped: string[] = [];
  let valued = false;
  for (const [name, bars] of Object.entries(made)) {
    const panel = withNeeds(bars, label.needs);
    try {
      valued ||= label.compute(every(panel, (value) => value)).y.some((value) => Number.isFinite(value));
    } catch (error) {
      const unknown = unknownField(error, label.needs);
      if (unknown) return {checked, findings: [unknown]};
      skipped.push(`made-up bars of ${name}: it throws: ${reasonOf(error)}`);
      continue;
    }
    findings.push(...labelFindings(label, panel));
  }
  if (skipped.length === Object.keys(made).length)
    return {checked: ["broken-form"], findings: [{rule: "broken-form", message: skipped[0]}]};
  if (findings.length === 0 && !valued) {
    const message = "of 400 made-up days and 300 half hours no label is a number: nothing could be put to the test";
    findings.push({rule: "broken-form", message, suspicion: true});
  }
  return {checked, findings: firstOfEach(findings), ...(skipped.length > 0 && {skipped})};
}

/**
 * What a label does over a panel and must not: a value is not known on its own row, nor past the panel's end; what is
 * known by a row does not change with later rows; a name's outcome is not taken at a price that goes on after its last
 * bar, or over a gap; fields beside its `needs` change nothing.
 */
export function labelFindings(label: Label, panel: Panel): readonly Finding[] {
  const size = panel.times.length * panel.symbols.length;
  const before = imprint(panel);
  const given = label.compute(panel);
  const whole = {y: given.y.slice(), until: given.until.slice()};
  if (imprint(panel) !== before) return [{rule: "hidden-state", message: "it writes over the panel that it is given"}];
  const {y, until} = whole;
  if (y.length !== size || until.length !== size)
    return [{rule: "broken-form", message: `${y.length} labels and ${until.length} times; expected ${size}`}];
  label.compute(disturbed(panel, 0, panel.times.length, 29));
  if (firstDifference(given.y, y) >= 0 || firstDifference(given.until, until) >= 0) {
    const message = "the labels that it gave change when it is asked again: give new arrays each time";
    return [{rule: "hidden-state", message}];
  }
  const twice = label.compute(panel);
  if (firstDifference(twice.y, y) >= 0 || firstDifference(twice.until, until) >= 0)
    return [{rule: "hidden-state", message: "the same panel gives other labels when it is asked again"}];
  const unknowable = unknowableFinding(panel, whole);
  const late = unknowable ?? untilFinding(label, panel, whole);
  const dead = late ? null : deadFinding(label, panel, whole);
  return [late, dead, fieldFinding(label, panel, whole)].filter((finding) => finding !== null);
}

interface Labelled {
  readonly y: Column;
  readonly until: Column;
}

/** Whether a label changes with rows after its until, and by how many rows it should be later. */
function untilFinding(label: Label, panel: Panel, whole: Labelled): Finding | null {
  const {times} = panel;
  const n = panel.symbols.length;
  const {y, until} = whole;
  for (const stop of spread(2, times.length - 1, 90)) {
    const end = times[stop - 1];
    const changed = ({y: other}: Labelled) => {
      for (let i = 0; i < stop * n; ++i) if (until[i] <= end && !Object.is(other[i], y[i])) return i;
      return -1;
    };
    const cut = changed(label.compute(head(panel, stop)));
    const cell = cut >= 0 || stop % 4 > 0 ? cut : changed(label.compute(disturbed(panel, stop)));
    if (cell < 0) continue;
    return sampleFinding(label, panel, whole) ?? shortFinding(label, panel, whole, cell, stop);
  }
  return null;
}

/** Whether labels that are said to be known in the first five eighths change with the last quarter. */
function sampleFinding(label: Label, panel: Panel, {y, until}: Labelled): Finding | null {
  const {times} = panel;
  const n = panel.symbols.length;
  const late = Math.floor((times.length * 3) / 4);
  const early = Math.floor(times.length / 2) * n;
  for (const seed of seeds) {
    const other = label.compute(disturbed(panel, late, times.length, seed)).y;
    const cell = y.findIndex(
      (value, i) => i < early && until[i] < times[Math.floor((times.length * 5) / 8)] && !Object.is(value, other[i])
    );
    if (cell < 0) continue;
    const message = `row ${Math.floor(cell / n)} changes with rows from ${late} on: it is made of the whole sample`;
    return {rule: "whole-sample", message};
  }
  return null;
}

/** How many rows later a cell's until should be, of which it is known that it changes when rows from `stop` on are cut. */
function shortFinding(label: Label, panel: Panel, {y, until}: Labelled, cell: number, stop: number): Finding {
  const {times} = panel;
  const row = Math.floor(cell / panel.symbols.length);
  const changes = (from: number) =>
    seeds.some((seed) => !Object.is(label.compute(disturbed(panel, from, times.length, seed)).y[cell], y[cell]));
  let [near, far] = [stop, times.length];
  while (far - near > 1) {
    const middle = (near + far) >> 1;
    if (changes(middle)) near = middle;
    else far = middle;
  }
  const said = times.findLastIndex((t) => t <= until[cell]);
  const message = `row ${row} is said to be known on row ${said} and changes with row ${near}: until is ${counted(near - said, "row")} short`;
  return {rule: "until-short", message};
}

function unknowableFinding({times, symbols}: Panel, {y, until}: Labelled): Finding | null {
  const n = symbols.length;
  const end = times.at(-1)!;
  for (let i = 0; i < y.length; ++i) {
    const row = Math.floor(i / n);
    if (!(until[i] > times[row])) {
      const said = Number.isNaN(until[i]) ? "never" : until[i] === times[row] ? "on its own row" : "before its row";
      return {
        rule: "unknowable-label",
        message: `row ${row} is said to be known ${said}; give the time of a later row`
      };
    }
    if (until[i] > end && !Number.isNaN(y[i])) {
      const message = `row ${row} of ${times.length} has the label ${shown(y[i])}, which is known after the last row; give NaN there`;
      return {rule: "unknowable-label", message};
    }
  }
  return null;
}

/**
 * Whether the outcome of a label is a price that goes on: the label is the same when the missing price that it would end
 * on is filled with the last one, and another when it is filled with something else.
 */
function deadFinding(label: Label, panel: Panel, {y, until}: Labelled): Finding | null {
  const traded = ["close", "open", "high", "low"].find((name) => label.needs.includes(name));
  if (traded === undefined) return null;
  const {times, symbols} = panel;
  const n = symbols.length;
  const rowAt = new Map(Array.from(times, (t, row) => [t, row]));
  const price = panel.fields[traded];
  const suspects = Array.from(y.keys()).filter((i) => {
    const end = rowAt.get(until[i]);
    return !Number.isNaN(y[i]) && end !== undefined && Number.isNaN(price[end * n + (i % n)]);
  });
  if (suspects.length === 0) return null;
  const still = label.compute(filledForward(panel, price, 0)).y;
  const moving = label.compute(filledForward(panel, price, 0.2)).y;
  const endOf = (s: number) => {
    let last = times.length - 1;
    while (last >= 0 && Number.isNaN(price[last * n + s])) --last;
    return last;
  };
  const isDead = (i: number) => rowAt.get(until[i])! > endOf(i % n);
  const endsThere = (i: number) =>
    !Object.is(label.compute(filledForward(panel, price, 0.2, rowAt.get(until[i])!)).y[i], y[i]);
  const cells = suspects.filter((i) => Object.is(still[i], y[i]) && !Object.is(moving[i], y[i]));
  const [dead, gapped] = [cells.filter(isDead), cells.filter((i) => !isDead(i))];
  const cell = [...dead.slice(0, 10), ...gapped.slice(0, 10)].find(endsThere);
  if (cell === undefined) return null;
  const [row, end, s] = [Math.floor(cell / n), rowAt.get(until[cell])!, cell % n];
  const where = !isDead(cell)
    ? `where ${symbols[s]} has no price: a gap is filled forward`
    : `after the last price of ${symbols[s]}, of row ${endOf(s)}: it is filled forward`;
  const message = `the label ${shown(y[cell])} of row ${row} ends on row ${end}, ${where}; give NaN there`;
  return {rule: "dead-ticker", message, ...(!isDead(cell) && {suspicion: true})};
}

/**
 * The panel with the prices of bars that are missing, where a column of prices is, those of the last one before; from row
 * `start` on they walk on by steps of a size.
 */
function filledForward(panel: Panel, price: Column, step: number, start = 0): Panel {
  const n = panel.symbols.length;
  const {normal} = random(31);
  const filled = price.slice();
  for (let i = n; i < filled.length; ++i)
    if (Number.isNaN(price[i])) filled[i] = filled[i - n] * (i < start * n ? 1 : Math.exp(step * normal()));
  const names = ["open", "high", "low", "close"].filter((name) => Object.hasOwn(panel.fields, name));
  const fill = (column: Column) => column.map((value, i) => (Number.isNaN(price[i]) ? filled[i] : value));
  return {
    ...panel,
    fields: {...panel.fields, ...Object.fromEntries(names.map((name) => [name, fill(panel.fields[name])]))}
  };
}

function fieldFinding(label: Label, panel: Panel, {y}: Labelled): Finding | null {
  const beside = `fields beside its needs (${label.needs.join(", ") || "none"}) are taken away`;
  try {
    const cell = firstDifference(label.compute(onlyFields(panel, label.needs)).y, y);
    if (cell < 0) return null;
    const message = `row ${Math.floor(cell / panel.symbols.length)} changes when ${beside}`;
    return {rule: "undeclared-field", message};
  } catch (error) {
    return {rule: "undeclared-field", message: `it throws when ${beside}: ${reasonOf(error)}`};
  }
}
