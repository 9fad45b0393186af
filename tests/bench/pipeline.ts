import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {formatDate} from "../../core/base/timeframe.js";
import type {Benchmark} from "../../core/cli/verbs/bench.js";
import type {Effects} from "../../core/lab/context.js";
import {context, effects} from "../../core/lab/context.js";
import {toSpec} from "../../core/lab/experiment.js";
import {equalWeight} from "../../core/lab/market.js";
import {lookupFor} from "../../core/lab/registry.js";
import {addFeatures, pipeline} from "../../core/pipeline/pipeline.js";
import {revivePlan} from "../../core/pipeline/plan.js";
import {quoted, withDatabase} from "../../core/store/disk/duck.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {loadPanel} from "../../core/store/reading/load.js";
import {backtestUniverse} from "../../experiments/06-backtest-universe.js";
import {csv} from "../../plugins/sources/csv.js";
import {synthetic} from "../../plugins/sources/synthetic.js";
import {realData} from "../data.js";
import {against, machineFacts, seconds} from "./measure.js";
import {peer} from "./peers.js";
import {madeUp} from "./prices.js";

const {path: sp500, missing} = realData("us-sp500-daily-2013-2018", "all_stocks_5yr.csv.gz");
const everything = {from: -Infinity, to: Infinity, timeframe: "1d"} as const;

/**
 * How fast data goes the whole way: rows of a CSV file into the store (the five years of the S&P 500 where they lie
 * beside the project, else as much that is made up), the store into a panel, the panel into features, and a synthetic
 * universe from prices to metrics. Beside it DuckDB's own way from CSV to Parquet, which checks and hashes nothing, and
 * that of pandas where it is installed.
 */
export async function bench({log, progress, signal}: Effects): Promise<Benchmark> {
  const folder = await mkdtemp(join(tmpdir(), "tapebook-bench-"));
  const steps = 6;
  let done = 0;
  const step = <T>(value: T) => {
    signal.throwIfAborted();
    progress(++done, steps);
    return value;
  };
  progress(0, steps);
  try {
    const file = missing ? await writeCsv(join(folder, "bars.csv")) : sp500;
    log(missing ? "rows are made up: 505 symbols on 1,226 days" : "rows are those of the S&P 500, 2013 to 2018");
    const quiet = effects({signal});
    const homes = Array.from({length: 4}, (_, i) => join(folder, `home-${i}`));
    let k = 0;
    const source = csv({path: file});
    const ingested = await seconds(() => ingest(homes[k++], source, everything, quiet), {
      repeat: 3
    });
    const {read, quarantined} = await ingest(homes[0], source, everything, quiet);
    const rows = step(read + quarantined);

    const request = {dataset: "csv/1d", fields: ["open", "high", "low", "close", "volume"]} as const;
    const panelSeconds = step(await seconds(() => loadPanel(homes[0], request), {repeat: 3}));
    await ingest(homes[0], synthetic(), everything, quiet);
    const universe = await loadPanel(homes[0], {...request, dataset: "synthetic/1d"});
    const spec = toSpec(backtestUniverse);
    const plan = revivePlan(spec, await lookupFor(spec));
    const featured = step(await seconds(() => addFeatures(universe, plan), {repeat: 3}));
    const beside = {periods: 252, benchmark: equalWeight(universe)};
    const all = step(
      await seconds(() => pipeline(universe, plan, beside, context(quiet, plan.seed)), {repeat: 3, warmUp: 1})
    );
    const duckdb = step(await seconds(() => duckdbIngest(file, join(folder, "duckdb.parquet")), {repeat: 3}));
    const pandas = step(await peer("pandas_ingest", [file], signal));

    const cells = universe.times.length * universe.symbols.length;
    const figures = {
      rowsPerSecond: rows / ingested,
      panelSeconds,
      panelRowsPerSecond: rows / panelSeconds,
      featureCellsPerSecond: (cells * Object.keys(plan.features).length) / featured,
      barsPerSecond: cells / all
    };
    const peers = {
      "rowsPerSecond (duckdb)": rows / duckdb,
      "rowsPerSecond (pandas)": typeof pandas === "string" ? pandas : rows / pandas.seconds
    };
    return {name: "pipeline", figures, peers, ratios: against(figures, peers), machine: machineFacts()};
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}

async function duckdbIngest(file: string, out: string): Promise<void> {
  await withDatabase(async (connection) => {
    await connection.run(`COPY (SELECT * FROM read_csv(${quoted(file)})) TO ${quoted(out)} (FORMAT parquet)`);
  });
}

/** Writes made-up bars of as many symbols and days as the S&P set has. */
async function writeCsv(file: string): Promise<string> {
  const {times, symbols, fields} = madeUp(1226, 505, true);
  const {open, high, low, close, volume} = fields;
  const lines = ["date,symbol,open,high,low,close,volume"];
  for (const [s, symbol] of symbols.entries()) {
    for (let i = 0; i < times.length; ++i) {
      const cell = i * symbols.length + s;
      lines.push([formatDate(times[i]), symbol, open[cell], high[cell], low[cell], close[cell], volume[cell]].join());
    }
  }
  await writeFile(file, `${lines.join("\n")}\n`);
  return file;
}
