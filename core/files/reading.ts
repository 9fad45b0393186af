import type {Fault, FaultKind, Item, Query} from "../plugin.js";
import {parseWritten} from "./cells/formats.js";
import type {NumberStyle} from "./cells/numbers.js";
import {isMissing, numberReader, quantityReader} from "./cells/numbers.js";
import type {TimeReader, TimeStyle} from "./cells/times.js";
import {dateReader, labelReader} from "./cells/times.js";
import type {Columns} from "./columns.js";

/** How the cells of a source's files are written. */
export type CellStyle = TimeStyle & NumberStyle;

/** The readers of a query, which remember what they read and so are made once. */
export interface CellReaders {
  readonly style: CellStyle;
  /** A bar's label. */
  readonly label: TimeReader;
  /** An action's session. */
  readonly date: TimeReader;
  readonly number: (cell: unknown) => number;
  readonly quantity: (cell: unknown) => number;
}

export function cellReaders(style: CellStyle, query: Query): CellReaders {
  const number = numberReader(style);
  const label = labelReader(style, query.timeframe);
  return {style, label, date: dateReader(style), number, quantity: quantityReader(number)};
}

/** Appends what a row holds to the items; `origin` is where it was read. */
export type RowReader = (cells: readonly unknown[], origin: string, items: Item[]) => void;

/** What rows are asked for, and the symbols that were met. */
export interface Wanted {
  readonly query: Query;
  readonly symbols: ReadonlySet<string> | undefined;
  readonly seen: Set<string>;
  /** Whether rows were passed over whose symbols were not met. */
  partial: boolean;
}

/** What is wrong with a row, and in words. */
export type Wrong = readonly [kind: FaultKind, fault: string];

export function faultOf(
  [kind, fault]: Wrong,
  cells: readonly unknown[],
  origin: string,
  symbol: string,
  t: number
): Fault {
  const row = cells.map(shown).join(",");
  return {kind, fault, origin, row, ...(symbol && {symbol}), ...(!Number.isNaN(t) && {t})};
}

/** What is wrong with a cell that is to be a number and is none. */
export function wrongNumber(column: string, cell: unknown): Wrong {
  const text = shown(cell).trim();
  if (isMissing(cell)) return ["missing", text === "" ? `missing ${column}` : `missing ${column}: ${text}`];
  return ["number", `unparsable ${column}: ${text}`];
}

/** What is wrong with a cell that is to be a time and is none. */
export function wrongTime(cell: unknown, {format, zone}: CellStyle): Wrong {
  const text = shown(cell).trim();
  if (isMissing(cell)) return ["time", `unparsable date: ${text || "empty"}`];
  if (zone !== "" && parseWritten(text, format))
    return ["time", `absent time: ${text} was never shown by the clocks of ${zone}`];
  const hint =
    format === "" && /^\d{1,2}\D\d{1,2}\D\d{2,4}/.test(text) ? "; say format=DD/MM/YYYY or as it is written" : "";
  return ["time", `unparsable date: ${text}${hint}`];
}

/** A row's time: its date, with the clock that another column may hold. */
export function timeAt(cells: readonly unknown[], columns: Columns): unknown {
  const date = cells[columns.date];
  if (columns.time < 0 || typeof date === "object") return date;
  return `${textAt(cells, columns.date)} ${textAt(cells, columns.time)}`;
}

/** A row's cell as text without the spaces about it; empty where it has none. */
export function textAt(cells: readonly unknown[], place: number): string {
  const cell = cells[place];
  return typeof cell === "string" ? cell.trim() : shown(cell).trim();
}

function shown(cell: unknown): string {
  if (typeof cell === "string") return cell;
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? "" : cell.toISOString();
  if (typeof cell === "object" && "local" in cell) return new Date(cell.local as number).toISOString().slice(0, -1);
  return String(cell as number);
}
