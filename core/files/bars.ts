import type {Action, Bar, Item, Query} from "../plugin.js";
import {actionReader} from "./actions.js";
import {isMissing} from "./cells/numbers.js";
import type {Columns} from "./columns.js";
import type {Group, Layout} from "./layouts.js";
import type {CellReaders, CellStyle, RowReader, Wanted, Wrong} from "./reading.js";
import {faultOf, textAt, timeAt, wrongNumber, wrongTime} from "./reading.js";

/** Reads the rows of a layout; `fallback` is the symbol of rows that state none. */
export function rowReader(layout: Layout, fallback: string, readers: CellReaders, wanted: Wanted): RowReader {
  if (layout.holds === "actions") return actionReader(layout.groups[0].columns, fallback, readers, wanted);
  const many = layout.groups.length > 1;
  const read = layout.groups.map((group) => groupReader(group, fallback, readers, wanted, many));
  if (read.length === 1) return read[0];
  return (cells, origin, items) => {
    for (const each of read) each(cells, origin, items);
  };
}

function groupReader(group: Group, fallback: string, readers: CellReaders, wanted: Wanted, many: boolean): RowReader {
  const {columns} = group;
  const {label, date, number, quantity} = readers;
  const {query, symbols, seen} = wanted;
  const {from, to} = query;
  const own = group.symbol ?? (columns.symbol < 0 ? fallback : undefined);
  const events = columns.dividend >= 0 || columns.split >= 0;
  let last: string | undefined;
  let isWanted = true;
  return (cells, origin, items) => {
    const symbol = own ?? textAt(cells, columns.symbol);
    if (symbol !== last) {
      seen.add(symbol);
      isWanted = !symbols || symbols.has(symbol);
      last = symbol;
    }
    if (!isWanted || (many && isEmpty(cells, columns))) return;
    const time = timeAt(cells, columns);
    if (events) readEvents(cells, columns, date(time), symbol, origin, number, query, items);
    const t = label(time);
    if (t < from || t >= to) return;
    const open = number(cells[columns.open]);
    const high = number(cells[columns.high]);
    const low = number(cells[columns.low]);
    const close = number(cells[columns.close]);
    const volume = columns.volume < 0 ? 0 : quantity(cells[columns.volume]);
    const isAdjusted = columns.adjusted >= 0 && !isMissing(cells[columns.adjusted]);
    const adjusted = isAdjusted ? number(cells[columns.adjusted]) : undefined;
    const bar: Bar = {t, symbol, open, high, low, close, volume, adjusted, origin};
    // One sum tells of most rows that nothing in them is NaN.
    const whole = !Number.isNaN(t + open + high + low + close + volume + (adjusted ?? 0)) && symbol !== "";
    const wrong = whole ? null : wrongWith(bar, cells, columns, time, readers.style);
    items.push(wrong === null ? bar : faultOf(wrong, cells, origin, symbol, t));
  };
}

const numbers = ["open", "high", "low", "close", "volume", "adjusted"] as const;

function wrongWith(
  bar: Bar,
  cells: readonly unknown[],
  columns: Columns,
  time: unknown,
  style: CellStyle
): Wrong | null {
  if (Number.isNaN(bar.t)) return wrongTime(time, style);
  for (const column of numbers) {
    if (Number.isNaN(bar[column])) return wrongNumber(column, cells[columns[column]]);
  }
  return bar.symbol === "" ? ["symbol", "missing symbol"] : null;
}

function isEmpty(cells: readonly unknown[], columns: Columns): boolean {
  return numbers.every((column) => columns[column] < 0 || isMissing(cells[columns[column]]));
}

const events = [
  ["dividend", 0],
  ["split", 1]
] as const;

/** The dividend and the split that stand beside a bar; 0, and 1 for a split, are none. */
function readEvents(
  cells: readonly unknown[],
  columns: Columns,
  t: number,
  symbol: string,
  origin: string,
  number: (cell: unknown) => number,
  {from, to}: Query,
  items: Item[]
): void {
  if (!(t >= from && t < to)) return;
  for (const [action, nothing] of events) {
    const cell = columns[action] < 0 ? undefined : cells[columns[action]];
    if (isMissing(cell)) continue;
    const value = number(cell);
    if (value === 0 || value === nothing) continue;
    if (value > 0) items.push({action, t, symbol, value, origin} satisfies Action);
    else items.push(faultOf(["number", `unparsable ${action}: ${String(cell as string)}`], cells, origin, symbol, t));
  }
}
