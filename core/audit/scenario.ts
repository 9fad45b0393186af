import type {Panel} from "../base/panel.js";
import {random} from "../base/random.js";
import type {Scenario} from "../plugin.js";
import {shown} from "./findings.js";
import {auditPanel} from "./panels.js";
import type {Audit} from "./verdict.js";
import {putToTest} from "./verdict.js";

const seeds = [1, 2, 3] as const;

/**
 * Audits a scenario on panels with and without missing bars: the same bytes for the same seed, the panel left as it is,
 * rows before the first mark unchanged, bars that hold their prices, nothing made of missing bars, and none taken away
 * but on a mark `halt`.
 */
export function auditScenario(scenario: Scenario): Promise<Audit> {
  const panels = [auditPanel(), auditPanel({gaps: false, seed: 8}), auditPanel({intraday: true, symbols: 3})];
  const each = (test: (panel: Panel, seed: number) => string | null) => () => {
    for (const panel of panels)
      for (const seed of seeds) {
        const message = test(panel, seed);
        if (message !== null) return `${message} (seed ${seed})`;
      }
    return null;
  };
  return putToTest([
    [
      "hidden-state",
      each((panel, seed) => {
        const before = copyOf(panel);
        const [one, other] = [1, 2].map(() => scenario.apply(panel, random(seed)));
        const changed = differing(before, panel);
        if (changed !== null) return `it writes over ${changed} of the panel; change a copy`;
        const again = differing(one.panel, other.panel);
        if (again !== null) return `${again} differs when the same seed is given again`;
        return JSON.stringify(one.marks) === JSON.stringify(other.marks) ? null : "other marks for the same seed";
      })
    ],
    ["broken-form", each((panel, seed) => wrongForm(panel, scenario.apply(panel, random(seed))))]
  ]);
}

/** What is wrong with the panel that a scenario has made, or null. */
function wrongForm(panel: Panel, {panel: made, marks}: ReturnType<Scenario["apply"]>): string | null {
  const n = panel.symbols.length;
  const rows = panel.times.length;
  if (made.symbols.join() !== panel.symbols.join()) return "it changes the symbols";
  if (made.times.length !== rows || made.times.some((t, row) => t !== panel.times[row])) return "it changes the rows";
  if (marks.length === 0) return "it marks no rows; say which it changes";
  for (const {from, to, what} of marks)
    if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to < rows && what !== ""))
      return `a mark ${JSON.stringify({from, to, what})} of ${rows} rows`;
  const first = Math.min(...marks.map(({from}) => from));
  const halted = new Set<number>();
  for (const {from, to, what} of marks) if (what === "halt") for (let row = from; row <= to; ++row) halted.add(row);
  for (const [name, column] of Object.entries(panel.fields)) {
    if (made.fields[name]?.length !== column.length) return `${name} has ${made.fields[name]?.length ?? 0} values`;
    for (let cell = 0; cell < column.length; ++cell) {
      const [before, after] = [column[cell], made.fields[name][cell]];
      const row = Math.floor(cell / n);
      if (row < first && !Object.is(before, after))
        return `${name} on row ${row} is ${shown(after, before)} before the first mark on row ${first}`;
      if (Number.isNaN(before) && !Number.isNaN(after))
        return `${name} on row ${row} was missing and is ${shown(after)}`;
      if (!Number.isNaN(before) && Number.isNaN(after) && !halted.has(row)) return `${name} on row ${row} is missing`;
    }
  }
  return wrongBar(made, n);
}

function wrongBar({fields: {open, high, low, close, volume}}: Panel, n: number): string | null {
  for (let cell = 0; cell < close.length; ++cell) {
    if (Number.isNaN(close[cell])) continue;
    const row = Math.floor(cell / n);
    const [top, bottom] = [Math.max(open[cell], close[cell]), Math.min(open[cell], close[cell])];
    if (!(high[cell] >= top && high[cell] < Infinity)) return `a high of ${high[cell]} below ${top} on row ${row}`;
    if (!(low[cell] <= bottom && low[cell] > 0)) return `a low of ${low[cell]} against ${bottom} on row ${row}`;
    if (!(volume[cell] >= 0 && volume[cell] < Infinity)) return `a volume of ${volume[cell]} on row ${row}`;
  }
  return null;
}

function copyOf(panel: Panel): Panel {
  const fields = Object.entries(panel.fields).map(([name, column]) => [name, column.slice()] as const);
  return {times: panel.times.slice(), symbols: [...panel.symbols], fields: Object.fromEntries(fields)};
}

/** The first field in which two panels differ, null where they are the same bit for bit. */
function differing(one: Panel, other: Panel): string | null {
  const names = Object.keys(one.fields);
  if (names.join() !== Object.keys(other.fields).join()) return "the list of fields";
  if (one.times.some((t, row) => t !== other.times[row])) return "times";
  return names.find((name) => one.fields[name].some((value, i) => !Object.is(value, other.fields[name][i]))) ?? null;
}
