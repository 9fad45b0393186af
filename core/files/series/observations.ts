import type {Fault, Item, Observation, Query} from "../../plugin.js";
import {isMissing} from "../cells/numbers.js";
import type {Period, Unit} from "../cells/periods.js";
import {endOf, later, parsePeriod} from "../cells/periods.js";
import {lost, readable} from "../each-file.js";
import type {FoundFile} from "../found.js";
import {faultOf, textAt, wrongNumber} from "../reading.js";
import type {Rows} from "../rows.js";
import type {SeriesLayout} from "./layout.js";
import {seriesLayout} from "./layout.js";
import type {SeriesStyle} from "./style.js";

/**
 * A table's observations: one of each series and row that has a value. Rows of notes are left out, and so is a second
 * table below the first. Throws a `lost` where it is no table of figures, or where nothing says when they were known.
 */
export async function* observationsOf(
  {name}: FoundFile,
  rows: AsyncIterable<Rows>,
  style: SeriesStyle,
  query: Query,
  log: (message: string) => void
): AsyncGenerator<readonly Item[]> {
  const wanted = query.symbols && new Set(query.symbols);
  let layout: SeriesLayout | undefined;
  for await (const {cells, lines} of readable(rows, name)) {
    const skip = layout ? 0 : (layout = seriesLayout(cells, style, name)).skip;
    const items: Item[] = [];
    for (let i = skip; i < cells.length; ++i) {
      const row = cells[i];
      if (isNote(row)) continue;
      const period = periodAt(row, layout, style);
      if (endsTable(row, period, layout, style)) {
        log(`left out line ${lines[i]} of ${name} and what follows: it is another table`);
        yield items;
        return;
      }
      const symbol = layout.symbol < 0 ? undefined : textAt(row, layout.symbol);
      if (wanted && symbol !== undefined && !wanted.has(symbol)) continue;
      readRow(row, period, symbol, `${name}:${lines[i]}`, layout, style, query, items);
    }
    yield items;
  }
  if (!layout) throw lost(`missing header: ${name} is empty`);
}

function readRow(
  row: readonly unknown[],
  period: Period | null,
  symbol: string | undefined,
  origin: string,
  {date, published: column, series}: SeriesLayout,
  style: SeriesStyle,
  {from, to}: Query,
  items: Item[]
): void {
  const t = period?.start ?? NaN;
  if (t < from || t >= to) return;
  const fault = (kind: Fault["kind"], text: string) => faultOf([kind, text], row, origin, symbol ?? "", t);
  if (period === null) {
    items.push(fault("time", `unparsable date: ${textAt(row, date) || "empty"}`));
    return;
  }
  if (symbol === "") {
    items.push(fault("symbol", "missing symbol"));
    return;
  }
  const published = column < 0 ? knownAt(period, style) : statedAt(row[column], style);
  if (Number.isNaN(published)) {
    items.push(fault("time", `unparsable published: ${textAt(row, column) || "empty"}`));
    return;
  }
  for (const {name, place} of series) {
    const cell = row[place];
    if (style.isMissing(cell)) continue;
    const value = style.scaled(style.number(cell));
    const about = symbol !== undefined && {symbol};
    if (Number.isFinite(value)) items.push({series: name, t, published, ...about, value, origin} satisfies Observation);
    else items.push(faultOf(wrongNumber(name, cell), row, origin, symbol ?? "", t));
  }
}

/** When a figure was known that says nothing of it: a lag after its period, or when the day is over. */
function knownAt(period: Period, {span, zone}: SeriesStyle): number {
  if (span === null) return endOf(period, zone);
  return later(period.unit === "instant" ? period.start : endOf(period, zone), span, zone);
}

/** When a figure was known as its file says: the instant, or the end of the day or the month. */
function statedAt(cell: unknown, {format, zone}: SeriesStyle): number {
  const period = isMissing(cell) ? null : parsePeriod(cell, format, zone);
  if (period === null) return NaN;
  return period.unit === "instant" ? period.start : endOf(period, zone);
}

function periodAt(row: readonly unknown[], {date, unit}: SeriesLayout, {format, zone}: SeriesStyle): Period | null {
  const found = isMissing(row[date]) ? null : parsePeriod(row[date], format, zone);
  return found?.unit === "day" && isCoarse(unit) ? {...found, unit} : found;
}

function isCoarse(unit: Unit): boolean {
  return unit === "month" || unit === "quarter" || unit === "year";
}

/** Whether a row is one of words, or of periods of another length. */
function endsTable(
  row: readonly unknown[],
  period: Period | null,
  {unit, series}: SeriesLayout,
  {number}: SeriesStyle
): boolean {
  if (period !== null) return period.unit !== unit && (isCoarse(period.unit) || isCoarse(unit));
  return series.every(({place}) => Number.isNaN(number(row[place])));
}

/** Whether a row has fewer than two cells with something in them: no figure, or one that is about nothing. */
export function isNote(row: readonly unknown[]): boolean {
  let filled = 0;
  for (const cell of row) if (cell !== null && cell !== undefined && cell !== "" && ++filled === 2) return false;
  return true;
}
