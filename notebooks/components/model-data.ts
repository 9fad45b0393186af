import type {Column, Panel} from "../../core/base/panel.js";
import {field} from "../../core/base/panel.js";
import {deviation, mean} from "../../core/base/stats.js";
import {makeDataset} from "../../core/learn/dataset.js";
import {labelUniqueness, symbolsOf} from "../../core/learn/weights.js";
import type {Feature} from "../../core/plugin.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";

/** What a column of a model's data looks like over the cells that have a price, as `tapebook prepare` says it. */
export interface MatrixColumn {
  readonly name: string;
  readonly mean: number;
  readonly deviation: number;
  readonly least: number;
  readonly most: number;
  /** The share of cells without a value. */
  readonly missing: number;
  /** `fit`, or what makes it unfit to learn from. */
  readonly verdict: string;
}

/** Describes columns of a panel. */
export function describeColumns(panel: Panel, names: readonly string[]): MatrixColumn[] {
  const close = field(panel, "close");
  const priced = close.reduce((sum, price) => sum + (Number.isNaN(price) ? 0 : 1), 0);
  return names.map((name) => {
    const known = field(panel, name).filter((value, cell) => !Number.isNaN(value) && !Number.isNaN(close[cell]));
    const finite = known.every(Number.isFinite) ? known : known.filter(Number.isFinite);
    let [least, most] = [Infinity, -Infinity];
    for (const value of finite) [least, most] = [Math.min(least, value), Math.max(most, value)];
    const verdict =
      known.length === 0
        ? "no values"
        : finite.length < known.length
          ? "infinite"
          : least === most
            ? "constant"
            : "fit";
    const missing = 1 - known.length / priced;
    return {name, mean: mean(finite), deviation: deviation(finite, 0), least, most, missing, verdict};
  });
}

/** What followed, for the symbols that were in one part of their day's returns. */
export interface PartReturn {
  readonly row: string;
  /** 0 for the lowest. */
  readonly part: number;
  readonly mean: number;
  readonly count: number;
}

/** The mean outcome of each part, for columns that say which part a cell is in, by name. */
export function partReturns(columns: Readonly<Record<string, Column>>, outcome: Column, parts: number): PartReturn[] {
  return Object.entries(columns).flatMap(([row, column]) => {
    const sums = new Float64Array(parts);
    const counts = new Float64Array(parts);
    for (const [cell, part] of column.entries()) {
      if (Number.isNaN(part) || Number.isNaN(outcome[cell])) continue;
      sums[part] += outcome[cell];
      ++counts[part];
    }
    return Array.from(sums, (sum, part) => ({row, part, mean: sum / counts[part], count: counts[part]}));
  });
}

/** How many samples there are for labels over so many rows, and how much the labels share. */
export interface Overlap {
  readonly horizon: number;
  readonly samples: number;
  readonly labelled: number;
  /** The mean uniqueness of a label, 0 … 1. */
  readonly uniqueness: number;
}

/** The samples of a panel's columns for labels over so many rows, and how much these overlap. */
export function overlapOf(panel: Panel, names: readonly string[], horizon: number): Overlap {
  const {t, until, cell, y} = makeDataset(panel, names, forwardReturn({horizon}), 1);
  const symbol = symbolsOf(cell, panel.symbols.length);
  const known = labelUniqueness({t, until, symbol}, panel.times).filter((value) => value > 0);
  const labelled = y.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  return {horizon, samples: cell.length, labelled, uniqueness: mean(known)};
}

/**
 * What not to do: a feature less the mean of all its values, over the deviation of them all, those of the future included.
 * It is here so that the page can show what comes of it.
 */
export function wholeSampleScore(of: Feature): Feature {
  return {
    ...of,
    compute(panel) {
      const n = panel.symbols.length;
      const out = of.compute(panel);
      for (let s = 0; s < n; ++s) {
        const values = out.filter((value, cell) => cell % n === s && !Number.isNaN(value));
        const [middle, spread] = [mean(values), deviation(values)];
        for (let cell = s; cell < out.length; cell += n) out[cell] = (out[cell] - middle) / spread;
      }
      return out;
    }
  };
}
