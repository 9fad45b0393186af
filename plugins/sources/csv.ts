import {findFiles} from "../../core/files/find.js";
import {delimiterOf, rowsOf} from "../../core/files/rows.js";
import {calendarNamed, itemsOfTables, tableStyle} from "../../core/files/tables.js";
import {makeDecoder, textOf} from "../../core/files/text.js";
import {defineSource} from "../../core/plugin.js";

const defaults = {
  path: "",
  symbol: "",
  columns: "",
  format: "",
  zone: "",
  decimal: "",
  thousands: "",
  delimiter: "",
  encoding: "",
  calendar: "XNYS"
};

/**
 * Bars and actions from text files: one `.csv`, `.tsv` or `.txt`, with `.gz` behind it or not, a `.zip` of such, or a
 * folder of them at any depth.
 *
 * A header names the columns, in any case: date (or datetime, timestamp, time, open time), open, high, low, close,
 * volume, and where there are such, adj close, symbol (or ticker, name), a time beside the date, dividends and stock
 * splits. `columns` names them otherwise (`date=Datum,open=Eröffnung,volume=none`), gives their places where there is
 * no header (`date=1,open=2`), or is the path of a JSON file that does, which may state the vendor's `format`, `zone`,
 * `decimal`, `thousands`, `delimiter` and `encoding` too. An exchange's twelve columns of klines need no header, and
 * yfinance's two header rows of many symbols are understood. Files may begin with lines of notes, and be written newest
 * first. A file with a column `action` holds actions: action, date, symbol, value, to, cash, paid. A `split` has new
 * units for an old one as its value; a `dividend` cash a unit, its date being the ex-date, and in `paid` the pay date
 * where that is known; a `rename` the new symbol in `to`; a `merger` for each unit `value` units of `to`, `cash`, or both;
 * a `delisting` the return from the last close where that is known.
 *
 * `format` says how dates are written (`DD/MM/YYYY`, `YYYYMMDD HHmmss`, `epoch ms`; ISO 8601 and epochs need none),
 * `zone` in which time zone (`America/New_York`; UTC where neither it nor an offset is given). A local time that a
 * clock shows twice is the first of the two, one that it never shows is a fault. Labels of daily bars are midnight UTC
 * of the date that is written; UTC instants with a clock beside the date are of the date in the calendar's time zone.
 * `decimal` and `thousands` are the marks in numbers, `delimiter` is a character or comma, semicolon, tab, pipe or
 * auto, `encoding` one such as windows-1252.
 *
 * Where there is no symbol column, the option `symbol` or else the file's name is the symbol, without what an exchange
 * or a vendor adds (`BTCUSDT-1m-2023-08.zip`, `AAPL_data.csv`, `aapl.us.txt`). Where the map says that there is no
 * volume, it is 0. A row that cannot be read is a fault with its file and line, unless its date is one not asked for,
 * and so is a damaged file among others. Throws where the one file there is is damaged or lacks a column, where a
 * file's name states another timeframe, and at the end where symbols asked for are in no file. Says so where the first
 * bars lie outside the calendar's sessions, as local times do that are taken for UTC.
 */
export const csv = defineSource("csv", defaults, (options) => ({
  calendar: calendarNamed(options.calendar),
  async *bars(query, context) {
    const calendar = calendarNamed(options.calendar);
    const {map, style} = await tableStyle(options);
    const delimiter = options.delimiter || (map.delimiter ?? "auto");
    const encoding = options.encoding || (map.encoding ?? "utf-8");
    if (delimiter !== "auto") delimiterOf(delimiter);
    makeDecoder(encoding);
    const files = await findFiles(options.path, [".csv", ".tsv", ".txt"], true);
    const {symbol} = options;
    const tables = {
      files,
      map,
      style,
      calendar,
      symbol,
      source: "csv",
      rows: (file: (typeof files)[number], progress: (bytes: number) => void) =>
        rowsOf(textOf(file, encoding, progress), delimiter)
    };
    for await (const items of itemsOfTables(tables, query, context)) for (const item of items) yield item;
  }
}));
