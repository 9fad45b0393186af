import * as elementary from "../base/elementary.js";
import type {Column, Panel} from "../base/panel.js";
import {field} from "../base/panel.js";

/** The fields of a bar that are prices, and all that a missing bar lacks. */
const priceFields = ["open", "high", "low", "close", "adjusted", "vwap"] as const;
const barFields = [...priceFields, "volume"] as const;

/** Whether the cell has a bar: a close above zero. */
export function isBar(close: number): boolean {
  return close > 0 && close < Infinity;
}

/** The panel with copies of the fields of its bars, which may be written to; the other fields are shared. */
export function copyBars(panel: Panel): Panel {
  field(panel, "close");
  const fields: Record<string, Column> = {...panel.fields};
  for (const name of barFields) if (Object.hasOwn(fields, name)) fields[name] = fields[name].slice();
  return {...panel, fields};
}

/** Takes the bar out of a cell. The panel is written to. */
export function removeBar({fields}: Panel, cell: number): void {
  for (const name of barFields) if (Object.hasOwn(fields, name)) fields[name][cell] = NaN;
}

/**
 * Multiplies a cell's open by one factor and its close by another; the high by the greater and the low by the lesser, so
 * that they hold the others as before. The panel is written to.
 */
export function scaleBar({fields}: Panel, cell: number, atOpen: number, atClose: number): void {
  const [greater, lesser] = [Math.max(atOpen, atClose), Math.min(atOpen, atClose)];
  const times = (name: string, factor: number) => {
    if (Object.hasOwn(fields, name)) fields[name][cell] *= factor;
  };
  times("open", atOpen);
  times("high", greater);
  times("low", lesser);
  times("close", atClose);
  times("adjusted", atClose);
  times("vwap", Math.sqrt(atOpen * atClose));
}

/** Sets each price of a cell's bar to what a rising function makes of it. The panel is written to. */
export function mapBar({fields}: Panel, cell: number, price: (before: number) => number): void {
  for (const name of priceFields) if (Object.hasOwn(fields, name)) fields[name][cell] = price(fields[name][cell]);
  const held = (["open", "close", "vwap"] as const).filter((name) => Object.hasOwn(fields, name));
  for (const name of held) {
    const value = fields[name][cell];
    if (Object.hasOwn(fields, "high") && fields.high[cell] < value) fields.high[cell] = value;
    if (Object.hasOwn(fields, "low") && fields.low[cell] > value) fields.low[cell] = value;
  }
}

/** Multiplies the volume of the rows `from` … `to` by a factor each. The panel is written to. */
export function scaleVolume(panel: Panel, from: number, to: number, factor: (row: number) => number): void {
  const volume = field(panel, "volume");
  const n = panel.symbols.length;
  for (let row = from; row <= to; ++row)
    for (let cell = row * n; cell < (row + 1) * n; ++cell) volume[cell] *= factor(row);
}

/**
 * The panel with log returns added to its path: `atOpen` before the bar's open and `during` between its open and its
 * close, each one value a cell with 0 for none. What was added to a missing bar has happened by the next. Every later
 * price is moved by the sum so far, and returns that nothing was added to are as they were.
 */
export function addReturns(panel: Panel, during: Column, atOpen?: Column): Panel {
  const out = copyBars(panel);
  const n = panel.symbols.length;
  for (let s = 0; s < n; ++s) {
    let sum = 0;
    for (let cell = s; cell < during.length; cell += n) {
      const open = sum + (atOpen ? atOpen[cell] : 0);
      sum = open + during[cell];
      if (open !== 0 || sum !== 0) scaleBar(out, cell, elementary.exp(open), elementary.exp(sum));
    }
  }
  return out;
}
