import {isMissing, numberReader} from "../cells/numbers.js";
import type {Span} from "../cells/periods.js";
import {parseSpan} from "../cells/periods.js";
import {offsetsOf} from "../cells/zones.js";

/** What a source of series is told of its files. */
export interface SeriesOptions {
  readonly date: string;
  readonly published: string;
  readonly symbol: string;
  /** Columns, apart by commas; empty for all that hold numbers. */
  readonly series: string;
  readonly prefix: string;
  /** How long after the end of its period a figure was known; empty where that goes without saying. */
  readonly lag: string;
  readonly zone: string;
  readonly format: string;
  readonly decimal: string;
  readonly thousands: string;
  /** What else stands for no value, apart by commas. */
  readonly missing: string;
  readonly scale: number;
}

/** How a source's figures are read, the same for all of its files. */
export interface SeriesStyle extends SeriesOptions {
  readonly span: Span | null;
  readonly number: (cell: unknown) => number;
  readonly isMissing: (cell: unknown) => boolean;
  readonly scaled: (value: number) => number;
}

/** Throws where an option is none that can be. */
export function seriesStyle(options: SeriesOptions): SeriesStyle {
  const {lag, zone, missing, scale} = options;
  offsetsOf(zone);
  if (!(scale !== 0 && Number.isFinite(scale)))
    throw new Error(`invalid scale: ${scale}; it is a number that is not 0`);
  const number = numberReader(options);
  const marks = missing === "" ? [] : missing.split(",").map((mark) => mark.trim());
  const figures = new Set(marks.map(number).filter((value) => !Number.isNaN(value)));
  const inverse = 1 / scale;
  return {
    ...options,
    span: lag === "" ? null : parseSpan(lag),
    number,
    isMissing: (cell) => isMissing(cell) || marks.includes(String(cell as string).trim()) || figures.has(number(cell)),
    // Dividing by 100 rounds once, and multiplying by 0.01 twice.
    scaled: Number.isInteger(inverse) ? (value) => value / inverse : (value) => value * scale
  };
}
