import {findFiles} from "../../core/files/find.js";
import type {FoundFile} from "../../core/files/found.js";
import {parquetRows} from "../../core/files/parquet.js";
import {calendarNamed, itemsOfTables, tableStyle} from "../../core/files/tables.js";
import {defineSource} from "../../core/plugin.js";

const defaults = {path: "", symbol: "", columns: "", format: "", zone: "", calendar: "XNYS"};

/**
 * Bars and actions from Parquet files: one `.parquet` or `.pq`, or a folder of them at any depth, of any compression.
 *
 * Columns are named as those of the source csv are, in any case or by the map `columns`, and pandas' index counts as
 * one. Times may be dates, timestamps of any unit, epochs or texts, which `format` and `zone` say how to read, as in
 * csv; those that are not adjusted to UTC are local times. Prices may be floats, whole numbers or decimals. Where there
 * is no symbol column, the option `symbol`, the folder (`symbol=AAPL/`) or else the file's name is the symbol.
 *
 * One row group is in memory at a time, and those without the dates and symbols asked for are not read. A row that is
 * no bar is a fault with its file and its number, from 1, and so is a damaged file among others. Throws as csv does.
 */
export const parquet = defineSource("parquet", defaults, (options) => ({
  calendar: calendarNamed(options.calendar),
  async *bars(query, context) {
    const {map, style} = await tableStyle({...options, decimal: "", thousands: ""});
    const files = await findFiles(options.path, [".parquet", ".pq"], false);
    const rows = (file: FoundFile, progress: (bytes: number) => void) => parquetRows(file, map, query, progress);
    const calendar = calendarNamed(options.calendar);
    const tables = {files, map, style, calendar, symbol: options.symbol, source: "parquet", rows};
    for await (const items of itemsOfTables(tables, query, context)) for (const item of items) yield item;
  }
}));
