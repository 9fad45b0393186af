import {timeframes} from "../../base/timeframe.js";
import {adjustments} from "../../store/reading/adjust.js";
import {count, day} from "../format.js";
import {date, list, text} from "../options.js";
import {defineVerb, misused, named} from "../verb.js";

/** Writes bars out of the store for other programs, or the factors that adjust them. */
export const exportBars = defineVerb({
  usage: "export <dataset>",
  summary: "Write a dataset's bars as CSV or Parquet",
  examples: [
    ["tapebook export samples/1d --path prices.parquet", "Everything, as it was traded"],
    ["tapebook export yahoo/1d --path weeks.csv --timeframe 1w --adjust all", "Weeks, adjusted for all actions"],
    ["tapebook export yahoo/1d --path factors.csv --factors", "What adjusts its prices and volumes, from which day on"]
  ],
  declare: (yargs) =>
    yargs
      .positional("dataset", {
        type: "string",
        demandOption: true,
        describe: "name/timeframe, as tapebook data lists them"
      })
      .option("path", {...text("The file: .parquet, .csv or .csv.gz", "path"), demandOption: true})
      .option("symbols", list("These symbols only: A,B", "symbols"))
      .option("from", date("The first day: 2015-01-01", "from"))
      .option("to", date("The day after the last", "to"))
      .option("as-of", date("As it was known then", "as-of"))
      .option("timeframe", {choices: timeframes, describe: "Longer bars, made of the dataset's"})
      .option("adjust", {
        choices: adjustments,
        default: "none" as const,
        describe: "Adjust prices for splits, or for all"
      })
      .option("factors", {type: "boolean", describe: "Write the factors that adjust for all, not bars: .csv"}),
  async act({dataset, path, symbols, from, to, "as-of": asOf, timeframe, adjust, factors}, {home}) {
    if (path === undefined) throw misused("missing path: name the file to write with --path");
    const {loadPanel} = await import("../../store/reading/load.js");
    const {checkExport, exportPanel} = await import("../../store/reading/export.js");
    const {checkFactorFile, loadFactors, writeFactors} = await import("../../lab/factor-file.js");
    const {datasetNames} = await import("../../store/disk/datasets.js");
    await named(() => (factors ? checkFactorFile(path) : checkExport(path)));
    if (!(await datasetNames(home)).includes(dataset))
      throw misused(`unknown dataset: ${dataset}; tapebook data lists what there is`);
    if (factors) {
      if (adjust !== "none" || timeframe !== undefined)
        throw misused("invalid factors: they are of bars as they are stored; leave --adjust and --timeframe out");
      const rows = await loadFactors(home, {dataset, symbols, from, to, asOf});
      await writeFactors(rows, path);
      const of = new Set(rows.map(({symbol}) => symbol)).size;
      const json = {dataset, path, rows: rows.length, symbols: of};
      return {json, text: `${path}: ${count(rows.length)} factors of ${count(of)} symbols`};
    }
    const panel = await loadPanel(home, {dataset, symbols, from, to, asOf, timeframe, adjust});
    const rows = await exportPanel(panel, path);
    const span = {from: day(panel.times[0]), to: day(panel.times[panel.times.length - 1])};
    const json = {dataset, path, rows, symbols: panel.symbols.length, ...span};
    return {
      json,
      text: `${path}: ${count(rows)} bars of ${count(panel.symbols.length)} symbols, ${span.from} to ${span.to}`
    };
  }
});
