import {basename} from "node:path/posix";
import {isMissing} from "../cells/numbers.js";
import type {Unit} from "../cells/periods.js";
import {parsePeriod, spacingOf} from "../cells/periods.js";
import {cleaned} from "../columns.js";
import {lost} from "../each-file.js";
import type {SeriesStyle} from "./style.js";

/** Where a table's figures are, and what they are about. */
export interface SeriesLayout {
  /** How many rows come before the first figures. */
  readonly skip: number;
  readonly date: number;
  /** −1 where no column says it. */
  readonly published: number;
  readonly symbol: number;
  readonly series: readonly {readonly name: string; readonly place: number}[];
  readonly unit: Unit;
}

type Cells = readonly unknown[];

const dates = [
  "date",
  "datetime",
  "timestamp",
  "time",
  "timeperiod",
  "period",
  "observationdate",
  "month",
  "quarter",
  "year",
  "day",
  "index",
  "indexlevel0",
  "unnamed:0"
];
const publications = [
  "published",
  "publishedat",
  "publicationdate",
  "releasedate",
  "released",
  "realtimestart",
  "availableat"
];
const symbols = ["symbol", "ticker"];

/** Rows before the figures that are looked at. */
const mostPreamble = 50;

/**
 * The layout of a table of figures, told from its first rows: lines of notes, a header, and rows that begin with a
 * date. The date is the column that the option names, or one that is usually called so, or the first. Without a header
 * the series are called by the file's name and the column's place. Throws where there is no such table, where a column
 * that an option names is missing, and where the figures are of more than a day and nothing says when they were known.
 */
export function seriesLayout(rows: readonly Cells[], style: SeriesStyle, name: string): SeriesLayout {
  const {header, skip} = headerOf(rows, style, name);
  const names = header.map(cleaned);
  const place = (option: string, given: string, usual: readonly string[]) => {
    const found = given === "" ? usual.map((each) => names.indexOf(each)).find((at) => at >= 0) : named(header, given);
    if (given !== "" && found === -1)
      throw lost(
        `missing columns: ${name} has no ${given}, which is to be ${option}; its columns are ${header.join(", ")}`
      );
    return found ?? -1;
  };
  const date = Math.max(0, place("date", style.date, dates));
  const published = place("published", style.published, publications);
  const symbol = place("symbol", style.symbol, symbols);
  const start = rows.slice(skip);
  const taken = [date, published, symbol];
  const wanted = style.series
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
  const places =
    wanted.length > 0 ? wanted.map((each) => place("a series", each, [])) : numeric(header, start, taken, style);
  if (places.length === 0) throw lost(`missing series: ${name} has no column of numbers`);
  const series = places.map((at) => ({place: at, name: `${style.prefix}${header[at]}`}));
  const unit = unitOf(start, date, published, style, name);
  return {skip, date, published, symbol, series, unit};
}

function named(header: readonly string[], given: string): number {
  const exact = header.indexOf(given);
  return exact >= 0 ? exact : header.map(cleaned).indexOf(cleaned(given));
}

/** The header, and how many rows come before the first with a date and a figure. */
function headerOf(rows: readonly Cells[], style: SeriesStyle, name: string): {header: string[]; skip: number} {
  const known = style.date === "" ? dates : [cleaned(style.date)];
  for (const [i, cells] of rows.slice(0, mostPreamble).entries()) {
    const texts = cells.map(textOf);
    const names = texts.map(cleaned);
    const isHeader = texts.filter((text) => text !== "").length > 1 && names.some((each) => known.includes(each));
    if (isHeader) return {header: texts, skip: i + 1};
    if (style.date === "" && isFigures(cells, style)) {
      const before = rows.slice(0, i).findLast((row) => row.length === cells.length && row.slice(1).every(isWord));
      return {header: before?.map(textOf) ?? placesOf(cells, name), skip: i};
    }
  }
  if (rows.every((cells) => cells.every((cell) => textOf(cell) === ""))) throw lost(`missing header: ${name} is empty`);
  if (style.date === "")
    throw lost(`missing date: ${name} has no row that begins with a date; name the column with date=…`);
  throw lost(`missing columns: ${name} has no ${style.date}, which is to be date`);
}

function placesOf(cells: Cells, name: string): string[] {
  const bare = basename(name.replaceAll("\\", "/")).replace(/(\.[a-z]+)+$/i, "");
  return cells.map((_, i) => (cells.length === 2 ? bare : `${bare}.${i + 1}`));
}

/** Whether a row begins with a date, and has a number. */
function isFigures([first, ...rest]: Cells, {format, zone, number}: SeriesStyle): boolean {
  return (
    !isMissing(first) && parsePeriod(first, format, zone) !== null && rest.some((cell) => !Number.isNaN(number(cell)))
  );
}

function isWord(cell: unknown): boolean {
  return textOf(cell) !== "" && Number.isNaN(Number(textOf(cell)));
}

/** The places of the columns that hold numbers, and nothing else, as far as the first rows tell. */
function numeric(
  header: readonly string[],
  rows: readonly Cells[],
  taken: readonly number[],
  style: SeriesStyle
): number[] {
  const full = rows.slice(0, 1000).filter((cells) => cells.length === header.length);
  const fits = (at: number) => {
    const filled = full.map((cells) => cells[at]).filter((cell) => !style.isMissing(cell));
    return filled.filter((cell) => !Number.isNaN(style.number(cell))).length * 2 > filled.length;
  };
  return header.map((_, at) => at).filter((at) => header[at] !== "" && !taken.includes(at) && fits(at));
}

/** What the figures are about. Throws where that is more than a day and nothing says when they were known. */
function unitOf(rows: readonly Cells[], date: number, published: number, style: SeriesStyle, name: string): Unit {
  const {format, zone, span} = style;
  const periods = rows.slice(0, 5000).flatMap((cells) => {
    return isMissing(cells[date]) ? [] : (parsePeriod(cells[date], format, zone) ?? []);
  });
  const first = periods.at(0)?.unit ?? "day";
  const days = periods.filter(({unit}) => unit === "day").map(({start}) => start);
  const unit = first === "day" ? spacingOf(days) : first;
  if (published < 0 && span === null && unit !== "day" && unit !== "instant") {
    const what = unit === "sparse" ? "dates five days or more apart" : `figures of a ${unit}`;
    throw lost(
      `missing lag: ${name} has ${what}; say how long after it each was known, as in lag=45d, or name the column ` +
        `that says so with published=…`
    );
  }
  return unit === "sparse" ? "day" : unit;
}

function textOf(cell: unknown): string {
  return typeof cell === "string" ? cell.trim() : cell === null || cell === undefined ? "" : String(cell as number);
}
