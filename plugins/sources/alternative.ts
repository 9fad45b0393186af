import {itemsOfFiles} from "../../core/files/each-file.js";
import {findFiles} from "../../core/files/find.js";
import type {FoundFile} from "../../core/files/found.js";
import {parquetRows} from "../../core/files/parquet.js";
import {delimiterOf, rowsOf} from "../../core/files/rows.js";
import {observationsOf} from "../../core/files/series/observations.js";
import {seriesStyle} from "../../core/files/series/style.js";
import {makeDecoder, textOf} from "../../core/files/text.js";
import {defineSource} from "../../core/plugin.js";

const defaults = {
  path: "",
  date: "",
  published: "",
  symbol: "",
  series: "",
  prefix: "",
  lag: "",
  zone: "UTC",
  format: "",
  decimal: "",
  thousands: "",
  missing: "",
  scale: 1,
  delimiter: "auto",
  encoding: "utf-8"
};

/**
 * Series beside the bars (sentiment, a volatility index, factors, macro figures), from files such as csv reads and from
 * Parquet: each column of numbers is a series, called `prefix` and its name, or those that `series` lists (`RF,SMB`).
 * The timeframe asked for names the dataset and nothing else.
 *
 * `date`, `published` and `symbol` name columns where they are not called so. Periods are years, quarters (`2020Q1`),
 * months (`202001`, `2020-01`), dates and instants, and what is about a period is labelled midnight UTC of its first
 * day. Lines of notes above and below are left out, and so is a second table below the first.
 *
 * When a figure was known is what the column `published` says: an instant, or the end of the date. Where there is no
 * such column, a figure of a day, or of an instant, is known at the next midnight of `zone`, and never on its own day.
 * Figures of a longer period, told from how the dates are written or how far apart they are, need the option `lag`
 * (`36h`, `45d`, `1mo`): so long after the end of the period, or after the instant, each was known. `lag` holds for
 * daily ones too, and `0d` is the end of the day itself.
 *
 * Cells that are empty, `.`, `-`, NA, NaN or null, or one of `missing` (`-99.99,-999`), are no observations. Values are
 * multiplied by `scale` (0.01 turns percent into ratios). A row that cannot be read is a fault, and so is a damaged
 * file among others. Throws where the one file there is is damaged or is no table of figures.
 */
export const alternative = defineSource("alternative", defaults, (options) => ({
  async *bars(query, context) {
    const {path, encoding, delimiter} = options;
    const style = seriesStyle(options);
    if (delimiter !== "auto") delimiterOf(delimiter);
    makeDecoder(encoding);
    const files = await findFiles(path, [".csv", ".tsv", ".txt", ".parquet", ".pq"], true);
    const rows = (file: FoundFile, progress: (bytes: number) => void) =>
      /\.(parquet|pq)$/i.test(file.name)
        ? parquetRows(file, {}, null, progress)
        : rowsOf(textOf(file, encoding, progress), delimiter);
    const pieces = itemsOfFiles(files, context, (file, progress) =>
      observationsOf(file, rows(file, progress), style, query, context.log)
    );
    for await (const items of pieces) for (const item of items) yield item;
  }
}));
