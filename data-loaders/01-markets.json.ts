import {toSpec} from "../core/lab/experiment.js";
import {findExperiments} from "../core/lab/experiments.js";
import {home} from "../core/lab/home.js";
import {findManifest} from "../core/store/disk/manifest.js";
import {loadPanel} from "../core/store/reading/load.js";

const [experiment] = await findExperiments("01-feature-engineering");
const {dataset} = experiment.data;
/** Five years of days: what a page can carry of each symbol. */
const rows = 1258;
const symbols = ["AAPL", "SPX"];

/** A symbol's last bars, each field an array. */
async function barsOf(symbol: string) {
  const fields = ["open", "high", "low", "close", "volume"] as const;
  const {times, fields: columns} = await loadPanel(home(), {dataset, symbols: [symbol], fields});
  const last = (values: Float64Array) => Array.from(values.subarray(-rows));
  const short = Object.entries(columns).map(([name, column]) => [name, last(column)]);
  return {symbol, times: last(times), fields: Object.fromEntries(short) as Record<string, number[]>};
}

/** The symbols' bars, and the experiment whose features are compared with the chosen one. */
async function markets() {
  return {symbols: await Promise.all(symbols.map(barsOf)), spec: toSpec(experiment)};
}

const manifest = await findManifest(home(), dataset);
process.stdout.write(JSON.stringify(manifest && (await markets())));
