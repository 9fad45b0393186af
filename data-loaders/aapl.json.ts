import {home} from "../core/lab/home.js";
import {loadMarket} from "../core/lab/market.js";
import {datasetManifest} from "../core/store/manifest.js";

const dataset = "samples/1d";
const {version} = await datasetManifest(home(), dataset);
const {panel, beside} = await loadMarket(home(), {dataset, symbols: ["AAPL"], benchmark: "SPX"}, version);
const fields = Object.fromEntries(Object.entries(panel.fields).map(([name, column]) => [name, Array.from(column)]));
const {times, symbols} = panel;
process.stdout.write(
  JSON.stringify({
    times: Array.from(times),
    symbols,
    fields,
    benchmark: Array.from(beside.benchmark!),
    dataset,
    version
  })
);
