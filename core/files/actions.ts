import type {Action} from "../plugin.js";
import type {CellReaders, RowReader, Wanted, Wrong} from "./reading.js";
import {faultOf, textAt, timeAt, wrongNumber, wrongTime} from "./reading.js";
import type {Columns} from "./columns.js";
import {isMissing} from "./cells/numbers.js";

const kinds: readonly string[] = ["split", "dividend", "rename", "delisting"] satisfies Action["action"][];

/**
 * Reads rows of actions: what befell a symbol (`split`, `dividend`, `rename`, `delisting`), on what date, and what
 * comes with it: a split's new units for an old one, a dividend's cash a unit, a delisting's return where it is known,
 * the symbol that a renamed one is called from then on.
 */
export function actionReader(
  columns: Columns,
  fallback: string,
  {date, number, style}: CellReaders,
  {query, symbols, seen}: Wanted
): RowReader {
  return (cells, origin, items) => {
    const symbol = columns.symbol < 0 ? fallback : textAt(cells, columns.symbol);
    seen.add(symbol);
    if (symbols && !symbols.has(symbol)) return;
    const time = timeAt(cells, columns);
    const t = date(time);
    if (t < query.from || t >= query.to) return;
    const action = textAt(cells, columns.action).toLowerCase();
    const cell = columns.value < 0 ? undefined : cells[columns.value];
    const value = isMissing(cell) ? undefined : number(cell);
    const to = columns.to < 0 ? "" : textAt(cells, columns.to);
    const wrong = Number.isNaN(t) ? wrongTime(time, style) : wrongWith(action, symbol, value, cell, to);
    if (wrong !== null) items.push(faultOf(wrong, cells, origin, symbol, t));
    else
      items.push({
        action: action as Action["action"],
        t,
        symbol,
        ...(value !== undefined && {value}),
        ...(action === "rename" && {to}),
        origin
      });
  };
}

function wrongWith(action: string, symbol: string, value: number | undefined, cell: unknown, to: string): Wrong | null {
  if (!kinds.includes(action))
    return ["format", `unknown action: ${action || "empty"}; actions are ${kinds.join(", ")}`];
  if (symbol === "") return ["symbol", "missing symbol"];
  if (action === "rename") return to === "" ? ["missing", "missing to: a rename names the new symbol"] : null;
  if (Number.isNaN(value)) return wrongNumber("value", cell);
  if (action === "delisting")
    return value !== undefined && value < -1 ? ["number", `invalid value: ${value}; a return is not below -1`] : null;
  if (value === undefined) return ["missing", "missing value"];
  return value > 0 ? null : ["number", `invalid value: ${value}; that of a ${action} is above zero`];
}
