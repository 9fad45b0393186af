import {home} from "../core/lab/home.js";
import {loadMarket} from "../core/lab/market.js";
import {findManifest} from "../core/store/manifest.js";

const dataset = "samples/1d";
const manifest = await findManifest(home(), dataset);

/** Apple's bars and the S&P 500 beside them; null where the store has none. */
async function bars(version: string) {
  const {panel, beside} = await loadMarket(home(), {dataset, symbols: ["AAPL"], benchmark: "SPX"}, version);
  const {times, symbols} = panel;
  const fields = Object.fromEntries(Object.entries(panel.fields).map(([name, column]) => [name, Array.from(column)]));
  return {times: Array.from(times), symbols, fields, benchmark: Array.from(beside.benchmark!), dataset, version};
}

process.stdout.write(JSON.stringify(manifest && (await bars(manifest.version))));
