import {readFile} from "node:fs/promises";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import {csvParse} from "d3-dsv";
import {Absent} from "../../core/base/absent.js";
import {parseDate} from "../../core/base/timeframe.js";
import {defineSource} from "../../core/plugin.js";

const require = createRequire(import.meta.url);

/** Where each sample is: a package, a file in it, and the names of its columns. */
const files = {
  AAPL: {
    file: () => require.resolve("@observablehq/sample-datasets/aapl.csv"),
    columns: {
      t: "Date",
      open: "Open",
      high: "High",
      low: "Low",
      close: "Close",
      volume: "Volume",
      adjusted: "Adj Close"
    }
  },
  SPX: {
    file: () => join(dirname(require.resolve("vega-datasets/package.json")), "data", "sp500-2000.csv"),
    columns: {t: "date", open: "open", high: "high", low: "low", close: "close", volume: "volume", adjusted: "adjclose"}
  }
} as const;

/**
 * Real daily prices that npm packages ship, so that a first run needs no network. `AAPL`: Apple, 2013-05-13 to
 * 2018-05-11, open to close adjusted for splits but not for dividends, `adjusted` for both (Yahoo Finance, in
 * `@observablehq/sample-datasets`), though not rightly before 2014-05-08: of the four dividends up to then, as they were
 * paid, none was divided by the split of 7 for 1 that followed, which puts the first close 14 % too low. `SPX`: the S&P 500 index, 2000-01-03 to 2020-04-17, without dividends (Yahoo
 * Finance, in `vega-datasets`).
 */
export const samples = defineSource("samples", {}, () => ({
  async *bars({symbols = Object.keys(files), from, to, timeframe}, {progress, signal}) {
    if (timeframe !== "1d") throw new Error(`unknown timeframe: ${timeframe}; samples has 1d`);
    const absent = [...new Set(symbols)].filter((symbol) => !Object.hasOwn(files, symbol));
    const known = [...new Set(symbols)].filter((symbol) => Object.hasOwn(files, symbol)).sort();
    for (const [done, symbol] of known.entries()) {
      signal.throwIfAborted();
      const {file, columns} = files[symbol as keyof typeof files];
      for (const row of csvParse(await readFile(file(), "utf8"))) {
        const t = parseDate(row[columns.t] ?? "");
        if (t < from || t >= to) continue;
        yield {
          t,
          symbol,
          open: Number(row[columns.open]),
          high: Number(row[columns.high]),
          low: Number(row[columns.low]),
          close: Number(row[columns.close]),
          volume: Number(row[columns.volume]),
          adjusted: Number(row[columns.adjusted])
        };
      }
      progress(done + 1, known.length);
    }
    if (absent.length > 0)
      throw new Absent(absent, `unknown symbol: ${absent.join(", ")}; samples has ${Object.keys(files).join(", ")}`);
  }
}));
