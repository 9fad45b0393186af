import type {Column, Panel} from "../../base/panel.js";
import {disturbed, firstDifference} from "../columns.js";
import type {Finding} from "../verdict.js";

/** Seeds of the ways in which later rows are changed: a value that comes of comparisons does not heed each of them. */
const seeds = [11, 12, 13, 14];

/** The part of a column's largest value from which on a change by rows far away is more than a filter's last echo. */
const echo = 1e-7;

/**
 * Says what a column reads of the future, once it is known that row `row` changes when rows from `stop` on are cut off:
 * so many rows ahead, the whole sample, dates or the presence of later bars, or how many rows there are. It is the whole
 * sample where rows of the first third change with the last quarter.
 */
export function reachOf(compute: (panel: Panel) => Column, panel: Panel, row: number, stop: number): Finding {
  const n = panel.symbols.length;
  const count = panel.times.length;
  const whole = compute(panel);
  const late = Math.floor((count * 3) / 4);
  const first = whole.subarray(0, Math.floor(count / 3) * n);
  const allowed = echo * largest(whole);
  for (const seed of seeds) {
    const early = firstChange(compute(disturbed(panel, late, count, seed)), first, allowed);
    if (early < 0) continue;
    const message = `row ${Math.floor(early / n)} changes with rows from ${late} on: it is made of the whole sample`;
    return {rule: "whole-sample", message};
  }
  const from = changedBy(compute, panel, whole, row, stop);
  if (from >= 0) return aheadOf(compute, panel, whole, from, stop);
  const cut = `row ${row} changes when rows from ${stop} on are cut off`;
  const before = whole.subarray(0, stop * n);
  const dated = [later(panel, stop), sooner(panel, stop)];
  if (dated.some((each) => firstChange(compute(each), before, 0) >= 0))
    return {rule: "look-ahead", message: `${cut}, and with their dates: take the dates to come from a calendar`};
  if (panel.times.length > stop + 1 && firstChange(compute(blank(panel, stop)), before, 0) >= 0) {
    const message = `${cut} or missing, whatever their values are: it knows which bars are still to come`;
    return {rule: "look-ahead", message};
  }
  return {rule: "row-count", message: `${cut}, and not when their values or dates change`};
}

/** The row, the one given if it may be, that changes with the values from row `stop` on; −1 where none before it does. */
function changedBy(compute: (panel: Panel) => Column, panel: Panel, whole: Column, row: number, stop: number): number {
  const n = panel.symbols.length;
  const own = whole.subarray(row * n, (row + 1) * n);
  let other = -1;
  for (const seed of seeds) {
    const changed = compute(disturbed(panel, stop, panel.times.length, seed));
    if (firstDifference(changed.subarray(row * n, (row + 1) * n), own) >= 0) return row;
    const cell = firstChange(changed, whole.subarray(0, stop * n), 0);
    if (other < 0 && cell >= 0) other = Math.floor(cell / n);
  }
  return other;
}

/** How many rows ahead a row reads, of which it is known that it changes with rows from `stop` on. */
function aheadOf(compute: (panel: Panel) => Column, panel: Panel, whole: Column, row: number, stop: number): Finding {
  const n = panel.symbols.length;
  const own = whole.subarray(row * n, (row + 1) * n);
  const changes = (from: number) =>
    seeds.some((seed) => {
      const changed = compute(disturbed(panel, from, panel.times.length, seed));
      return firstDifference(changed.subarray(row * n, (row + 1) * n), own) >= 0;
    });
  let [near, far] = [stop, panel.times.length];
  while (far - near > 1) {
    const middle = (near + far) >> 1;
    if (changes(middle)) near = middle;
    else far = middle;
  }
  const ahead = near - row;
  const message = `row ${row} changes with row ${near}: it reads ${ahead} ${ahead === 1 ? "row" : "rows"} ahead`;
  return {rule: "look-ahead", message};
}

/** The panel with the dates from row `stop` on five weeks later. */
function later(panel: Panel, stop: number): Panel {
  return {...panel, times: panel.times.map((t, i) => (i >= stop ? t + 35 * 864e5 : t))};
}

/** The panel with the rows from `stop` on within the minutes after the row before. */
function sooner(panel: Panel, stop: number): Panel {
  const {times} = panel;
  return {...panel, times: times.map((t, i) => (i >= stop ? times[stop - 1] + (i - stop + 1) * 6e4 : t))};
}

/** The panel with nothing but gaps from row `stop` on. */
function blank(panel: Panel, stop: number): Panel {
  const from = stop * panel.symbols.length;
  const fields = Object.entries(panel.fields).map(([name, column]) => [
    name,
    column.map((value, i) => (i >= from ? NaN : value))
  ]);
  return {...panel, fields: Object.fromEntries(fields) as Panel["fields"]};
}

/** The first of the cells given that is another by more than is allowed, or a number in one and none in the other. */
function firstChange(values: Column, expected: Column, allowed: number): number {
  return expected.findIndex((value, i) => !Object.is(values[i], value) && !(Math.abs(values[i] - value) <= allowed));
}

/** The largest value's size, of those that are finite. */
export function largest(values: Column): number {
  return values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
}
