import type {Column, Panel} from "../base/panel.js";
import {random} from "../base/random.js";

/** The first place at which two columns differ, `NaN` being equal to itself; −1 where there is none. */
export function firstDifference(a: Column, b: Column): number {
  if (a.length !== b.length) return Math.min(a.length, b.length);
  for (let i = 0; i < a.length; ++i) if (!Object.is(a[i], b[i])) return i;
  return -1;
}

/** Whether two columns differ by no more than is allowed anywhere, `NaN` being equal to itself alone. */
export function isNear(a: Column, b: Column, allowed: number): boolean {
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]) || Math.abs(value - b[i]) <= allowed);
}

/** About `count` whole numbers from `low` to `high`, both included, evenly spread. */
export function spread(low: number, high: number, count = 12): number[] {
  const all = Array.from({length: count}, (_, i) => Math.round(low + ((high - low) * i) / (count - 1)));
  return [...new Set(all)].filter((value) => value >= low && value <= high);
}

/** The panel with these fields alone. */
export function onlyFields(panel: Panel, names: readonly string[]): Panel {
  const kept = Object.entries(panel.fields).filter(([name]) => names.includes(name));
  return {...panel, fields: Object.fromEntries(kept)};
}

/** A copy of the panel's values as text, to see later whether they were written over. */
export function imprint({times, fields}: Panel): string {
  return JSON.stringify([times, ...Object.values(fields)].map((column) => Array.from(column)));
}

/**
 * The panel with every value from row `start` on replaced by another: prices by a seeded factor that is one for all
 * fields of a cell, so that the high stays above the low. Missing values stay missing.
 */
export function disturbed(panel: Panel, start: number, stop = panel.times.length, seed = 11): Panel {
  const n = panel.symbols.length;
  const {normal} = random(seed);
  const factors = Float64Array.from({length: panel.times.length * n}, () => Math.exp(0.3 * normal()));
  const change = (column: Column) =>
    column.map((value, i) =>
      i >= start * n && i < stop * n ? value * factors[i] + (value === 0 ? factors[i] : 0) : value
    );
  return {
    ...panel,
    fields: Object.fromEntries(Object.entries(panel.fields).map(([name, column]) => [name, change(column)]))
  };
}

/** The panel with every value of every field replaced by a function of it and its place. */
export function every(panel: Panel, change: (value: number, i: number) => number): Panel {
  const fields = Object.entries(panel.fields).map(([name, column]) => [name, column.map(change)]);
  return {...panel, fields: Object.fromEntries(fields) as Panel["fields"]};
}

let names = 0;

/** The same bars under names that were never given before, so that nothing can be found again by a symbol's name. */
export function renamed(panel: Panel): Panel {
  const time = ++names;
  return {...panel, symbols: panel.symbols.map((symbol) => `${symbol}·${time}`)};
}
