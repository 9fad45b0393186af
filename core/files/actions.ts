import type {Action} from "../plugin.js";
import type {CellReaders, RowReader, Wanted, Wrong} from "./reading.js";
import {faultOf, textAt, timeAt, wrongNumber, wrongTime} from "./reading.js";
import type {Columns} from "./columns.js";
import {isMissing} from "./cells/numbers.js";

const kinds: readonly string[] = [
  "split",
  "dividend",
  "rename",
  "delisting",
  "merger"
] satisfies readonly Action["action"][];

/** What an action's row says beside its kind, symbol and date; undefined where a cell is empty, `NaN` where it is none. */
interface Cells {
  readonly value?: number;
  readonly to?: string;
  readonly cash?: number;
  readonly paid?: number;
}

/**
 * Reads rows of actions: what befell a symbol (`action`), on what date (`date`), and what comes with it.
 *
 * - `split`: `value`, new units for an old one.
 * - `dividend`: `value`, cash a unit, on the ex-date; `paid`, the date of payment where it is another.
 * - `rename`: `to`, the symbol that it is called from then on.
 * - `merger`: for each unit, `value` units of `to`, or `cash`, or both.
 * - `delisting`: `value`, the return from the last close to what holders got, where it is known.
 *
 * What stands in a column that is none of an action's is passed over.
 */
export function actionReader(
  columns: Columns,
  fallback: string,
  {date, number, style}: CellReaders,
  {query, symbols, seen}: Wanted
): RowReader {
  const at = (cells: readonly unknown[], place: number, read: (cell: unknown) => number) =>
    place < 0 || isMissing(cells[place]) ? undefined : read(cells[place]);
  return (cells, origin, items) => {
    const symbol = columns.symbol < 0 ? fallback : textAt(cells, columns.symbol);
    seen.add(symbol);
    if (symbols && !symbols.has(symbol)) return;
    const time = timeAt(cells, columns);
    const t = date(time);
    if (t < query.from || t >= query.to) return;
    const action = textAt(cells, columns.action).toLowerCase() as Action["action"];
    const to = columns.to < 0 ? "" : textAt(cells, columns.to);
    const value = action === "rename" ? undefined : at(cells, columns.value, number);
    const cash = action === "merger" ? at(cells, columns.cash, number) : undefined;
    const paid = action === "dividend" ? at(cells, columns.paid, date) : undefined;
    const read: Cells = {
      ...(value !== undefined && {value}),
      ...((action === "rename" || action === "merger") && to !== "" && {to}),
      ...(cash !== undefined && {cash}),
      ...(paid !== undefined && {paid})
    };
    const unread = () => {
      if (Number.isNaN(value)) return wrongNumber("value", cells[columns.value]);
      if (Number.isNaN(cash)) return wrongNumber("cash", cells[columns.cash]);
      return Number.isNaN(paid) ? wrongPaid(wrongTime(cells[columns.paid], style)) : null;
    };
    const wrong = Number.isNaN(t)
      ? wrongTime(time, style)
      : (wrongKind(action, symbol) ?? unread() ?? lack(action, read));
    items.push(wrong === null ? {action, t, symbol, ...read, origin} : faultOf(wrong, cells, origin, symbol, t));
  };
}

function wrongPaid([kind, fault]: Wrong): Wrong {
  return [kind, `invalid paid: ${fault}`];
}

function wrongKind(action: string, symbol: string): Wrong | null {
  if (!kinds.includes(action))
    return ["format", `unknown action: ${action || "empty"}; actions are ${kinds.join(", ")}`];
  return symbol === "" ? ["symbol", "missing symbol"] : null;
}

/** What an action lacks or has of another size than it can. */
function lack(action: Action["action"], {value, to, cash}: Cells): Wrong | null {
  switch (action) {
    case "rename":
      return to === undefined ? ["missing", "missing to: a rename names the new symbol"] : null;
    case "delisting":
      return value !== undefined && value < -1 ? ["number", `invalid value: ${value}; a return is not below -1`] : null;
    case "merger":
      if (value === undefined && to !== undefined)
        return ["missing", `missing value: a merger into ${to} says how many units of it are given for one`];
      if (value === undefined && cash === undefined)
        return ["missing", "missing value: a merger gives units of another symbol, cash, or both"];
      if (value !== undefined && to === undefined)
        return ["missing", "missing to: a merger names the symbol that it gives"];
      return (value ?? 1) > 0 ? above(action, "cash", cash) : above(action, "value", value);
    case "split":
    case "dividend":
      return value === undefined ? ["missing", "missing value"] : above(action, "value", value);
  }
}

function above(action: string, column: string, value = 1): Wrong | null {
  return value > 0 ? null : ["number", `invalid ${column}: ${value}; that of a ${action} is above zero`];
}
